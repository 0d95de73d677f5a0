import Prelude.Fintype

/-! Number theory over `ℕ` and `ℤ`. -/

/-- Mathlib's `Nat.factorial`. -/
def Nat.factorial : Nat → Nat
  | 0 => 1
  | n + 1 => (n + 1) * Nat.factorial n

/-- Mathlib's `Nat.doubleFactorial`. -/
def Nat.doubleFactorial : Nat → Nat
  | 0 => 1
  | 1 => 1
  | n + 2 => (n + 2) * Nat.doubleFactorial n

namespace Nat
/-- Mathlib's `Nat.Prime`, by `Nat.prime_def`. -/
@[pp_nodot] protected noncomputable def Prime (p : Nat) : Prop := 2 ≤ p ∧ ∀ m, m ∣ p → m = 1 ∨ m = p

/-- Whether no number from `m` on, with square at most `p`, divides `p`; the first argument bounds the
number of steps. -/
def noDivisorFrom (p : Nat) : Nat → Nat → Bool
  | 0, _ => true
  | fuel + 1, m => cond (Nat.blt p (m * m)) true (cond (Nat.beq (p % m) 0) false (noDivisorFrom p fuel (m + 1)))

theorem noDivisorFrom_of_prime {p : Nat} (h : Nat.Prime p) : ∀ fuel m, 2 ≤ m → noDivisorFrom p fuel m = true
  | 0, _, _ => rfl
  | fuel + 1, m, hm => by
    rw [noDivisorFrom, noDivisorFrom_of_prime h fuel (m + 1) (by omega)]
    cases hb : Nat.blt p (m * m) with
    | true => rfl
    | false =>
      cases he : Nat.beq (p % m) 0 with
      | false => rfl
      | true =>
        have hd := h.2 m (Nat.dvd_of_mod_eq_zero (Nat.eq_of_beq_eq_true he))
        have h2 : 2 * m ≤ m * m := Nat.mul_le_mul_right m hm
        have h3 : ¬p < m * m := fun k => by rw [cast Nat.blt_eq.symm k] at hb; exact Bool.noConfusion hb
        omega

theorem not_dvd_of_noDivisorFrom {p : Nat} : ∀ fuel m, noDivisorFrom p fuel m = true → p < m + fuel →
    ∀ d, m ≤ d → 2 ≤ d → d * d ≤ p → ¬d ∣ p
  | 0, m, _, hf, d, hd, h2, hp, _ => by
    have : 2 * d ≤ d * d := Nat.mul_le_mul_right d h2
    omega
  | fuel + 1, m, h, hf, d, hd, h2, hp, hdvd => by
    rw [noDivisorFrom] at h
    cases hb : Nat.blt p (m * m) with
    | true =>
      have := cast Nat.blt_eq hb
      have := Nat.mul_le_mul hd hd
      omega
    | false =>
      cases he : Nat.beq (p % m) 0 with
      | true => rw [hb, he] at h; exact Bool.noConfusion h
      | false =>
        rw [hb, he] at h
        rcases Nat.eq_or_lt_of_le hd with e | l
        · subst e
          rw [Nat.mod_eq_zero_of_dvd hdvd] at he; exact Bool.noConfusion he
        · exact not_dvd_of_noDivisorFrom fuel (m + 1) h (by omega) d l h2 hp hdvd

theorem prime_iff_noDivisorFrom {p : Nat} : Nat.Prime p ↔ 2 ≤ p ∧ noDivisorFrom p p 2 = true := by
  refine ⟨fun h => ⟨h.1, noDivisorFrom_of_prime h _ _ (Nat.le_refl 2)⟩, fun h => ⟨h.1, fun m hm => ?_⟩⟩
  obtain ⟨k, hk⟩ := hm
  have key := not_dvd_of_noDivisorFrom p 2 h.2 (by omega)
  have hm0 : m ≠ 0 := fun e => by subst e; rw [Nat.zero_mul] at hk; omega
  have hk0 : k ≠ 0 := fun e => by subst e; rw [Nat.mul_zero] at hk; omega
  rcases Nat.le_total m k with hmk | hkm
  · have := key m
    have hmm : m * m ≤ p := hk ▸ Nat.mul_le_mul_left m hmk
    have : ¬2 ≤ m := fun h2 => key m h2 h2 hmm ⟨k, hk⟩
    omega
  · have hkk : k * k ≤ p := hk ▸ Nat.mul_le_mul_right k hkm
    have : ¬2 ≤ k := fun h2 => key k h2 h2 hkk ⟨m, by rw [hk, Nat.mul_comm]⟩
    have : k = 1 := by omega
    subst this
    exact .inr (by omega)

