import Prelude.Positivity

/-! Divisibility in a ring, primes without end, and sums and absolute values: Mathlib's lemmas under its names. -/

set_option linter.unusedSectionVars false

section
open Lean.Grind

/-- `a ∣ b` means what it means in Mathlib's commutative monoids: part of their definition there. -/
class LawfulDvd (α : Type u) [Semiring α] [Dvd α] : Prop where
  dvd_iff : ∀ {a b : α}, a ∣ b ↔ ∃ c, b = a * c

instance : LawfulDvd Nat := ⟨Iff.rfl⟩
instance : LawfulDvd Int := ⟨Iff.rfl⟩

section
variable {α : Type u} [CommSemiring α] [Dvd α] [LawfulDvd α] {a b c d : α}
theorem dvd_iff_exists_eq_mul_left : a ∣ b ↔ ∃ c, b = c * a := by
  rw [LawfulDvd.dvd_iff]; exact ⟨fun ⟨c, h⟩ => ⟨c, by rw [h, mul_comm]⟩, fun ⟨c, h⟩ => ⟨c, by rw [h, mul_comm]⟩⟩
theorem dvd_iff_exists_eq_mul_right : a ∣ b ↔ ∃ c, b = a * c := LawfulDvd.dvd_iff
theorem Dvd.intro (k : α) (h : a * k = b) : a ∣ b := LawfulDvd.dvd_iff.2 ⟨k, h.symm⟩
theorem Dvd.intro_left (k : α) (h : k * a = b) : a ∣ b := dvd_iff_exists_eq_mul_left.2 ⟨k, h.symm⟩
theorem dvd_def : a ∣ b ↔ ∃ c, b = a * c := LawfulDvd.dvd_iff
@[simp] theorem dvd_refl (a : α) : a ∣ a := Dvd.intro 1 (mul_one a)
theorem dvd_rfl : a ∣ a := dvd_refl a
theorem dvd_trans (h : a ∣ b) (k : b ∣ c) : a ∣ c := by
  obtain ⟨x, rfl⟩ := LawfulDvd.dvd_iff.1 h
  obtain ⟨y, rfl⟩ := LawfulDvd.dvd_iff.1 k
  exact Dvd.intro (x * y) (by rw [mul_assoc])
theorem Dvd.dvd.trans (h : a ∣ b) (k : b ∣ c) : a ∣ c := dvd_trans h k
@[simp] theorem dvd_zero (a : α) : a ∣ 0 := Dvd.intro 0 (mul_zero a)
@[simp] theorem one_dvd (a : α) : 1 ∣ a := Dvd.intro a (one_mul a)
@[simp] theorem zero_dvd_iff : 0 ∣ a ↔ a = 0 :=
  ⟨fun h => by obtain ⟨x, rfl⟩ := LawfulDvd.dvd_iff.1 h; exact zero_mul x, fun h => h ▸ dvd_refl _⟩
@[simp] theorem dvd_mul_right (a b : α) : a ∣ a * b := Dvd.intro b rfl
@[simp] theorem dvd_mul_left (a b : α) : a ∣ b * a := Dvd.intro b (mul_comm a b)
theorem dvd_mul_of_dvd_left (h : a ∣ b) (c : α) : a ∣ b * c := dvd_trans h (dvd_mul_right b c)
theorem dvd_mul_of_dvd_right (h : a ∣ b) (c : α) : a ∣ c * b := dvd_trans h (dvd_mul_left b c)
theorem Dvd.dvd.mul_right (h : a ∣ b) (c : α) : a ∣ b * c := dvd_mul_of_dvd_left h c
theorem Dvd.dvd.mul_left (h : a ∣ b) (c : α) : a ∣ c * b := dvd_mul_of_dvd_right h c
theorem mul_dvd_mul (h : a ∣ b) (k : c ∣ d) : a * c ∣ b * d := by
  obtain ⟨x, rfl⟩ := LawfulDvd.dvd_iff.1 h
  obtain ⟨y, rfl⟩ := LawfulDvd.dvd_iff.1 k
  exact Dvd.intro (x * y) (by rw [mul_assoc, mul_left_comm c, ← mul_assoc])
