-- What the facts of MathlibAgreement use of Mathlib that the prelude lacks: classes above those it has, and lemmas.
universe u v
class Preorder (α : Type u) extends LE α, LT α
class LinearOrder (α : Type u) extends Preorder α, Max α, Min α
class AddGroup (α : Type u) extends Add α, Neg α
abbrev Semiring := Lean.Grind.Semiring
instance {α : Type u} : Coe (List α) (Multiset α) := ⟨Multiset.ofList⟩
theorem Multiset.mem_coe {α : Type u} {a : α} {l : List α} : a ∈ (l : Multiset α) ↔ a ∈ l := Iff.rfl
theorem Multiset.coe_nodup {α : Type u} {l : List α} : Multiset.Nodup (l : Multiset α) ↔ l.Nodup := Iff.rfl
theorem List.mem_toFinset {α : Type u} [DecidableEq α] {l : List α} {a : α} : a ∈ l.toFinset ↔ a ∈ l := Finset.mem_dedup
theorem Fintype.card_prod (α β : Type u) [Fintype α] [Fintype β] : Fintype.card (α × β) = Fintype.card α * Fintype.card β :=
  Finset.card_product _ _
instance {α : Type u} {β : Type v} : SProd (List α) (List β) (List (α × β)) := ⟨Finset.pairs⟩
infixl:68 " ⊔ " => max
theorem PNat.pow_coe (m : PNat) (n : ℕ) : PNat.val (m ^ n) = PNat.val m ^ n := rfl
theorem eq_zero_or_eq_zero_of_mul_eq_zero {α : Type u} [Semiring α] [NoZeroDivisors α] {a b : α} (h : a * b = 0) : a = 0 ∨ b = 0 :=
  mul_eq_zero.1 h
theorem Nat.ofDigits_cons {b d : ℕ} {l : List ℕ} : Nat.ofDigits b (d :: l) = d + b * Nat.ofDigits b l := rfl
theorem Rat.cast_def (q : ℚ) : (q : ℝ) = (q.num : ℝ) / (q.den : ℝ) := rfl
theorem NNReal.coe_sub_def {r p : NNReal ℝ} : NNReal.toReal (r - p) = max (NNReal.toReal r - NNReal.toReal p) 0 := rfl
theorem NNReal.coe_rpow (x : NNReal ℝ) (y : ℝ) : NNReal.toReal (x ^ y) = NNReal.toReal x ^ y := rfl
theorem Real.coe_sqrt {x : NNReal ℝ} : NNReal.toReal (NNReal.sqrt x) = Real.sqrt (NNReal.toReal x) := rfl