instance (p : Nat) : Decidable (Nat.Prime p) := decidable_of_iff _ prime_iff_noDivisorFrom.symm

protected theorem Prime.two_le {p : Nat} (h : Nat.Prime p) : 2 ≤ p := h.1
protected theorem Prime.one_lt {p : Nat} (h : Nat.Prime p) : 1 < p := h.1
protected theorem Prime.pos {p : Nat} (h : Nat.Prime p) : 0 < p := Nat.lt_of_lt_of_le Nat.zero_lt_two h.1
protected theorem Prime.ne_zero {p : Nat} (h : Nat.Prime p) : p ≠ 0 := Nat.ne_of_gt h.pos
protected theorem Prime.ne_one {p : Nat} (h : Nat.Prime p) : p ≠ 1 := Nat.ne_of_gt h.one_lt
theorem Prime.eq_one_or_self_of_dvd {p : Nat} (h : Nat.Prime p) (m : Nat) (k : m ∣ p) : m = 1 ∨ m = p := h.2 m k
theorem prime_def {p : Nat} : Nat.Prime p ↔ 2 ≤ p ∧ ∀ m, m ∣ p → m = 1 ∨ m = p := Iff.rfl
theorem not_prime_zero : ¬Nat.Prime 0 := fun h => absurd h.1 (by decide)
theorem not_prime_one : ¬Nat.Prime 1 := fun h => absurd h.1 (by decide)
theorem prime_two : Nat.Prime 2 := by decide
theorem prime_three : Nat.Prime 3 := by decide
theorem Prime.coprime_iff_not_dvd {p n : Nat} (h : Nat.Prime p) : Nat.Coprime p n ↔ ¬p ∣ n := by
  constructor
  · intro k d
    have : Nat.gcd p n = p := Nat.gcd_eq_left d
    rw [Nat.Coprime, this] at k; exact h.ne_one k
  · intro k
    rcases h.2 _ (Nat.gcd_dvd_left p n) with e | e
    · exact e
    · exact absurd (e ▸ Nat.gcd_dvd_right p n) k
theorem Prime.dvd_mul {p m n : Nat} (h : Nat.Prime p) : p ∣ m * n ↔ p ∣ m ∨ p ∣ n := by
  refine ⟨fun k => ?_, fun k => k.elim (fun d => Nat.dvd_mul_right_of_dvd d n) fun d => Nat.dvd_mul_left_of_dvd d m⟩
  by_cases d : p ∣ m
  · exact .inl d
  · exact .inr ((h.coprime_iff_not_dvd.2 d).dvd_of_dvd_mul_left k)
theorem Prime.dvd_of_dvd_pow {p m : Nat} (h : Nat.Prime p) : ∀ {n : Nat}, p ∣ m ^ n → p ∣ m
  | 0, k => absurd (Nat.dvd_one.1 k) h.ne_one
  | _ + 1, k => (h.dvd_mul.1 k).elim (fun d => Prime.dvd_of_dvd_pow h d) id
theorem Prime.eq_two_or_odd {p : Nat} (h : Nat.Prime p) : p = 2 ∨ p % 2 = 1 := by
  rcases Nat.mod_two_eq_zero_or_one p with k | k
  · exact .inl ((h.2 2 (Nat.dvd_of_mod_eq_zero k)).elim (fun e => absurd e (by decide)) Eq.symm)
  · exact .inr k
theorem Prime.eq_of_dvd {p q : Nat} (hp : Nat.Prime p) (hq : Nat.Prime q) (h : p ∣ q) : p = q :=
  (hq.2 p h).resolve_left hp.ne_one