theorem mul_dvd_mul_left (a : α) (h : b ∣ c) : a * b ∣ a * c := mul_dvd_mul (dvd_refl a) h
theorem mul_dvd_mul_right (h : a ∣ b) (c : α) : a * c ∣ b * c := mul_dvd_mul h (dvd_refl c)
theorem dvd_of_mul_right_dvd (h : a * b ∣ c) : a ∣ c := dvd_trans (dvd_mul_right a b) h
theorem dvd_of_mul_left_dvd (h : a * b ∣ c) : b ∣ c := dvd_trans (dvd_mul_left b a) h
theorem dvd_add (h : a ∣ b) (k : a ∣ c) : a ∣ b + c := by
  obtain ⟨x, rfl⟩ := LawfulDvd.dvd_iff.1 h
  obtain ⟨y, rfl⟩ := LawfulDvd.dvd_iff.1 k
  exact Dvd.intro (x + y) (mul_add a x y)
theorem dvd_pow {n : Nat} (h : a ∣ b) (k : n ≠ 0) : a ∣ b ^ n := by
  cases n with
  | zero => exact absurd rfl k
  | succ n => rw [pow_succ]; exact h.mul_left _
theorem dvd_pow_self {n : Nat} (a : α) (h : n ≠ 0) : a ∣ a ^ n := dvd_pow (dvd_refl a) h
theorem pow_dvd_pow {m n : Nat} (a : α) (h : m ≤ n) : a ^ m ∣ a ^ n := by
  obtain ⟨d, rfl⟩ := Nat.exists_eq_add_of_le h
  rw [pow_add]; exact dvd_mul_right _ _
theorem pow_dvd_pow_of_dvd (h : a ∣ b) (n : Nat) : a ^ n ∣ b ^ n := by
  obtain ⟨x, rfl⟩ := LawfulDvd.dvd_iff.1 h
  rw [mul_pow]; exact dvd_mul_right _ _
end

section
variable {α : Type u} [CommRing α] [Dvd α] [LawfulDvd α] {a b c : α}
theorem dvd_neg : a ∣ -b ↔ a ∣ b := by
  constructor <;> intro h <;> obtain ⟨x, e⟩ := LawfulDvd.dvd_iff.1 h
  · exact Dvd.intro (-x) (by rw [mul_neg, ← e, neg_neg])
  · exact Dvd.intro (-x) (by rw [mul_neg, ← e])
theorem neg_dvd : -a ∣ b ↔ a ∣ b := by
  constructor <;> intro h <;> obtain ⟨x, e⟩ := LawfulDvd.dvd_iff.1 h
  · exact Dvd.intro (-x) (by rw [mul_neg, e, neg_mul])
  · exact Dvd.intro (-x) (by rw [mul_neg, e, neg_mul, neg_neg])
theorem dvd_sub (h : a ∣ b) (k : a ∣ c) : a ∣ b - c := by rw [sub_eq_add_neg]; exact dvd_add h (dvd_neg.2 k)
theorem dvd_add_right (h : a ∣ b) : a ∣ b + c ↔ a ∣ c :=
  ⟨fun k => by have := dvd_sub k h; rwa [show b + c - b = c by grind] at this, dvd_add h⟩
theorem dvd_add_left (h : a ∣ c) : a ∣ b + c ↔ a ∣ b :=
  ⟨fun k => by have := dvd_sub k h; rwa [show b + c - c = b by grind] at this, fun k => dvd_add k h⟩
theorem dvd_sub_comm : a ∣ b - c ↔ a ∣ c - b := by rw [← dvd_neg, show -(b - c) = c - b by grind]
theorem sub_dvd_pow_sub_pow (x y : α) : ∀ n : Nat, x - y ∣ x ^ n - y ^ n
  | 0 => by rw [pow_zero, pow_zero, sub_self]; exact dvd_zero _
  | n + 1 => by
    rw [pow_succ, pow_succ, show x ^ n * x - y ^ n * y = (x ^ n - y ^ n) * x + y ^ n * (x - y) by grind]
    exact dvd_add ((sub_dvd_pow_sub_pow x y n).mul_right x) (dvd_mul_left _ _)
end

section
variable {α : Type u} [Lean.Grind.CommRing α] [LE α] [LT α] [Std.LawfulOrderLT α] [Std.IsLinearOrder α] [OrderedRing α]
  [Min α] [Max α] [LawfulMinMax α] {a b : α}
