import Prelude.Lemmas

/-! Identities of commutative rings, decided by evaluation at one point (Kronecker's substitution), for `linear_combination`
and `ring` (`Tactics/RingIdentity.lean`).  A polynomial with integer coefficients is zero if it is zero where each variable
is greater than the sum of the coefficients' absolute values can be at the variables before it.  So the kernel, which multiplies
large numbers quickly and does everything else slowly, only evaluates: the term modulo a number, and bounds for it. -/

section
universe u v
variable {α : Type u}
namespace RingIdentity
open Lean.Grind

section
/-- A monomial's value: the exponent of variable number `i` is `m i`, and there are `n` variables. -/
def mono [CommSemiring α] (x : Nat → α) (m : Nat → Nat) : Nat → α
  | 0 => 1
  | n + 1 => mono x m n * x n ^ m n

theorem mono_congr [CommSemiring α] (x : Nat → α) {m k : Nat → Nat} : ∀ n, (∀ i, i < n → m i = k i) → mono x m n = mono x k n
  | 0, _ => rfl
  | n + 1, h => by rw [mono, mono, mono_congr x n fun i hi => h i (Nat.lt_succ_of_lt hi), h n (Nat.lt_succ_self n)]

theorem mono_add [CommSemiring α] (x : Nat → α) (m k : Nat → Nat) : ∀ n, mono x (fun i => m i + k i) n = mono x m n * mono x k n
  | 0 => (mul_one 1).symm
  | n + 1 => by rw [mono, mono, mono, mono_add x m k n, pow_add]; grind

theorem mono_zero [CommSemiring α] (x : Nat → α) : ∀ n, mono x (fun _ => 0) n = 1
  | 0 => rfl
  | n + 1 => by rw [mono, mono_zero x n, pow_zero, mul_one]

def unit (i : Nat) : Nat → Nat := fun j => if j = i then 1 else 0

theorem mono_unit [CommSemiring α] (x : Nat → α) (i : Nat) : ∀ n, mono x (unit i) n = if i < n then x i else 1
  | 0 => rfl
  | n + 1 => by
    rw [mono, mono_unit x i n]
    unfold unit
    by_cases h : n = i
    · subst h; simp [pow_one]
    · by_cases k : i < n
      · simp [h, k, Nat.lt_succ_of_lt k, pow_zero, mul_one]
      · simp [h, k, show ¬i < n + 1 by omega, pow_zero, mul_one]

/-- A sum of monomials with coefficients. -/
abbrev Sum := List (Int × (Nat → Nat))

def val [CommRing α] (x : Nat → α) (n : Nat) : Sum → α
  | [] => 0
  | (k, m) :: t => (k : α) * mono x m n + val x n t

/-- The same with all coefficients' absolute values, at natural numbers. -/
def size (v : Nat → Nat) (n : Nat) : Sum → Nat
  | [] => 0
  | (k, m) :: t => k.natAbs * mono v m n + size v n t

def scaled (c : Int) : Sum → Sum
  | [] => []
  | (k, m) :: t => (c * k, m) :: scaled c t

def shifted (c : Int) (s : Nat → Nat) : Sum → Sum
  | [] => []
  | (k, m) :: t => (c * k, fun i => s i + m i) :: shifted c s t

noncomputable def product : Sum → Sum → Sum
  | [], _ => []
  | (k, m) :: s, t => shifted k m t ++ product s t

noncomputable def power (s : Sum) : Nat → Sum
  | 0 => [(1, fun _ => 0)]
  | k + 1 => product (power s k) s

variable [CommRing α] (x : Nat → α) (v : Nat → Nat) (n : Nat)

theorem val_append (t : Sum) : ∀ s, val x n (s ++ t) = val x n s + val x n t
  | [] => by simp [val, zero_add]
  | (k, m) :: s => by simp [val, val_append t s, add_assoc]
theorem val_scaled (c : Int) : ∀ s, val x n (scaled c s) = (c : α) * val x n s
  | [] => by simp [val, scaled, mul_zero]
  | (k, m) :: s => by simp only [val, scaled, val_scaled c s, Int.cast_mul, mul_add, mul_assoc]
theorem val_shifted (c : Int) (m : Nat → Nat) : ∀ s, val x n (shifted c m s) = (c : α) * mono x m n * val x n s
  | [] => by simp [val, shifted, mul_zero]
  | (k, l) :: s => by simp only [val, shifted, val_shifted c m s, Int.cast_mul, mono_add]; grind
theorem val_product (t : Sum) : ∀ s, val x n (product s t) = val x n s * val x n t
  | [] => by simp [val, product, zero_mul]
  | (k, m) :: s => by simp only [val, product, val_append, val_shifted, val_product t s, add_mul]
theorem val_power (s : Sum) : ∀ k, val x n (power s k) = val x n s ^ k
  | 0 => by simp [val, power, mono_zero, mul_one, add_zero, pow_zero]
  | k + 1 => by rw [power, val_product, val_power s k, pow_succ]

theorem size_append (t : Sum) : ∀ s, size v n (s ++ t) = size v n s + size v n t
  | [] => by simp [size]
  | (k, m) :: s => by simp [size, size_append t s, Nat.add_assoc]
theorem size_scaled (c : Int) : ∀ s, size v n (scaled c s) = c.natAbs * size v n s
  | [] => by simp [size, scaled]
  | (k, m) :: s => by simp only [size, scaled, size_scaled c s, Int.natAbs_mul, Nat.mul_add, Nat.mul_assoc]
theorem size_shifted (c : Int) (m : Nat → Nat) : ∀ s, size v n (shifted c m s) = c.natAbs * mono v m n * size v n s
  | [] => by simp [size, shifted]
  | (k, l) :: s => by simp only [size, shifted, size_shifted c m s, Int.natAbs_mul, mono_add]; grind
theorem size_product (t : Sum) : ∀ s, size v n (product s t) = size v n s * size v n t
  | [] => by simp [size, product]
  | (k, m) :: s => by simp only [size, product, size_append, size_shifted, size_product t s, Nat.add_mul]
theorem size_power (s : Sum) : ∀ k, size v n (power s k) = size v n s ^ k
  | 0 => by simp [size, power, mono_zero]
  | k + 1 => by rw [power, size_product, size_power s k, Nat.pow_succ]
end

section
/-- The terms without variable `n`. -/
def low (n : Nat) : Sum → Sum
  | [] => []
  | (k, m) :: t => if m n = 0 then (k, m) :: low n t else low n t

def lowered (n : Nat) (m : Nat → Nat) : Nat → Nat := fun i => if i = n then m n - 1 else m i

/-- The terms with variable `n`, divided by it. -/
def high (n : Nat) : Sum → Sum
  | [] => []
  | (k, m) :: t => if m n = 0 then high n t else (k, lowered n m) :: high n t

theorem mono_lowered [CommSemiring α] (x : Nat → α) (n : Nat) (m : Nat → Nat) (i : Nat) (h : i ≤ n) : mono x (lowered n m) i = mono x m i :=
  mono_congr x i fun j hj => by simp [lowered, show j ≠ n by omega]

theorem val_split [CommRing α] (x : Nat → α) (n : Nat) : ∀ t, val x (n + 1) t = val x n (low n t) + x n * val x (n + 1) (high n t)
  | [] => by simp [val, low, high, mul_zero, add_zero]
  | (k, m) :: t => by
    have ih := val_split x n t
    by_cases h : m n = 0
    · simp only [val, low, high, h, if_true, mono, pow_zero, mul_one, ih, add_assoc]
    · have e : x n ^ m n = x n ^ (m n - 1) * x n := by rw [← pow_succ]; congr 1; omega
      simp only [val, low, high, h, if_false, mono, mono_lowered x n m n (Nat.le_refl n), ih, e]
      simp only [lowered, if_true]
      grind

theorem size_low (v : Nat → Nat) (n i : Nat) : ∀ t, size v i (low n t) ≤ size v i t
  | [] => Nat.le_refl _
  | (k, m) :: t => by
    have := size_low v n i t
    by_cases h : m n = 0 <;> simp only [low, size, h, if_true, if_false] <;> omega
theorem size_high (v : Nat → Nat) (n i : Nat) (hi : i ≤ n) : ∀ t, size v i (high n t) ≤ size v i t
  | [] => Nat.le_refl _
  | (k, m) :: t => by
    have := size_high v n i hi t
    by_cases h : m n = 0 <;> simp only [high, size, h, if_true, if_false, mono_lowered v n m i hi] <;> omega

theorem intCast_int (k : Int) : (Ring.intCast.intCast k : Int) = k := rfl

theorem mono_cast (v : Nat → Nat) (m : Nat → Nat) : ∀ n, mono (fun i => (v i : Int)) m n = ((mono v m n : Nat) : Int)
  | 0 => rfl
  | n + 1 => by rw [mono, mono, mono_cast v m n, Int.natCast_mul, Int.natCast_pow]

theorem natAbs_val (v : Nat → Nat) (n : Nat) : ∀ t, (val (fun i => (v i : Int)) n t).natAbs ≤ size v n t
  | [] => Nat.le_refl _
  | (k, m) :: t => by
    have ih := natAbs_val v n t
    rw [val, size, mono_cast]
    refine Nat.le_trans (Int.natAbs_add_le _ _) ?_
    rw [Int.natAbs_mul, Int.natAbs_natCast]
    exact Nat.add_le_add (Nat.le_refl _) ih

theorem exponent_bound (n : Nat) : ∀ t : Sum, ∃ K, ∀ p, p ∈ t → p.2 n < K
  | [] => ⟨0, fun _ h => nomatch h⟩
  | (k, m) :: t => by
    obtain ⟨K, h⟩ := exponent_bound n t
    refine ⟨K + m n + 1, fun p hp => ?_⟩
    rcases List.mem_cons.1 hp with rfl | hp
    · exact Nat.lt_of_le_of_lt (Nat.le_add_left _ _) (Nat.lt_succ_self _)
    · have := h p hp; omega

theorem mem_high (n : Nat) {p : Int × (Nat → Nat)} : ∀ {t : Sum}, p ∈ high n t → ∃ q, q ∈ t ∧ p.2 n + 1 = q.2 n
  | (k, m) :: t, h => by
    by_cases e : m n = 0
    · simp only [high, e, if_true] at h
      obtain ⟨q, hq, e⟩ := mem_high n h
      exact ⟨q, List.mem_cons_of_mem _ hq, e⟩
    · simp only [high, e, if_false] at h
      rcases List.mem_cons.1 h with rfl | h
      · exact ⟨(k, m), List.mem_cons_self, by simp only [lowered, if_true]; omega⟩
      · obtain ⟨q, hq, e⟩ := mem_high n h
        exact ⟨q, List.mem_cons_of_mem _ hq, e⟩

theorem val_constant [CommRing α] (x : Nat → α) (v : Nat → Nat) : ∀ t, val x 0 t = ((val (fun i => (v i : Int)) 0 t : Int) : α)
  | [] => Int.cast_zero.symm
  | (k, m) :: t => by
    rw [val, val, val_constant x v t, Int.cast_add, Int.cast_mul, show mono (fun i => (v i : Int)) m 0 = 1 from rfl, Int.cast_one]
    rfl

/-- Kronecker substitution: a polynomial over `ℤ` is zero if it is so at one point, where each variable is greater than
the sum of all coefficients can be at the ones before it. -/
theorem val_eq_zero [CommRing α] (x : Nat → α) (v : Nat → Nat) : ∀ n (t : Sum), (∀ i, i < n → size v i t < v i) →
    val (fun i => (v i : Int)) n t = 0 → val x n t = 0
  | 0, t, _, h => by rw [val_constant x v, h, Int.cast_zero]
  | n + 1, t, hv, h => by
    obtain ⟨K, hK⟩ := exponent_bound n t
    induction K generalizing t with
    | zero => match t, hK with
      | [], _ => rfl
      | p :: _, hK => exact absurd (hK p List.mem_cons_self) (Nat.not_lt_zero _)
    | succ K ih =>
      rw [val_split] at h ⊢
      have small : (val (fun i => (v i : Int)) n (low n t)).natAbs < v n :=
        Nat.lt_of_le_of_lt (Nat.le_trans (natAbs_val v n _) (size_low v n n t)) (hv n (Nat.lt_succ_self n))
      have zero : val (fun i => (v i : Int)) n (low n t) = 0 := by
        have dvd : (v n : Int) ∣ val (fun i => (v i : Int)) n (low n t) :=
          ⟨-val (fun i => (v i : Int)) (n + 1) (high n t), by grind⟩
        exact Int.eq_zero_of_dvd_of_natAbs_lt_natAbs dvd (by rwa [Int.natAbs_natCast])
      have rest : val (fun i => (v i : Int)) (n + 1) (high n t) = 0 := by
        rw [zero, Int.zero_add] at h
        rcases Int.mul_eq_zero.1 h with e | e
        · have : v n = 0 := Int.ofNat_eq_zero.1 e
          have := hv n (Nat.lt_succ_self n); omega
        · exact e
      rw [val_eq_zero x v n (low n t) (fun i hi => Nat.lt_of_le_of_lt (size_low v n i t) (hv i (Nat.lt_succ_of_lt hi))) zero,
        ih (high n t) (fun i hi => Nat.lt_of_le_of_lt (size_high v n i (Nat.le_of_lt_succ hi) t) (hv i hi)) rest fun p hp => by
          obtain ⟨q, hq, e⟩ := mem_high n hp
          have := hK q hq; omega,
        mul_zero, zero_add]
end
end RingIdentity
end
