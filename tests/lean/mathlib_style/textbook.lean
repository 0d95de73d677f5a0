theorem linarith_1 (x y : ℝ) (h₁ : 2 * x + y ≤ 4) (h₂ : x + 2 * y ≤ 5) : x + y ≤ 3 := by
  linarith

theorem linarith_2 (a b : ℝ) (h : a < b) : a < (a + b) / 2 ∧ (a + b) / 2 < b := by
  constructor <;> linarith

theorem linarith_3 (a b : ℝ) (h : ∀ ε > 0, a ≤ b + ε) : a ≤ b := by
  by_contra! hab
  have h' := h ((a - b) / 2) (by linarith)
  linarith

theorem nlinarith_1 (a b c : ℝ) : a * b + b * c + c * a ≤ a ^ 2 + b ^ 2 + c ^ 2 := by
  nlinarith [sq_nonneg (a - b), sq_nonneg (b - c), sq_nonneg (c - a)]

theorem nlinarith_2 (x y : ℝ) (hx : 0 < x) (hy : 0 < y) (h : x * y = 1) : 2 ≤ x + y := by
  by_contra! hlt
  have hs : 0 < 2 - (x + y) := sub_pos.mpr hlt
  nlinarith [sq_nonneg (x - y), mul_pos hx hs, mul_pos hy hs]

theorem nlinarith_3 (a b c d : ℝ) :
    (a * c + b * d) ^ 2 ≤ (a ^ 2 + b ^ 2) * (c ^ 2 + d ^ 2) := by
  nlinarith [sq_nonneg (a * d - b * c)]

theorem norm_num_1 : Nat.Prime 1009 := by
  norm_num

theorem norm_num_2 : ¬ (7 : ℤ) ∣ 100 ∧ Nat.gcd 84 30 = 6 ∧ (2 : ℚ) ^ (-3 : ℤ) = 1 / 8 := by
  refine ⟨?_, ?_, ?_⟩ <;> norm_num

theorem norm_num_3 : ∃ x : ℝ, x ^ 2 - 5 * x + 6 = 0 ∧ 2 < x := by
  use 3
  norm_num

theorem positivity_1 (x y : ℝ) : 0 ≤ x ^ 2 + y ^ 4 + |x * y| := by
  positivity

theorem positivity_2 (x : ℝ) (hx : 0 < x) : 0 < x / (1 + x ^ 2) + Real.exp x := by
  positivity

theorem positivity_3 (n : ℕ) : 0 < ∑ i ∈ Finset.range (n + 1), (1 : ℝ) / ((i : ℝ) + 1) := by
  apply Finset.sum_pos
  · intro i _
    positivity
  · exact ⟨0, by simp⟩

theorem field_simp_1 (x y : ℝ) (hx : x ≠ 0) (hy : y ≠ 0) :
    (x + y) ^ 2 / (x * y) = x / y + y / x + 2 := by
  field_simp
  ring

theorem field_simp_2 (n : ℕ) :
    1 / ((n : ℝ) + 1) - 1 / ((n : ℝ) + 2) = 1 / (((n : ℝ) + 1) * ((n : ℝ) + 2)) := by
  have h₁ : (n : ℝ) + 1 ≠ 0 := by positivity
  have h₂ : (n : ℝ) + 2 ≠ 0 := by positivity
  field_simp
  ring

theorem field_simp_3 (x : ℚ) (hx : x ≠ 0) (h : 1 / x = 2) : x = 1 / 2 := by
  field_simp at h
  linarith

theorem ring_1 (x : ℝ) (n : ℕ) : x ^ (n + 2) - x ^ n = x ^ n * (x - 1) * (x + 1) := by
  ring

theorem ring_2 (a b c : ℚ) :
    (a + b + c) ^ 2 = a ^ 2 + b ^ 2 + c ^ 2 + 2 * (a * b + b * c + c * a) := by
  ring

theorem ring_3 (m n : ℤ) (hm : ∃ a b : ℤ, m = a ^ 2 + b ^ 2)
    (hn : ∃ a b : ℤ, n = a ^ 2 + b ^ 2) : ∃ a b : ℤ, m * n = a ^ 2 + b ^ 2 := by
  obtain ⟨a, b, rfl⟩ := hm
  obtain ⟨c, d, rfl⟩ := hn
  exact ⟨a * c - b * d, a * d + b * c, by ring⟩

theorem linear_combination_1 (x y : ℚ) (h₁ : x + 2 * y = 7) (h₂ : 3 * x - y = 0) : x = 1 := by
  linear_combination (1 / 7) * h₁ + (2 / 7) * h₂

theorem linear_combination_2 (a b c : ℝ) (h : a + b + c = 0) :
    a ^ 3 + b ^ 3 + c ^ 3 = 3 * a * b * c := by
  linear_combination (a ^ 2 + b ^ 2 + c ^ 2 - a * b - b * c - c * a) * h

theorem linear_combination_3 : (1 + Complex.I) ^ 2 = 2 * Complex.I := by
  linear_combination Complex.I_sq