@[simp] theorem abs_mul_abs_self (a : α) : abs a * abs a = a * a := by rw [← pow_two, ← pow_two]; exact sq_abs a
theorem abs_mul_self (a : α) : abs (a * a) = a * a := abs_of_nonneg (mul_self_nonneg a)
@[simp] theorem abs_sq (a : α) : abs (a ^ 2) = a ^ 2 := abs_of_nonneg (sq_nonneg a)
theorem abs_sub_abs_le_abs_sub (a b : α) : abs a - abs b ≤ abs (a - b) := by
  have := abs_add_le (a - b) b; rw [sub_add_cancel] at this; grind
theorem abs_pow [NoZeroDivisors α] (a : α) : ∀ n : Nat, abs (a ^ n) = abs a ^ n
  | 0 => by rw [pow_zero, pow_zero, abs_one]
  | n + 1 => by rw [pow_succ, pow_succ, abs_mul, abs_pow a n]
theorem sq_lt_sq' (h : -b < a) (k : a < b) : a ^ 2 < b ^ 2 := by
  have := mul_pos (sub_pos.2 k) (show 0 < a + b by grind); grind
theorem sq_le_sq' (h : -b ≤ a) (k : a ≤ b) : a ^ 2 ≤ b ^ 2 := by
  have := mul_nonneg (sub_nonneg.2 k) (show 0 ≤ a + b by grind); grind
theorem abs_le_of_sq_le_sq (h : a ^ 2 ≤ b ^ 2) (k : 0 ≤ b) : abs a ≤ b := le_of_sq_le_sq (by rw [sq_abs]; exact h) k
theorem sq_le_sq : a ^ 2 ≤ b ^ 2 ↔ abs a ≤ abs b :=
  ⟨fun h => le_of_sq_le_sq (by rw [sq_abs, sq_abs]; exact h) (abs_nonneg b), fun h => by
    rw [← sq_abs a, ← sq_abs b]; exact pow_le_pow_left₀ (abs_nonneg a) h 2⟩
theorem sq_lt_sq : a ^ 2 < b ^ 2 ↔ abs a < abs b := by rw [← not_le, ← not_le, sq_le_sq]
theorem sq_eq_sq_iff_abs_eq_abs (a b : α) : a ^ 2 = b ^ 2 ↔ abs a = abs b :=
  ⟨fun h => le_antisymm (sq_le_sq.1 (le_of_eq h)) (sq_le_sq.1 (ge_of_eq h)), fun h => by rw [← sq_abs a, h, sq_abs]⟩
end

theorem sq_eq_sq_iff_eq_or_eq_neg {α : Type u} [CommRing α] [NoZeroDivisors α] {a b : α} : a ^ 2 = b ^ 2 ↔ a = b ∨ a = -b := by
  constructor
  · intro h
    have k : (a - b) * (a + b) = 0 := by grind
    rcases mul_eq_zero.1 k with k | k
    · exact .inl (sub_eq_zero.1 k)
    · exact .inr (by grind)
  · rintro (h | h) <;> rw [h]; exact neg_sq b
theorem sq_eq_zero_iff {α : Type u} [Semiring α] [NoZeroDivisors α] {a : α} : a ^ 2 = 0 ↔ a = 0 := pow_eq_zero_iff (by decide)

namespace Finset
variable {ι : Type v} {s : Finset ι}
theorem sum_pos {α : Type u} [Lean.Grind.CommSemiring α] [LE α] [LT α] [Std.LawfulOrderLT α] [Std.IsLinearOrder α] [IsStrictOrderedRing α]
    {f : ι → α} (h : ∀ i, i ∈ s → 0 < f i) (hs : s.Nonempty) : 0 < s.sum f := by
  obtain ⟨j, hj⟩ := hs
  rcases s with ⟨⟨l⟩, hl⟩
  replace h : ∀ i, i ∈ l → 0 < f i := h
  replace hj : j ∈ l := hj
  show 0 < l.foldr _ _
  clear hl
  have all : ∀ l : List ι, (∀ i, i ∈ l → 0 < f i) → 0 ≤ l.foldr (fun a r => f a + r) 0 := fun l => by
    induction l with
    | nil => intro _; exact le_rfl
    | cons a l ih => intro h; exact add_nonneg (le_of_lt (h a List.mem_cons_self)) (ih fun i hi => h i (List.mem_cons_of_mem a hi))
  cases l with
  | nil => exact absurd hj List.not_mem_nil
  | cons a l => exact add_pos_of_pos_of_nonneg (h a List.mem_cons_self) (all l fun i hi => h i (List.mem_cons_of_mem a hi))
