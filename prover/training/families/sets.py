"""Sets: identities, membership, images, least and greatest elements, solution sets."""

from __future__ import annotations

from prover.training.families.base import Draw, family, linear_form, polynomial


def names(d: Draw) -> list[str]:
    return list(d.choice(("ABC", "STU", "XYZ", "stu")))


@family("sets", 1.5)
def set_identity(d: Draw):
    """An identity or inclusion between unions, intersections and differences."""
    a, b, c = names(d)
    x = d.choice("xyz") if a != "X" else "x"
    finite = d.random() < 0.2
    identities = (
        (f"{a} ∩ ({b} ∪ {c})", f"({a} ∩ {b}) ∪ ({a} ∩ {c})"), (f"{a} ∪ ({b} ∩ {c})", f"({a} ∪ {b}) ∩ ({a} ∪ {c})"),
        (f"{a} \\ ({b} ∪ {c})", f"({a} \\ {b}) ∩ ({a} \\ {c})"), (f"{a} \\ ({b} ∩ {c})", f"({a} \\ {b}) ∪ ({a} \\ {c})"),
        (f"({a} ∪ {b}) \\ {c}", f"({a} \\ {c}) ∪ ({b} \\ {c})"), (f"({a} \\ {b}) \\ {c}", f"{a} \\ ({b} ∪ {c})"),
        (f"{a} ∩ ({b} \\ {c})", f"({a} ∩ {b}) \\ {c}"), (f"{a} ∩ {b} ∩ {c}", f"{c} ∩ {b} ∩ {a}"),
    )
    left, right = d.choice(identities)
    if d.random() < 0.3:
        left, right = right, left
    if finite:
        return f"({a} {b} {c} : Finset ℕ) : {left} = {right}", [[f"ext {x}", "simp", "tauto"], [f"ext {x}", "simp", "grind"]]
    type_, var = d.choice((("α", "{α : Type} "), ("ℕ", ""), ("ℝ", "")))
    head = f"{var}({a} {b} {c} : Set {type_})"
    if d.random() < 0.3:
        h = f"h{x}"
        return f"{head} : {left} ⊆ {right}", [[f"intro {x} {h}", f"simp at {h} ⊢", "tauto"], [f"intro {x} {h}", "simp at *", "grind"]]
    return f"{head} : {left} = {right}", [[f"ext {x}", "simp", "tauto"], [f"ext {x}", "simp only [Set.mem_inter_iff, Set.mem_union, Set.mem_diff]", "tauto"]]