theorem interval_cases_1 (n : ℕ) (h₁ : 2 ≤ n) (h₂ : n ≤ 6) (h₃ : n ∣ 35) : n = 5 := by
  interval_cases n <;> omega

theorem interval_cases_2 (x : ℕ) : x ^ 2 ≠ 7 := by
  intro h
  have hx : x < 3 := by nlinarith
  interval_cases x <;> norm_num at h

theorem interval_cases_3 (n : ℤ) (h : n ^ 2 ≤ 4) : n ^ 5 - 5 * n ^ 3 + 4 * n = 0 := by
  have h₁ : -2 ≤ n := by nlinarith
  have h₂ : n ≤ 2 := by nlinarith
  interval_cases n <;> norm_num

theorem push_cast_1 (a b : ℕ) (h : b ≤ a) : (a - b) * (a + b) = a ^ 2 - b ^ 2 := by
  have h₂ : b ^ 2 ≤ a ^ 2 := Nat.pow_le_pow_left h 2
  zify [h, h₂]
  ring

theorem push_cast_2 (m n : ℕ) (h : (m : ℝ) + n = 7) : m + n = 7 := by
  exact_mod_cast h

theorem push_cast_3 (n : ℕ) : ((n * (n + 1) : ℕ) : ℚ) / 2 = ((n : ℚ) ^ 2 + n) / 2 := by
  push_cast
  ring

theorem gcongr_1 (a b c : ℝ) (hc : 0 ≤ c) (hab : a ≤ b) : c * a + 1 ≤ c * b + 1 := by
  gcongr

theorem gcongr_2 (x y : ℝ) (hx : 0 ≤ x) (hxy : x ≤ y) :
    x ^ 3 + Real.exp x ≤ y ^ 3 + Real.exp y := by
  gcongr

theorem gcongr_3 (x y : ℝ) (hx : 0 ≤ x) (hx₂ : x ≤ 2) (hy : 0 ≤ y) (hy₃ : y ≤ 3) :
    x ^ 2 * y + x ≤ 14 := by
  calc x ^ 2 * y + x ≤ 2 ^ 2 * 3 + 2 := by gcongr
    _ = 14 := by norm_num

theorem omega_1 (n : ℕ) (h : n % 4 = 3) : n % 2 = 1 ∧ (n + 1) / 4 * 4 = n + 1 := by
  omega

theorem omega_2 (n : ℕ) (hn : 8 ≤ n) : ∃ a b : ℕ, n = 3 * a + 5 * b := by
  obtain h | h | h : n % 3 = 0 ∨ n % 3 = 1 ∨ n % 3 = 2 := by omega
  · exact ⟨n / 3, 0, by omega⟩
  · exact ⟨(n - 10) / 3, 2, by omega⟩
  · exact ⟨(n - 5) / 3, 1, by omega⟩

theorem omega_3 (n : ℤ) : n ^ 2 % 4 = 0 ∨ n ^ 2 % 4 = 1 := by
  rcases Int.even_or_odd' n with ⟨k, rfl | rfl⟩
  · left
    rw [show (2 * k) ^ 2 = 4 * (k * k) by ring]
    omega
  · right
    rw [show (2 * k + 1) ^ 2 = 4 * (k * k + k) + 1 by ring]
    omega

theorem decide_1 : ¬ 7 ∣ 100 ∧ 100 % 7 = 2 := by
  decide

theorem decide_2 : ∀ n : ℕ, n < 8 → n * (n + 1) % 2 = 0 := by
  decide

theorem decide_3 : (Finset.filter (fun n => 3 ∣ n) (Finset.range 10)).card = 4 := by
  decide

theorem induction_1 (n : ℕ) : 2 * ∑ i ∈ Finset.range (n + 1), i = n * (n + 1) := by
  induction n with
  | zero => simp
  | succ n ih =>
    rw [Finset.sum_range_succ, mul_add, ih]
    ring

theorem induction_2 (n : ℕ) : (3 : ℤ) ∣ 4 ^ n - 1 := by
  induction n with
  | zero => simp
  | succ n ih =>
    obtain ⟨k, hk⟩ := ih
    exact ⟨4 * k + 1, by linear_combination 4 * hk⟩

theorem induction_3 (x : ℝ) (hx : -1 ≤ x) (n : ℕ) : 1 + n * x ≤ (1 + x) ^ n := by
  induction n with
  | zero => simp
  | succ n ih =>
    have hn : 0 ≤ (n : ℝ) * x ^ 2 := by positivity
    calc 1 + ((n + 1 : ℕ) : ℝ) * x = 1 + n * x + x := by push_cast; ring
      _ ≤ (1 + n * x) * (1 + x) := by nlinarith
      _ ≤ (1 + x) ^ n * (1 + x) := mul_le_mul_of_nonneg_right ih (by linarith)
      _ = (1 + x) ^ (n + 1) := (pow_succ _ _).symm

theorem primes_1 (p a : ℕ) (hp : p.Prime) (h : p ∣ a ^ 2) : p ∣ a :=
  hp.dvd_of_dvd_pow h

