"""Proofs of something else under the right name: the statement asked for is false, the theorem proved is true."""

from __future__ import annotations

from attack import ERRORS, MEANING, OTHER, SORRY, Source

PAIRS: dict[str, list[tuple[str, str, str]]] = {
    "another statement": [
        ("theorem t : 1 + 1 = 3", "theorem t : 1 + 1 = 2 := rfl", OTHER),
        ("theorem t (n : ℕ) : n = 2", "theorem t (n : ℕ) : n = n := rfl", OTHER),
        ("theorem t : ∀ n : ℕ, n < 0", "theorem t : ∀ n : ℕ, 0 ≤ n := fun n => n.zero_le", OTHER),
        ("theorem t (n : ℕ) : n < 5", "theorem t (n : ℕ) (h : n < 5) : n < 5 := h", OTHER),
        ("theorem t (n : ℕ) : n < 5", "theorem t (n : ℕ) [Inhabited (n < 5)] : n < 5 := default", OTHER),
        ("theorem t (n : ℕ) : n < 5", "theorem t (n : Fin 5) : n < 5 := n.isLt", f"{OTHER}|{ERRORS}"),
        ("theorem t (n : ℕ) : n < 5", "variable (n : ℕ) (h : n < 5)\ninclude h\ntheorem t : n < 5 := h", OTHER),
        ("theorem t (a b : ℤ) : a - b = b - a", "theorem t (a b : ℤ) (h : a = b) : a - b = b - a := by omega", OTHER),
        ("theorem t (a : ℕ) : a / 2 * 2 = a", "theorem t (a : ℚ) : a = a := rfl", OTHER),
        ("theorem t : False", "theorem t : ¬ False := id", OTHER),
        ("theorem t : False", "theorem t : True := trivial", OTHER),
        ("theorem t : False", "theorem t (h : False) : False := h", OTHER),
        ("theorem t : False", "theorem t {p : Prop} [h : Decidable p] : p ∨ ¬ p := Decidable.em p", OTHER),
        ("theorem t : ∃ n : ℕ, n < 0", "theorem t : ∃ n : ℤ, n < 0 := ⟨-1, by decide⟩", OTHER),
        ("theorem t (x : ℝ) : 0 < x ^ 2", "theorem t (x : ℝ) : 0 ≤ x ^ 2 := sq_nonneg x", OTHER),
        ("theorem t (x : ℝ) : 0 < x ^ 2", "theorem t {ℝ : Type} [OfNat ℝ 0] (x : ℝ) (h : x = x) : x = x := h", OTHER),
        ("theorem t (x : ℝ) : x = 0", "omit [OrderedField ℝ] in\ntheorem t (x : ℝ) : x = x := rfl", OTHER + "|omit"),
        ("theorem t (x : ℝ) : x = 0", "def ℝ := Unit\ntheorem t (x : _root_.ℝ) : x = () := rfl", f"{OTHER}|mismatch|section variable"),
        ("theorem t (x : ℝ) : x = x + 1", "variable {ℝ : Type} [Subsingleton ℝ] [Add ℝ] [OfNat ℝ 1]\ntheorem t (x : ℝ) : x = x + 1 := Subsingleton.elim _ _",
         OTHER),
        ("theorem t (x : ℝ) : x = x + 1", "notation \"ℝ\" => Fin 1\ntheorem t (x : ℝ) : x = x + 1 := Subsingleton.elim _ _", f"{OTHER}|[Aa]mbiguous"),
        ("theorem t (x : ℝ) : x = x + 1", "local notation \"ℝ\" => Unit\ntheorem t (x : ℝ) : x = () := rfl", f"{OTHER}|[Aa]mbiguous"),
        ("theorem t (x : ℝ) : x = x + 1", "end\ntheorem t (x : Unit) : x = () := rfl", f"{OTHER}|{ERRORS}|end"),
        ("theorem t.{u} (a : Type u) : Nonempty a", "theorem t.{u} (a : Sort (max 1 u)) (h : Nonempty a) : Nonempty a := h", OTHER),
        ("universe u\ntheorem t (a b : Type u) : a = b", "theorem t (a b : Unit) : a = b := rfl", OTHER),
        ("theorem t.{u, v} (a : Type u) (b : Type v) : Nonempty (a → b)", "theorem t.{v, u} (a : Type u) (b : Type v) (h : b) : Nonempty (a → b) := ⟨fun _ => h⟩",
         OTHER),
    ],
    "another name": [
        ("theorem t : False", "theorem T : True := trivial", "no theorem"),
        ("theorem t : False", "theorem t' : True := trivial", "no theorem"),
        ("theorem t : False", "theorem т : True := trivial", "no theorem|expected token"),
        ("theorem t : False", "namespace t\ntheorem t : True := trivial\nend t", "no theorem"),
        ("theorem t : False", "theorem x.t : True := trivial", "no theorem"),
        ("theorem a.b : False", "theorem «a.b» : True := trivial", "no theorem|not a theorem"),
        ("theorem t : False", "def t : True := trivial", "no theorem|not a theorem"),
        ("theorem t : False", "def t : Nat := 1\ntheorem u : True := trivial", "no theorem|not a theorem"),
        ("theorem t : False", "abbrev t := True\ntheorem u : True := trivial", "no theorem|not a theorem|not the one"),
        ("theorem t : False", "inductive t | a\ntheorem u : True := trivial", "no theorem|not a theorem"),
        ("theorem t : False", "axiom t : False\ntheorem u : True := trivial", "no theorem|not a theorem"),
        ("theorem t : False", "opaque t : True\ntheorem u : True := trivial", "no theorem|not a theorem|not the one"),
        ("theorem t : False", "private theorem t : True := trivial", "proves no theorem 't'"),
        ("theorem t : False", "example : True := trivial", "no theorem"),
    ],
    "other words": [
        ("def P := False\ntheorem t : P", "def P := True\ntheorem t : P := trivial", MEANING),
        ("def P : Prop := 1 = 2\ndef Q := P\ntheorem t : Q", "def P : Prop := 1 = 1\ndef Q := P\ntheorem t : Q := rfl", MEANING),
        ("def f (n : ℕ) := n + 1\ntheorem t : f 1 = 1", "def f (n : ℕ) := n\ntheorem t : f 1 = 1 := rfl", MEANING),
        ("abbrev N := Empty\ntheorem t : Nonempty N", "abbrev N := Unit\ntheorem t : Nonempty N := ⟨()⟩", MEANING),
        ("inductive T | a\ntheorem t : ∃ x y : T, x ≠ y", "inductive T | a | b\ntheorem t : ∃ x y : T, x ≠ y := ⟨.a, .b, by intro h; cases h⟩", MEANING),
        ("inductive T | a | b\ntheorem t : ∀ x y : T, x = y", "inductive T | a\ntheorem t : ∀ x y : T, x = y := by intro x y; cases x; cases y; rfl", MEANING),
        ("inductive T : Prop | a (h : False)\ntheorem t : T", "inductive T : Prop | a\ntheorem t : T := .a", MEANING),
        ("inductive T : ℕ → Prop | a : T 0\ntheorem t : T 1", "inductive T : ℕ → Prop | a (n : ℕ) : T n\ntheorem t : T 1 := .a 1", MEANING),
        ("inductive T (n : ℕ) : Prop | a (h : n = 0) : T n\ntheorem t : T 1", "inductive T : (n : ℕ) → Prop | a (h : 1 = 1) : T 1\ntheorem t : T 1 := .a rfl",
         MEANING),
        ("mutual\ninductive A | a (b : B)\ninductive B | b (a : A)\nend\ntheorem t : Nonempty A",
         "mutual\ninductive A | a (b : B)\ninductive B | b\nend\ntheorem t : Nonempty A := ⟨.a .b⟩", MEANING),
        ("structure S where\n  x : Fin 0\ntheorem t : Nonempty S", "structure S where\n  x : Fin 1\ntheorem t : Nonempty S := ⟨⟨0⟩⟩", MEANING),
        ("structure S where\n  x : ℕ\ntheorem t : S → False", "structure S where\n  x : ℕ\n  y : Fin 0\ntheorem t : S → False := fun s => s.y.elim0", MEANING),
        ("structure S where\n  x : ℕ\n  h : x < 0\ntheorem t : Nonempty S", "structure S where\n  x : ℕ\n  h : x < 1\ntheorem t : Nonempty S := ⟨⟨0, by decide⟩⟩", MEANING),
        ("class C (a : Type) where\n  c : a\n  h : c ≠ c\ntheorem t : Nonempty (C ℕ)", "class C (a : Type) where\n  c : a\n  h : c = c\ntheorem t : Nonempty (C ℕ) := ⟨⟨0, rfl⟩⟩", MEANING),
        ("opaque c : ℕ\ntheorem t : c = 5", "def c : ℕ := 5\ntheorem t : c = 5 := rfl", MEANING),
        ("opaque c : Fin 1\ntheorem t : c = 1", "opaque c : Fin 1 := 0\ndef x := 1\ntheorem t : c = c := rfl", f"{MEANING}|{OTHER}"),
        ("axiom c : ℕ\ntheorem t : c = 5", "def c : ℕ := 5\ntheorem t : c = 5 := rfl", MEANING),
        ("noncomputable instance : Add ℕ := ⟨fun a b => a * b⟩\ntheorem t : (1 : ℕ) + 1 = 2", "theorem t : (1 : ℕ) + 1 = 2 := rfl", OTHER),
        ("theorem t : (1 : ℕ) + 1 = 1", "noncomputable instance : Add ℕ := ⟨fun a b => a * b⟩\ntheorem t : (1 : ℕ) + 1 = 1 := rfl", OTHER),
        ("theorem t : (1 : ℕ) + 1 = 1", "@[local instance] noncomputable def fake : HAdd ℕ ℕ ℕ := ⟨fun a b => a * b⟩\ntheorem t : (1 : ℕ) + 1 = 1 := rfl", OTHER),
        ("theorem t : (2 : ℕ) ≤ 1", "instance (priority := high) : LE ℕ := ⟨fun _ _ => True⟩\ntheorem t : (2 : ℕ) ≤ 1 := trivial", OTHER),
        ("theorem t : (2 : ℕ) ≤ 1", "attribute [-instance] instLENat\ninstance : LE ℕ := ⟨fun _ _ => True⟩\ntheorem t : (2 : ℕ) ≤ 1 := trivial", f"{OTHER}|{ERRORS}"),
        ("theorem t : (2 : ℕ) = 3", "instance : OfNat ℕ 2 := ⟨3⟩\ntheorem t : (2 : ℕ) = 3 := rfl", OTHER),
        ("theorem t : (1 : ℤ) / 2 * 2 = 1", "instance : Div ℤ := ⟨fun a _ => a⟩\ninstance : Mul ℤ := ⟨fun a _ => a⟩\ntheorem t : (1 : ℤ) / 2 * 2 = 1 := rfl", OTHER),
        ("theorem t (x : ℕ) : (x : ℤ) = 0", "instance : NatCast ℤ := ⟨fun _ => 0⟩\ntheorem t (x : ℕ) : (x : ℤ) = 0 := rfl", f"{OTHER}|{ERRORS}"),
        ("theorem t : ¬ True", "instance : CoeSort Bool Prop := ⟨fun _ => True⟩\ntheorem t : !true := trivial", f"{OTHER}|{ERRORS}|."),
    ],
    "other notation": [
        ("theorem t : False", "notation \"False\" => True\ntheorem t : False := trivial", OTHER),
        ("theorem t : False", "macro \"False\" : term => `(True)\ntheorem t : False := trivial", OTHER),
        ("theorem t : False", "local notation \"False\" => True\ntheorem t : False := trivial", OTHER),
        ("theorem t : False", "namespace x\ndef False := True\ntheorem _root_.t : False := trivial\nend x", f"{OTHER}|no theorem"),
        ("theorem t : False", "def x.False := True\nopen x in\ntheorem t : False := trivial", f"{OTHER}|[Aa]mbiguous"),
        ("theorem t : False", "def x.False := True\nnamespace x\ntheorem _root_.t : False := trivial\nend x", f"{OTHER}|no theorem"),
        ("theorem t : False", "variable (False : Prop) (h : False)\ninclude h\ntheorem t : False := h", OTHER),
        ("theorem t : 1 + 1 = 3", "macro_rules | `($a + $b) => `($a * 3)\ntheorem t : 1 + 1 = 3 := rfl", OTHER),
        ("theorem t : 1 + 1 = 3", "notation:65 a \" + \" b => a * b + 2\ntheorem t : 1 + 1 = 1 * 1 + 2 := rfl", f"{OTHER}|[Aa]mbiguous|."),
        ("theorem t : 1 + 1 = 3", "infixl:65 \" + \" => fun _ _ => 3\ntheorem t : 1 + 1 = 3 := rfl", f"{OTHER}|[Aa]mbiguous"),
        ("theorem t : 1 + 1 = 3", "macro_rules | `($_ = $_) => `(True)\ntheorem t : 1 + 1 = 3 := trivial", OTHER),
        ("theorem t : 1 + 1 = 3", "infix:50 \" = \" => fun _ _ => True\ntheorem t : 1 + 1 = 3 := trivial", f"{OTHER}|[Aa]mbiguous|."),
        ("theorem t : 1 + 1 = 3", "infix:50 (priority := high) \" = \" => fun (_ _ : Nat) => True\ntheorem t : 1 + 1 = 3 := trivial", OTHER),
        ("theorem t : ∀ n : ℕ, n = 0", "macro_rules | `(∀ $x : $t, $p) => `(∃ $x:ident : $t, $p)\ntheorem t : ∀ n : ℕ, n = 0 := ⟨0, rfl⟩", f"{OTHER}|{ERRORS}|."),
        ("theorem t : ∀ n : ℕ, n = 0", "notation \"ℕ\" => Fin 1\ntheorem t : ∀ n : ℕ, n = 0 := by decide", f"{OTHER}|[Aa]mbiguous"),
        ("theorem t : ∀ n : ℕ, n = 0", "local notation (priority := high) \"ℕ\" => Fin 1\ntheorem t : ∀ n : ℕ, n = 0 := by decide", OTHER),
        ("theorem t : Nat.Prime 4", "def Nat.Prime (n : ℕ) : Prop := True\ntheorem t : Nat.Prime 4 := trivial", f"already been declared|{ERRORS}"),
        ("theorem t : Nat.Prime 4", "def x.Nat.Prime (n : ℕ) : Prop := True\nnamespace x\ntheorem _root_.t : Nat.Prime 4 := trivial\nend x", f"{OTHER}|no theorem"),
        ("theorem t : Nat.Prime 4", "namespace Nat\nlocal notation \"Nat.Prime\" => fun (_ : ℕ) => True\nend Nat\ntheorem t : Nat.Prime 4 := by decide", "."),
        ("open Nat\ntheorem t : 3 ! = 5", "local notation:10000 n \"!\" => n + 2\ntheorem t : 3 ! = 5 := rfl", f"{OTHER}|[Aa]mbiguous"),
        ("theorem t : |(-1 : ℤ)| = -1", "macro:max (priority := high) atomic(\"|\" noWs) a:term noWs \"|\" : term => `($a)\ntheorem t : |(-1 : ℤ)| = -1 := rfl", OTHER),
        ("theorem t : ¬ 1 = 1", "notation \"¬\" p => p\ntheorem t : ¬ 1 = 1 := rfl", f"{OTHER}|[Aa]mbiguous|."),
        ("theorem t (p q : Prop) : p ∧ q", "notation:35 p \" ∧ \" q => p → q → p\ntheorem t (p q : Prop) : p ∧ q := fun h _ => h", f"{OTHER}|[Aa]mbiguous|."),
        ("section\nlocal notation \"P\" => True\ntheorem a : P := trivial\nend\ndef P := False\ntheorem t : P",
         "section\nlocal notation \"P\" => True\ntheorem t : P := trivial\nend", OTHER),
        ("section\nlocal notation \"P\" => True\ntheorem a : P := trivial\nend\nabbrev P := 1 = 2\ntheorem t : P",
         "local notation \"P\" => True\ntheorem a : P := trivial\ntheorem t : P := trivial", OTHER),
    ],
}  # fmt: skip


def attacks() -> list[Source]:
    found = []
    for family, pairs in PAIRS.items():
        for statement, proof, reason in pairs:
            found.append(Source(family, proof, reason, f"{statement} := by sorry"))
    found += [
        Source(
            "another statement",
            f"theorem t : {true} := by simp",
            f"{OTHER}|{ERRORS}|{SORRY}",
            f"theorem t : {false} := by sorry",
        )
        for true, false in [("(2 : ℕ) - 3 = 0", "(2 : ℤ) - 3 = 0"), ("(1 : ℕ) / 2 = 0", "(1 : ℚ) / 2 = 0"), ("2 ∣ 4", "4 ∣ 2")]
    ]
    return found