@family("sets", 1.5)
def inclusion_reasoning(d: Draw):
    """Consequences of inclusions and of membership."""
    a, b, c = names(d)
    h, k, g = d.hypotheses(3)
    head = f"{{α : Type}} ({a} {b} {c} : Set α)"
    two = f"{{α : Type}} ({a} {b} : Set α)"
    one = f"{{α β : Type}} (f : α → β) ({a} {b} : Set α)"
    laws = (
        (f"{head} ({h} : {a} ⊆ {b}) ({k} : {b} ⊆ {c}) : {a} ⊆ {c}", [f"intro x {g}", f"exact {k} ({h} {g})"]),
        (f"{two} ({h} : {a} ⊆ {b}) : {a} ∩ {b} = {a}", ["ext x", "constructor", f"intro {k}", f"exact {k}.1", f"intro {k}", f"exact ⟨{k}, {h} {k}⟩"]),
        (f"{two} ({h} : {a} ⊆ {b}) : {a} ∪ {b} = {b}",
         ["ext x", "constructor", f"rintro ({k} | {k})", f"exact {h} {k}", f"exact {k}", f"intro {k}", f"exact Or.inr {k}"]),
        (f"{two} ({h} : {a} ∪ {b} = {b}) : {a} ⊆ {b}", [f"intro x {k}", f"rw [← {h}]", f"exact Or.inl {k}"]),
        (f"{two} ({h} : {a} ∩ {b} = {a}) : {a} ⊆ {b}", [f"intro x {k}", f"rw [← {h}] at {k}", f"exact {k}.2"]),
        (f"{head} ({h} : {a} ⊆ {c}) ({k} : {b} ⊆ {c}) : {a} ∪ {b} ⊆ {c}", [f"rintro x ({g} | {g})", f"exact {h} {g}", f"exact {k} {g}"]),
        (f"{head} ({h} : {a} ⊆ {b}) ({k} : {a} ⊆ {c}) : {a} ⊆ {b} ∩ {c}", [f"intro x {g}", f"exact ⟨{h} {g}, {k} {g}⟩"]),
        (f"{head} ({h} : {a} ⊆ {b}) : {a} \\ {c} ⊆ {b} \\ {c}", [f"intro x {g}", f"exact ⟨{h} {g}.1, {g}.2⟩"]),
        (f"{two} ({h} : {a} ⊆ {b}) ({k} : {b} ⊆ {a}) : {a} = {b}", [f"exact Set.Subset.antisymm {h} {k}"]),
        (f"{one} ({h} : {a} ⊆ {b}) : f '' {a} ⊆ f '' {b}", [f"rintro y ⟨x, {k}, rfl⟩", f"exact ⟨x, {h} {k}, rfl⟩"]),
        (f"{one} : f '' ({a} ∪ {b}) = f '' {a} ∪ f '' {b}",
         ["ext y", "constructor", f"rintro ⟨x, {k} | {k}, rfl⟩", f"exact Or.inl ⟨x, {k}, rfl⟩", f"exact Or.inr ⟨x, {k}, rfl⟩",
          f"rintro (⟨x, {k}, rfl⟩ | ⟨x, {k}, rfl⟩)", f"exact ⟨x, Or.inl {k}, rfl⟩", f"exact ⟨x, Or.inr {k}, rfl⟩"]),
        (f"{one} : f '' ({a} ∩ {b}) ⊆ f '' {a} ∩ f '' {b}", [f"rintro y ⟨x, {k}, rfl⟩", f"exact ⟨⟨x, {k}.1, rfl⟩, ⟨x, {k}.2, rfl⟩⟩"]),
        (f"{{α β : Type}} (f : α → β) ({a} : Set α) : {a} ⊆ f ⁻¹' (f '' {a})", [f"intro x {k}", f"exact ⟨x, {k}, rfl⟩"]),
        (f"{{α β : Type}} (f : α → β) ({b} : Set β) : f '' (f ⁻¹' {b}) ⊆ {b}", [f"rintro y ⟨x, {k}, rfl⟩", f"exact {k}"]),
    )
    statement, script = d.choice(laws)
    return statement, [script]


@family("sets", 2)
def solution_set(d: Draw):
    """The solution set of a quadratic equation, a bounded condition or an absolute value."""
    x, (h, k) = d.choice("xtna"), d.hypotheses(2)
    kind = d.randint(0, 3)
    r, s = sorted(d.sample(range(-9, 13), 2))
    def minus(v: int) -> str:
        return linear_form([(1, x), (-v, "")])
    if kind == 0:
        number = d.choice("ℝℝℤ")
        law = polynomial([1, -(r + s), r * s], x)
        fact = f"have {k} : ({minus(r)}) * ({minus(s)}) = 0 := by linarith"
        return f": {{{x} : {number} | {law} = 0}} = {{{r}, {s}}}", [
            [f"ext {x}", "simp only [Set.mem_setOf_eq, Set.mem_insert_iff, Set.mem_singleton_iff]", "constructor", f"intro {h}", fact,
             f"rcases mul_eq_zero.mp {k} with {k} | {k}", "left; linarith", "right; linarith", "rintro (rfl | rfl) <;> norm_num"]]
    if kind == 1:
        low, m = d.randint(1, 20), d.randint(3, 9)
        high = low + d.randint(m, 3 * m)
        values = [v for v in range(low, high + 1) if v % m == 0]
        if not values:
            return solution_set.make(d)
        return f": {{{x} : ℕ | {low} ≤ {x} ∧ {x} ≤ {high} ∧ {m} ∣ {x}}} = {{{', '.join(map(str, values))}}}", [
            [f"ext {x}", "simp only [Set.mem_setOf_eq, Set.mem_insert_iff, Set.mem_singleton_iff]", "omega"]]
    if kind == 2:
        c, r = d.randint(1, 9), d.randint(1, 9)
        return f": {{{x} : ℝ | |{x} - {c}| ≤ {r}}} = Set.Icc ({c - r}) {c + r}", [
            [f"ext {x}", "simp only [Set.mem_setOf_eq, Set.mem_Icc, abs_le]", "constructor", f"rintro ⟨{h}, {k}⟩", "constructor <;> linarith",
             f"rintro ⟨{h}, {k}⟩", "constructor <;> linarith"],
            [f"ext {x}", "simp only [Set.mem_setOf_eq, Set.mem_Icc, abs_le]", "grind"]]
    a, b, c = d.randint(2, 9), d.randint(-9, 9), d.randint(-9, 9)
    c = b + a * c
    return f": {{{x} : ℝ | {linear_form([(a, x), (b, '')])} ≤ {c}}} = Set.Iic ({(c - b) // a})", [
        [f"ext {x}", "simp only [Set.mem_setOf_eq, Set.mem_Iic]", f"constructor <;> intro {h} <;> linarith"]]