grind_pattern Prime.two_le => Nat.Prime p

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

namespace Nat
@[simp] theorem factorial_zero : Nat.factorial 0 = 1 := rfl
theorem factorial_succ (n : Nat) : Nat.factorial (n + 1) = (n + 1) * Nat.factorial n := rfl
theorem factorial_pos : ∀ n : Nat, 0 < Nat.factorial n
  | 0 => Nat.one_pos
  | n + 1 => Nat.mul_pos n.succ_pos (factorial_pos n)
theorem factorial_ne_zero (n : Nat) : Nat.factorial n ≠ 0 := Nat.ne_of_gt (factorial_pos n)
theorem dvd_factorial : ∀ {m n : Nat}, 0 < m → m ≤ n → m ∣ Nat.factorial n
  | _, 0, hm, h => absurd hm (Nat.not_lt.2 h)
  | m, n + 1, hm, h => (Nat.lt_or_eq_of_le h).elim
      (fun k => Nat.dvd_mul_left_of_dvd (dvd_factorial hm (Nat.le_of_lt_succ k)) _) fun e => by subst e; exact Nat.dvd_mul_right ..
grind_pattern factorial_pos => Nat.factorial n
theorem doubleFactorial_add_two (n : Nat) : Nat.doubleFactorial (n + 2) = (n + 2) * Nat.doubleFactorial n := rfl

@[simp] theorem choose_zero_right (n : Nat) : Nat.choose n 0 = 1 := by cases n <;> rfl
@[simp] theorem choose_zero_succ (k : Nat) : Nat.choose 0 (k + 1) = 0 := rfl
theorem choose_succ_succ (n k : Nat) : Nat.choose (n + 1) (k + 1) = Nat.choose n k + Nat.choose n (k + 1) := rfl
theorem choose_succ_succ' (n k : Nat) : Nat.choose (n + 1) (k + 1) = Nat.choose n k + Nat.choose n (k + 1) := rfl
theorem choose_eq_zero_of_lt : ∀ {n k : Nat}, n < k → Nat.choose n k = 0
  | _, 0, h => absurd h (Nat.not_lt_zero _)
  | 0, _ + 1, _ => rfl
  | n + 1, k + 1, h => by
    rw [choose_succ_succ, choose_eq_zero_of_lt (Nat.lt_of_succ_lt_succ h), choose_eq_zero_of_lt (by omega)]
@[simp] theorem choose_self : ∀ n : Nat, Nat.choose n n = 1
  | 0 => rfl
  | n + 1 => by rw [choose_succ_succ, choose_self n, choose_eq_zero_of_lt (Nat.lt_succ_self n)]
@[simp] theorem choose_one_right : ∀ n : Nat, Nat.choose n 1 = n
  | 0 => rfl
  | n + 1 => by rw [choose_succ_succ n 0, choose_one_right n, choose_zero_right, Nat.add_comm]

theorem sqrtAux_spec : ∀ fuel n, n ≤ fuel → sqrtAux fuel n * sqrtAux fuel n ≤ n ∧ n < (sqrtAux fuel n + 1) * (sqrtAux fuel n + 1)
  | 0, n, h => by
    have : n = 0 := by omega
    subst this; decide
  | fuel + 1, n, h => by
    rw [sqrtAux]
    by_cases h0 : n = 0
    · subst h0; rw [if_pos rfl]; decide
    · rw [if_neg h0]
      have ih := sqrtAux_spec fuel (n / 4) (by omega)
      generalize sqrtAux fuel (n / 4) = r at ih
      have e1 : 2 * r * (2 * r) = 4 * (r * r) := by grind
      have e2 : (2 * r + 1 + 1) * (2 * r + 1 + 1) = 4 * ((r + 1) * (r + 1)) := by grind
      simp only []
      split <;> constructor <;> omega
theorem sqrt_le' (n : Nat) : Nat.sqrt n * Nat.sqrt n ≤ n := (sqrtAux_spec n n (Nat.le_refl n)).1
theorem sqrt_lt_succ (n : Nat) : n < (Nat.sqrt n + 1) * (Nat.sqrt n + 1) := (sqrtAux_spec n n (Nat.le_refl n)).2

