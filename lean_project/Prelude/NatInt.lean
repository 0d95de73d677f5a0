import Prelude.Finset

/-! Number theory over `ℕ` and `ℤ`. -/

/-- Mathlib's `Nat.factorial`. -/
def Nat.factorial : ℕ → ℕ
  | 0 => 1
  | n + 1 => (n + 1) * Nat.factorial n

namespace Nat
scoped notation:10000 n "!" => Nat.factorial n

/-- Mathlib's `Nat.Prime`, by `Nat.prime_def`. -/
protected noncomputable def Prime (p : ℕ) : Prop := 2 ≤ p ∧ ∀ m, m ∣ p → m = 1 ∨ m = p

/-- Mathlib's `Nat.ModEq`. -/
def ModEq (n a b : ℕ) : Prop := a % n = b % n
instance (n a b : ℕ) : Decidable (ModEq n a b) := inferInstanceAs (Decidable (_ = _))

/-- Mathlib's `Nat.choose`. -/
def choose : ℕ → ℕ → ℕ
  | _, 0 => 1
  | 0, _ + 1 => 0
  | n + 1, k + 1 => choose n k + choose n (k + 1)

/-- Mathlib's `Nat.divisors`. -/
noncomputable def divisors (n : ℕ) : Finset ℕ := Finset.filter (fun d => d ∣ n) (Finset.Ico 1 (n + 1))
/-- Mathlib's `Nat.properDivisors`. -/
noncomputable def properDivisors (n : ℕ) : Finset ℕ := Finset.filter (fun d => d ∣ n) (Finset.Ico 1 n)

/-- `Nat.digits` with a bound on the number of digits. -/
noncomputable def digitsAux (b : ℕ) : ℕ → ℕ → List ℕ
  | 0, _ => []
  | fuel + 1, n => if n = 0 then [] else n % b :: digitsAux b fuel (n / b)
/-- Mathlib's `Nat.digits`. -/
noncomputable def digits (b n : ℕ) : List ℕ :=
  if b = 0 then (if n = 0 then [] else [n]) else if b = 1 then List.replicate n 1 else digitsAux b n n
/-- Mathlib's `Nat.ofDigits`, here for `ℕ`. -/
def ofDigits (b : ℕ) : List ℕ → ℕ
  | [] => 0
  | d :: l => d + b * ofDigits b l

/-- `Nat.log` with a bound on the result. -/
def logAux (b : ℕ) : ℕ → ℕ → ℕ
  | 0, _ => 0
  | fuel + 1, n => if b ≤ n then logAux b fuel (n / b) + 1 else 0
/-- Mathlib's `Nat.log`. -/
protected def log (b n : ℕ) : ℕ := if 1 < b then logAux b n n else 0

/-- `Nat.sqrt` with a bound on the recursion. -/
def sqrtAux : ℕ → ℕ → ℕ
  | 0, _ => 0
  | fuel + 1, n =>
    if n = 0 then 0 else
      let r := 2 * sqrtAux fuel (n / 4)
      if (r + 1) * (r + 1) ≤ n then r + 1 else r
/-- Mathlib's `Nat.sqrt`: the integer square root. -/
def sqrt (n : ℕ) : ℕ := sqrtAux n n
end Nat

namespace Int
/-- Mathlib's `Int.ModEq`. -/
def ModEq (n a b : ℤ) : Prop := a % n = b % n
instance (n a b : ℤ) : Decidable (ModEq n a b) := inferInstanceAs (Decidable (_ = _))
end Int

notation:50 a " ≡ " b " [MOD " n "]" => Nat.ModEq n a b
notation:50 a " ≡ " b " [ZMOD " n "]" => Int.ModEq n a b