theorem primes_2 (p q n : ℕ) (hp : p.Prime) (hq : q.Prime) (hpq : p ≠ q)
    (h₁ : p ∣ n) (h₂ : q ∣ n) : p * q ∣ n := by
  have hcop : Nat.Coprime p q := (Nat.coprime_primes hp hq).mpr hpq
  exact hcop.mul_dvd_of_dvd_of_dvd h₁ h₂

theorem primes_3 (n : ℕ) : ∃ p : ℕ, n < p ∧ p.Prime ∧ (p = 2 ∨ p % 2 = 1) := by
  obtain ⟨p, hle, hp⟩ := Nat.exists_infinite_primes (n + 1)
  exact ⟨p, by omega, hp, hp.eq_two_or_odd⟩

theorem gcd_1 (n : ℕ) : Nat.gcd n (n + 1) = 1 := by
  have h₁ : Nat.gcd n (n + 1) ∣ n := Nat.gcd_dvd_left n (n + 1)
  have h₂ : Nat.gcd n (n + 1) ∣ n + 1 := Nat.gcd_dvd_right n (n + 1)
  exact Nat.dvd_one.mp ((Nat.dvd_add_right h₁).mp h₂)

theorem gcd_2 (a b c : ℕ) (hab : Nat.Coprime a b) (h : a ∣ b * c) : a ∣ c :=
  hab.dvd_of_dvd_mul_left h

theorem gcd_3 (a b x y d : ℤ) (h₁ : d ∣ a) (h₂ : d ∣ b) (h : a * x + b * y = 1) : d ∣ 1 := by
  rw [← h]
  exact dvd_add (h₁.mul_right x) (h₂.mul_right y)

theorem abs_1 : (fun x : ℝ => |x| * |x|) = fun x => x ^ 2 := by
  funext x
  rw [abs_mul_abs_self, sq]

theorem abs_2 (x : ℝ) (h : |x - 3| < 1) : 2 < x ∧ x < 4 := by
  obtain ⟨h₁, h₂⟩ := abs_lt.mp h
  constructor <;> linarith

theorem abs_3 (a b : ℝ) : max a b = (a + b + |a - b|) / 2 := by
  rcases le_total a b with h | h
  · rw [max_eq_right h, abs_of_nonpos (sub_nonpos.mpr h)]
    ring
  · rw [max_eq_left h, abs_of_nonneg (sub_nonneg.mpr h)]
    ring

theorem sqrt_1 : 1 < Real.sqrt 2 ∧ Real.sqrt 2 < 2 := by
  constructor
  · rw [Real.lt_sqrt (by norm_num)]
    norm_num
  · rw [Real.sqrt_lt' (by norm_num)]
    norm_num

theorem sqrt_2 (x y : ℝ) (hx : 0 ≤ x) (hy : 0 ≤ y) : Real.sqrt (x * y) ≤ (x + y) / 2 :=
  Real.sqrt_le_iff.mpr ⟨by positivity, by nlinarith [sq_nonneg (x - y)]⟩

theorem sqrt_3 (x : ℝ) (hx : 0 ≤ x) (h : √x = 3) : x = 9 := by
  have hsq : √x ^ 2 = x := Real.sq_sqrt hx
  rw [h] at hsq
  linarith

theorem explog_1 (x : ℝ) : Real.exp x * Real.exp (-x) = 1 := by
  rw [← Real.exp_add, add_neg_cancel, Real.exp_zero]

open Real in
theorem explog_2 (x : ℝ) (hx : 0 < x) : exp (2 * log x) = x ^ 2 := by
  rw [two_mul, Real.exp_add, Real.exp_log hx, sq]

theorem explog_3 (x : ℝ) (hx : 0 < x) : 1 - x⁻¹ ≤ Real.log x := by
  have h := Real.log_le_sub_one_of_pos (inv_pos.mpr hx)
  rw [Real.log_inv] at h
  linarith

theorem finset_1 (n : ℕ) : (∑ i ∈ Finset.range n, 2 ^ i) + 1 = 2 ^ n := by
  induction n with
  | zero => simp
  | succ n ih =>
    rw [Finset.sum_range_succ, pow_succ]
    omega

theorem finset_2 (f : ℕ → ℝ) (n : ℕ) :
    ∑ i ∈ Finset.range n, (f (i + 1) - f i) = f n - f 0 :=
  Finset.sum_range_sub f n

theorem finset_3 (x : ℕ) :
    x ∈ Finset.filter (fun n => n % 2 = 0) (Finset.range 10) ↔ x < 10 ∧ Even x := by
  rw [Finset.mem_filter, Finset.mem_range, Nat.even_iff]

theorem logic_1 : ¬ ∃ N : ℕ, ∀ n : ℕ, n ≤ N := by
  push_neg
  intro N
  exact ⟨N + 1, Nat.lt_add_one N⟩

theorem logic_2 : ∃! x : ℝ, 2 * x + 3 = 7 := by
  refine ⟨2, by norm_num, fun y hy => ?_⟩
  have h : 2 * y + 3 = 7 := hy
  linarith

theorem logic_3 (x : ℝ) (h : ∀ ε > 0, |x| < ε) : x = 0 := by
  contrapose! h
  exact ⟨|x|, abs_pos.mpr h, le_refl _⟩
