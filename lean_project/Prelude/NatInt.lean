import Prelude.Finset

/-! Number theory over `ℕ` and `ℤ`. -/

/-- Mathlib's `Nat.factorial`. -/
def Nat.factorial : Nat → Nat
  | 0 => 1
  | n + 1 => (n + 1) * Nat.factorial n

namespace Nat
/-- Mathlib's `Nat.Prime`, by `Nat.prime_def`. -/
protected noncomputable def Prime (p : Nat) : Prop := 2 ≤ p ∧ ∀ m, m ∣ p → m = 1 ∨ m = p

/-- Mathlib's `Nat.ModEq`. -/
def ModEq (n a b : Nat) : Prop := a % n = b % n
instance (n a b : Nat) : Decidable (ModEq n a b) := inferInstanceAs (Decidable (_ = _))

/-- Mathlib's `Nat.choose`. -/
def choose : Nat → Nat → Nat
  | _, 0 => 1
  | 0, _ + 1 => 0
  | n + 1, k + 1 => choose n k + choose n (k + 1)

/-- Mathlib's `Nat.divisors`. -/
noncomputable def divisors (n : Nat) : Finset Nat := Finset.filter (fun d => d ∣ n) (Finset.Ico 1 (n + 1))
/-- Mathlib's `Nat.properDivisors`. -/
noncomputable def properDivisors (n : Nat) : Finset Nat := Finset.filter (fun d => d ∣ n) (Finset.Ico 1 n)

/-- `Nat.digits` with a bound on the number of digits. -/
noncomputable def digitsAux (b : Nat) : Nat → Nat → List Nat
  | 0, _ => []
  | fuel + 1, n => if n = 0 then [] else n % b :: digitsAux b fuel (n / b)
/-- Mathlib's `Nat.digits`. -/
noncomputable def digits (b n : Nat) : List Nat :=
  if b = 0 then (if n = 0 then [] else [n]) else if b = 1 then List.replicate n 1 else digitsAux b n n
/-- Mathlib's `Nat.ofDigits`, here for `ℕ`. -/
def ofDigits (b : Nat) : List Nat → Nat
  | [] => 0
  | d :: l => d + b * ofDigits b l

/-- `Nat.log` with a bound on the result. -/
def logAux (b : Nat) : Nat → Nat → Nat
  | 0, _ => 0
  | fuel + 1, n => if b ≤ n then logAux b fuel (n / b) + 1 else 0
/-- Mathlib's `Nat.log`. -/
protected def log (b n : Nat) : Nat := if 1 < b then logAux b n n else 0

/-- `Nat.sqrt` with a bound on the recursion. -/
def sqrtAux : Nat → Nat → Nat
  | 0, _ => 0
  | fuel + 1, n =>
    if n = 0 then 0 else
      let r := 2 * sqrtAux fuel (n / 4)
      if (r + 1) * (r + 1) ≤ n then r + 1 else r
/-- Mathlib's `Nat.sqrt`: the integer square root. -/
def sqrt (n : Nat) : Nat := sqrtAux n n
end Nat

namespace Int
/-- Mathlib's `Int.ModEq`. -/
def ModEq (n a b : Int) : Prop := a % n = b % n
instance (n a b : Int) : Decidable (ModEq n a b) := inferInstanceAs (Decidable (_ = _))
end Int