theorem sum_range_sub {α : Type u} [CommRing α] (f : Nat → α) (n : Nat) : (range n).sum (fun i => f (i + 1) - f i) = f n - f 0 := by
  induction n with
  | zero => rw [sum_range_zero, sub_self]
  | succ n ih => rw [sum_range_succ, ih]; grind
theorem sum_range_sub' {α : Type u} [CommRing α] (f : Nat → α) (n : Nat) : (range n).sum (fun i => f i - f (i + 1)) = f 0 - f n := by
  induction n with
  | zero => rw [sum_range_zero, sub_self]
  | succ n ih => rw [sum_range_succ, ih]; grind
end Finset

namespace Nat
theorem exists_prime_and_dvd {n : Nat} (h : n ≠ 1) : ∃ p, Nat.Prime p ∧ p ∣ n := by
  rcases Nat.eq_zero_or_pos n with rfl | pos
  · exact ⟨2, prime_two, Nat.dvd_zero 2⟩
  induction n using Nat.strongRecOn with
  | ind n ih =>
    by_cases hp : Nat.Prime n
    · exact ⟨n, hp, Nat.dvd_refl n⟩
    · have : ∃ m, m ∣ n ∧ m ≠ 1 ∧ m ≠ n := Classical.byContradiction fun k => hp ⟨by omega, fun m hm =>
        Classical.byContradiction fun l => k ⟨m, hm, fun e => l (.inl e), fun e => l (.inr e)⟩⟩
      obtain ⟨m, hm, h1, hn⟩ := this
      have hle := Nat.le_of_dvd pos hm
      have hpos : 0 < m := Nat.pos_of_dvd_of_pos hm pos
      obtain ⟨p, hp, hd⟩ := ih m (by omega) h1 hpos
      exact ⟨p, hp, Nat.dvd_trans hd hm⟩
theorem exists_infinite_primes (n : Nat) : ∃ p, n ≤ p ∧ Nat.Prime p := by
  obtain ⟨p, hp, hd⟩ := exists_prime_and_dvd (n := Nat.factorial n + 1) (by have := factorial_pos n; omega)
  refine ⟨p, ?_, hp⟩
  refine Nat.le_of_not_lt fun l => hp.ne_one (Nat.dvd_one.1 ?_)
  exact (Nat.dvd_add_right (dvd_factorial hp.pos (Nat.le_of_lt l))).1 hd
theorem coprime_primes {p q : Nat} (hp : Nat.Prime p) (hq : Nat.Prime q) : Nat.Coprime p q ↔ p ≠ q := by
  rw [hp.coprime_iff_not_dvd]
  exact ⟨fun h e => h (e ▸ Nat.dvd_refl p), fun h d => h (hp.eq_of_dvd hq d)⟩
theorem even_or_odd (n : Nat) : Even n ∨ Odd n := by
  rw [Nat.even_iff, Nat.odd_iff]; omega
theorem even_or_odd' (n : Nat) : ∃ k, n = 2 * k ∨ n = 2 * k + 1 := ⟨n / 2, by omega⟩
theorem not_even_iff_odd {n : Nat} : ¬Even n ↔ Odd n := by rw [Nat.even_iff, Nat.odd_iff]; omega
theorem not_odd_iff_even {n : Nat} : ¬Odd n ↔ Even n := by rw [Nat.even_iff, Nat.odd_iff]; omega
end Nat
namespace Int
theorem even_or_odd (n : Int) : Even n ∨ Odd n := by
  rw [Int.even_iff, Int.odd_iff]; omega
theorem even_or_odd' (n : Int) : ∃ k, n = 2 * k ∨ n = 2 * k + 1 := ⟨n / 2, by omega⟩
theorem not_even_iff_odd {n : Int} : ¬Even n ↔ Odd n := by rw [Int.even_iff, Int.odd_iff]; omega
theorem not_odd_iff_even {n : Int} : ¬Odd n ↔ Even n := by rw [Int.even_iff, Int.odd_iff]; omega
end Int
end