@[simp] theorem mem_divisors {n m : Nat} : n ∈ Nat.divisors m ↔ n ∣ m ∧ m ≠ 0 := by
  refine Finset.mem_filter.trans ⟨fun h => ⟨h.2, ?_⟩, fun h => ⟨Finset.mem_Ico.2 ?_, h.1⟩⟩
  · have := Finset.mem_Ico.1 h.1; omega
  · have := Nat.le_of_dvd (by omega) h.1
    have : n ≠ 0 := fun e => h.2 (by have := h.1; rw [e] at this; exact Nat.zero_dvd.1 this)
    omega
@[simp] theorem mem_properDivisors {n m : Nat} : n ∈ Nat.properDivisors m ↔ n ∣ m ∧ n < m := by
  refine Finset.mem_filter.trans ⟨fun h => ⟨h.2, (Finset.mem_Ico.1 h.1).2⟩, fun h => ⟨Finset.mem_Ico.2 ⟨?_, h.2⟩, h.1⟩⟩
  have : n ≠ 0 := fun e => by have := h.1; rw [e] at this; have := Nat.zero_dvd.1 this; omega
  omega

@[grind =] theorem modEq_iff {n a b : Nat} : Nat.ModEq n a b ↔ a % n = b % n := Iff.rfl
protected theorem ModEq.refl {n : Nat} (a : Nat) : Nat.ModEq n a a := rfl
protected theorem ModEq.symm {n a b : Nat} (h : Nat.ModEq n a b) : Nat.ModEq n b a := Eq.symm h
protected theorem ModEq.trans {n a b c : Nat} (h : Nat.ModEq n a b) (k : Nat.ModEq n b c) : Nat.ModEq n a c := Eq.trans h k
protected theorem ModEq.add {n a b c d : Nat} (h : Nat.ModEq n a b) (k : Nat.ModEq n c d) : Nat.ModEq n (a + c) (b + d) := by
  unfold Nat.ModEq at *; rw [Nat.add_mod, h, k, ← Nat.add_mod]
protected theorem ModEq.mul {n a b c d : Nat} (h : Nat.ModEq n a b) (k : Nat.ModEq n c d) : Nat.ModEq n (a * c) (b * d) := by
  unfold Nat.ModEq at *; rw [Nat.mul_mod, h, k, ← Nat.mul_mod]
protected theorem ModEq.pow {n a b : Nat} (m : Nat) (h : Nat.ModEq n a b) : Nat.ModEq n (a ^ m) (b ^ m) := by
  unfold Nat.ModEq at *; rw [Nat.pow_mod, h, ← Nat.pow_mod]
end Nat

namespace Nat
variable {n a b : Nat}
protected theorem ModEq.add_left (c : Nat) (h : Nat.ModEq n a b) : Nat.ModEq n (c + a) (c + b) := ModEq.add (ModEq.refl c) h
protected theorem ModEq.add_right (c : Nat) (h : Nat.ModEq n a b) : Nat.ModEq n (a + c) (b + c) := ModEq.add h (ModEq.refl c)
protected theorem ModEq.mul_left (c : Nat) (h : Nat.ModEq n a b) : Nat.ModEq n (c * a) (c * b) := ModEq.mul (ModEq.refl c) h
protected theorem ModEq.mul_right (c : Nat) (h : Nat.ModEq n a b) : Nat.ModEq n (a * c) (b * c) := ModEq.mul h (ModEq.refl c)
theorem modEq_zero_iff_dvd : Nat.ModEq n a 0 ↔ n ∣ a := by unfold Nat.ModEq; rw [Nat.zero_mod, Nat.dvd_iff_mod_eq_zero]
end Nat