@family("sets", 2)
def extreme_element(d: Draw):
    """IsLeast and IsGreatest of a set, with the element where it is reached."""
    x, (h, k) = d.choice("xnyt"), d.hypotheses(2)
    kind = d.randint(0, 4)
    a, b, c = d.randint(1, 6), d.randint(-6, 6), d.randint(-9, 20)
    if kind == 0:
        number = d.choice("ℝℝℤ")
        y = "y" if x != "y" else "z"
        law = polynomial([1, -2 * b, b * b + c], x)
        if d.random() < 0.5:
            return f": IsLeast {{{y} : {number} | ∃ {x}, {y} = {law}}} {c}" if c >= 0 else f": IsLeast {{{y} : {number} | ∃ {x}, {y} = {law}}} ({c})", [
                ["constructor", f"exact ⟨{b}, by norm_num⟩", f"rintro {y} ⟨{x}, rfl⟩", f"nlinarith [sq_nonneg ({linear_form([(1, x), (-b, '')])})]"]]
        law = polynomial([-1, 2 * b, c - b * b], x)
        return f": IsGreatest {{{y} : {number} | ∃ {x}, {y} = {law}}} ({c})", [
            ["constructor", f"exact ⟨{b}, by norm_num⟩", f"rintro {y} ⟨{x}, rfl⟩", f"nlinarith [sq_nonneg ({linear_form([(1, x), (-b, '')])})]"]]
    m, n = d.sample(range(2, 13), 2)
    if kind == 1:
        r, s = d.randint(0, m - 1), d.randint(0, n - 1)
        found = next((v for v in range(1, m * n + 1) if v % m == r and v % n == s), None)
        if found is None:
            return extreme_element.make(d)
        return f": IsLeast {{{x} : ℕ | 0 < {x} ∧ {x} % {m} = {r} ∧ {x} % {n} = {s}}} {found}", [
            ["constructor", "norm_num", f"rintro {x} ⟨h1, h2, h3⟩", "omega"], ["refine ⟨by norm_num, ?_⟩", f"rintro {x} ⟨h1, h2, h3⟩", "omega"]]
    if kind == 2:
        top = d.randint(50, 999)
        found = max(v for v in range(top) if v % m == 0)
        return f": IsGreatest {{{x} : ℕ | {m} ∣ {x} ∧ {x} < {top}}} {found}", [
            ["constructor", "norm_num", f"rintro {x} ⟨h1, h2⟩", "omega"], ["refine ⟨⟨by norm_num, by norm_num⟩, ?_⟩", f"rintro {x} ⟨h1, h2⟩", "omega"]]
    S, u = d.choice((("S", "u"), ("S", "k"), ("A", "m")))
    x = "n"
    if kind == 3:
        top = d.randint(20, 400)
        least = -(-top // a) if a > 1 else top
        law = f"{top} ≤ {a} * n" if a > 1 else f"{top} ≤ n"
        e = d.hypothesis()
        return f"({S} : Set ℕ) ({u} : ℕ) ({h} : ∀ n : ℕ, n ∈ {S} ↔ {law}) ({k} : IsLeast {S} {u}) : {u} = {least}", [
            [f"have {e} := ({h} {u}).mp {k}.1", f"have h6 := {k}.2 (({h} {least}).mpr (by norm_num))", "omega"]]
    r, s = d.randint(1, m - 1), d.randint(1, n - 1)
    found = next((v for v in range(1, m * n + 1) if v % m == r and v % n == s), None)
    if found is None:
        return extreme_element.make(d)
    e, f = d.hypotheses(2)
    goal = d.choice((f"{u} = {found}", f"{u} % 10 = {found % 10}", f"{u} + {a} = {found + a}"))
    return (f"({S} : Set ℕ) ({u} : ℕ) ({h} : ∀ n : ℕ, n ∈ {S} ↔ 0 < n ∧ n % {m} = {r} ∧ n % {n} = {s}) ({k} : IsLeast {S} {u}) : {goal}"), [
        [f"have {e} := ({h} {u}).mp {k}.1", f"have {f} := {k}.2 (({h} {found}).mpr (by norm_num))", "omega"]]


@family("sets", 1)
def finite_set_size(d: Draw):
    """Sizes and equations of explicit finite sets."""
    kind = d.randint(0, 4)
    a = sorted(d.sample(range(1, 20), d.randint(2, 5)))
    b = sorted(d.sample(range(1, 20), d.randint(2, 5)))
    def braces(v):
        return "{" + ", ".join(map(str, v)) + "}"
    scripts = [["decide"], ["rfl"], ["decide +kernel"]]
    if kind == 0:
        return f": (({braces(a)} : Finset ℕ) ∪ {braces(b)}).card = {len(set(a) | set(b))}", scripts
    if kind == 1:
        both = sorted(set(a) & set(b))
        right = braces(both) if both else "∅"
        return f": ({braces(a)} : Finset ℕ) ∩ {braces(b)} = {right}", scripts
    if kind == 2:
        rest = sorted(set(a) - set(b))
        return f": ({braces(a)} : Finset ℕ) \\ {braces(b)} = {braces(rest) if rest else '∅'}", scripts
    if kind == 3:
        m = d.randint(2, 5)
        image = sorted({v % m for v in a})
        return f": Finset.image (fun x => x % {m}) ({braces(a)} : Finset ℕ) = {braces(image)}", scripts
    return f": ∑ x ∈ ({braces(a)} : Finset ℕ), x ^ 2 = {sum(v * v for v in a)}", scripts


@family("sets", 1)
def interval_facts(d: Draw):
    """Membership in intervals, inclusions of intervals, images of intervals."""
    x, (h, k, g) = d.choice("xty"), d.hypotheses(3)
    low = d.randint(-9, 5)
    high = low + d.randint(1, 10)
    kind = d.randint(0, 3)
    def number(v: int) -> str:
        return str(v) if v >= 0 else f"({v})"
    if kind == 0:
        a, b = d.randint(1, 6), d.randint(-9, 9)
        return (f"({x} : ℝ) ({h} : {x} ∈ Set.Icc {number(low)} {number(high)}) : "
                f"{linear_form([(a, x), (b, '')])} ∈ Set.Icc {number(a * low + b)} {number(a * high + b)}"), [
            [f"obtain ⟨{k}, {g}⟩ := {h}", "constructor <;> linarith"]]
    if kind == 1:
        p, q = d.randint(0, 4), d.randint(0, 4)
        kinds = d.choice((("Icc", "Icc"), ("Ioo", "Icc"), ("Ico", "Icc"), ("Ioo", "Ico"), ("Ioo", "Ioc")))
        return f": Set.{kinds[0]} {number(low)} {number(high)} ⊆ Set.{kinds[1]} ({low - p} : ℝ) {number(high + q)}", [
            [f"rintro {x} ⟨{k}, {g}⟩", "constructor <;> linarith"]]
    if kind == 2:
        mid = d.randint(low, high)
        return f"({x} : ℝ) : {x} ∈ Set.Icc {number(low)} {number(mid)} ∩ Set.Icc {number(mid)} {number(high)} ↔ {x} = {mid}", [
            ["constructor", "rintro ⟨⟨h1, h2⟩, ⟨h3, h4⟩⟩", "linarith", "rintro rfl", "norm_num"],
            ["constructor", "rintro ⟨⟨h1, h2⟩, ⟨h3, h4⟩⟩", "linarith", f"intro {h}", f"rw [{h}]", "simp", "norm_num"]]
    a, b = d.randint(2, 6), d.randint(-9, 9)
    y = "z"
    law = linear_form([(a, x), (b, "")])
    back = f"({y} - {b}) / {a}" if b >= 0 else f"({y} + {-b}) / {a}"
    return (f": (fun {x} : ℝ => {law}) '' Set.Icc {number(low)} {number(high)} = Set.Icc {number(a * low + b)} {number(a * high + b)}"), [
        [f"ext {y}", "constructor", f"rintro ⟨{x}, ⟨h1, h2⟩, rfl⟩", "constructor <;> simp only [] <;> linarith", "rintro ⟨h1, h2⟩",
         f"refine ⟨{back}, ⟨?_, ?_⟩, ?_⟩", "linarith", "linarith", "ring"],
        [f"ext {y}", "constructor", f"rintro ⟨{x}, ⟨h1, h2⟩, rfl⟩", "constructor <;> linarith", "rintro ⟨h1, h2⟩",
         f"refine ⟨{back}, ⟨?_, ?_⟩, ?_⟩", "linarith", "linarith", "ring"]]