namespace Int
variable {n a b c d : Int}
@[grind =] theorem modEq_iff : Int.ModEq n a b ↔ a % n = b % n := Iff.rfl
theorem modEq_iff_dvd : Int.ModEq n a b ↔ n ∣ b - a := by
  unfold Int.ModEq
  constructor
  · intro h; exact Int.dvd_of_emod_eq_zero (by rw [← Int.emod_emod_of_dvd _ (Int.dvd_refl n), Int.sub_emod, h]; simp)
  · intro h; exact (Int.emod_eq_emod_iff_emod_sub_eq_zero.2 (Int.emod_eq_zero_of_dvd h)).symm
protected theorem ModEq.refl (a : Int) : Int.ModEq n a a := rfl
protected theorem ModEq.rfl : Int.ModEq n a a := rfl
protected theorem ModEq.symm (h : Int.ModEq n a b) : Int.ModEq n b a := Eq.symm h
protected theorem ModEq.trans (h : Int.ModEq n a b) (k : Int.ModEq n b c) : Int.ModEq n a c := Eq.trans h k
protected theorem ModEq.add (h : Int.ModEq n a b) (k : Int.ModEq n c d) : Int.ModEq n (a + c) (b + d) := by
  unfold Int.ModEq at *; rw [Int.add_emod, h, k, ← Int.add_emod]
protected theorem ModEq.sub (h : Int.ModEq n a b) (k : Int.ModEq n c d) : Int.ModEq n (a - c) (b - d) := by
  unfold Int.ModEq at *; rw [Int.sub_emod, h, k, ← Int.sub_emod]
protected theorem ModEq.mul (h : Int.ModEq n a b) (k : Int.ModEq n c d) : Int.ModEq n (a * c) (b * d) := by
  unfold Int.ModEq at *; rw [Int.mul_emod, h, k, ← Int.mul_emod]
protected theorem ModEq.pow (m : Nat) (h : Int.ModEq n a b) : Int.ModEq n (a ^ m) (b ^ m) := by
  induction m with
  | zero => rw [Int.pow_zero, Int.pow_zero]; rfl
  | succ m ih => rw [Int.pow_succ, Int.pow_succ]; exact ModEq.mul ih h
protected theorem ModEq.neg (h : Int.ModEq n a b) : Int.ModEq n (-a) (-b) := by
  have := ModEq.sub (ModEq.refl 0) h; rwa [Int.zero_sub, Int.zero_sub] at this
protected theorem ModEq.add_left (c : Int) (h : Int.ModEq n a b) : Int.ModEq n (c + a) (c + b) := ModEq.add (ModEq.refl c) h
protected theorem ModEq.add_right (c : Int) (h : Int.ModEq n a b) : Int.ModEq n (a + c) (b + c) := ModEq.add h (ModEq.refl c)
protected theorem ModEq.sub_left (c : Int) (h : Int.ModEq n a b) : Int.ModEq n (c - a) (c - b) := ModEq.sub (ModEq.refl c) h
protected theorem ModEq.sub_right (c : Int) (h : Int.ModEq n a b) : Int.ModEq n (a - c) (b - c) := ModEq.sub h (ModEq.refl c)
protected theorem ModEq.mul_left (c : Int) (h : Int.ModEq n a b) : Int.ModEq n (c * a) (c * b) := ModEq.mul (ModEq.refl c) h
protected theorem ModEq.mul_right (c : Int) (h : Int.ModEq n a b) : Int.ModEq n (a * c) (b * c) := ModEq.mul h (ModEq.refl c)
theorem modEq_zero_iff_dvd : Int.ModEq n a 0 ↔ n ∣ a := by
  unfold Int.ModEq; rw [Int.zero_emod]; exact ⟨Int.dvd_of_emod_eq_zero, Int.emod_eq_zero_of_dvd⟩
end Int

/-- Mathlib's `IsSquare`. -/
def IsSquare {α : Type u} [Mul α] (a : α) : Prop := ∃ r, a = r * r
/-- Mathlib's `IsCoprime`. -/
def IsCoprime {α : Type u} [Add α] [Mul α] [OfNat α 1] (a b : α) : Prop := ∃ u v, u * a + v * b = 1

theorem Nat.isSquare_iff_le {n : Nat} : IsSquare n ↔ ∃ r, r < n + 1 ∧ n = r * r := by
  constructor
  · rintro ⟨r, h⟩
    refine ⟨r, ?_, h⟩
    cases r with
    | zero => omega
    | succ r => rw [h]; exact Nat.lt_succ_of_le (Nat.le_mul_of_pos_left _ (Nat.succ_pos r))
  · rintro ⟨r, _, h⟩; exact ⟨r, h⟩
theorem Nat.isSquare_iff {n : Nat} : IsSquare n ↔ Nat.sqrt n * Nat.sqrt n = n := by
  constructor
  · rintro ⟨r, h⟩
    have lo := Nat.sqrt_le' n
    have hi := Nat.sqrt_lt_succ n
    have e : Nat.sqrt n = r := by
      refine Nat.le_antisymm (Nat.le_of_not_lt fun l => ?_) (Nat.le_of_not_lt fun l => ?_)
      · have := Nat.mul_lt_mul'' l l; rw [← h] at this; omega
      · have : Nat.sqrt n + 1 ≤ r := l
        have := Nat.mul_le_mul this this; rw [← h] at this; omega
    rw [e, h]
  · intro h; exact ⟨Nat.sqrt n, h.symm⟩
instance (n : Nat) : Decidable (IsSquare n) := decidable_of_iff _ Nat.isSquare_iff.symm
theorem Int.isSquare_iff {n : Int} : IsSquare n ↔ 0 ≤ n ∧ IsSquare n.natAbs := by
  constructor
  · rintro ⟨r, h⟩
    refine ⟨h ▸ ?_, r.natAbs, by rw [h, Int.natAbs_mul]⟩
    rcases Int.le_total 0 r with k | k
    · exact Int.mul_nonneg k k
    · exact Int.mul_nonneg_of_nonpos_of_nonpos k k
  · rintro ⟨h, r, k⟩
    exact ⟨r, by rw [← Int.natAbs_of_nonneg h, k]; simp⟩
instance (n : Int) : Decidable (IsSquare n) := decidable_of_iff _ Int.isSquare_iff.symm

/-- Bézout's identity. -/
theorem Nat.exists_gcd_eq (m n : Nat) : ∃ u v : Int, u * (m : Int) + v * (n : Int) = (Nat.gcd m n : Int) := by
  induction m, n using Nat.gcd.induction with
  | H0 n => exact ⟨0, 1, by simp⟩
  | H1 m n _ ih =>
    obtain ⟨u, v, h⟩ := ih
    refine ⟨v - u * (n / m : Nat), u, ?_⟩
    rw [Nat.gcd_rec m n, ← h]
    have e : ((n % m : Nat) : Int) = n - m * (n / m : Nat) := by
      have := Nat.mod_add_div n m; omega
    rw [e]; grind
theorem Int.isCoprime_iff_gcd_eq_one {a b : Int} : IsCoprime a b ↔ Int.gcd a b = 1 := by
  constructor
  · rintro ⟨u, v, h⟩
    have d : (Int.gcd a b : Int) ∣ 1 := by
      rw [← h]
      exact Int.dvd_add (Int.dvd_mul_of_dvd_right (Int.gcd_dvd_left ..)) (Int.dvd_mul_of_dvd_right (Int.gcd_dvd_right ..))
    exact Nat.dvd_one.1 (Int.natCast_dvd_natCast.1 d)
  · intro h
    obtain ⟨u, v, e⟩ := Nat.exists_gcd_eq a.natAbs b.natAbs
    have e : u * (a.natAbs : Int) + v * (b.natAbs : Int) = 1 := by rw [e]; exact congrArg Nat.cast h
    rcases Int.natAbs_eq a with ha | ha <;> rcases Int.natAbs_eq b with hb | hb
    · exact ⟨u, v, by rw [ha, hb]; exact e⟩
    · exact ⟨u, -v, by rw [ha, hb]; grind⟩
    · exact ⟨-u, v, by rw [ha, hb]; grind⟩
    · exact ⟨-u, -v, by rw [ha, hb]; grind⟩
instance (a b : Int) : Decidable (IsCoprime a b) := decidable_of_iff _ Int.isCoprime_iff_gcd_eq_one.symm
