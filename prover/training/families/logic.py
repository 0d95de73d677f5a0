"""Propositional and predicate logic, functions, lists, naturals."""

from __future__ import annotations

from prover.training.families.base import Draw, family, linear_form


def letters(d: Draw, n: int) -> list[str]:
    return list(d.choice(("pqrst", "PQRST", "ABCDE", "abcde"))[:n])


def prop(d: Draw, names: list[str], depth: int) -> tuple:
    """A random formula as a tree."""
    if depth == 0 or d.random() < 0.15:
        return (d.choice(names),)
    op = d.choices(("∧", "∨", "→", "¬", "↔"), weights=(4, 4, 4, 2, 1))[0]
    if op == "¬":
        return (op, prop(d, names, depth - 1))
    return (op, prop(d, names, depth - 1), prop(d, names, depth - 1))


def show(t: tuple) -> str:
    if len(t) == 1:
        return t[0]
    parts = [show(s) if len(s) == 1 or s[0] == "¬" else f"({show(s)})" for s in t[1:]]
    return f"¬{parts[0]}" if t[0] == "¬" else f"{parts[0]} {t[0]} {parts[1]}"


def value(t: tuple, world: dict[str, bool]) -> bool:
    if len(t) == 1:
        return world[t[0]]
    if t[0] == "¬":
        return not value(t[1], world)
    a, b = value(t[1], world), value(t[2], world)
    return {"∧": a and b, "∨": a or b, "→": not a or b, "↔": a == b}[t[0]]


def worlds(names: list[str]):
    for bits in range(2 ** len(names)):
        yield {x: bool(bits >> i & 1) for i, x in enumerate(names)}


@family("logic", 1.5)
def tautology(d: Draw):
    """A valid consequence between random formulas, taken apart step by step."""
    names = letters(d, d.choice([2, 3, 3, 4]))
    while True:
        count = d.choice([1, 2, 2, 3])
        given, goal = [prop(d, names, d.choice([1, 2])) for _ in range(count)], prop(d, names, d.choice([1, 2]))
        all_worlds = list(worlds(names))
        fits = [w for w in all_worlds if all(value(g, w) for g in given)]
        if goal in given or len(goal) == 1 and count == 1 or not fits or len(fits) == len(all_worlds):
            continue
        if all(value(goal, w) for w in fits) and not all(value(goal, w) for w in all_worlds):
            break
    hs = d.hypotheses(count)
    steps, arrow = [], []
    for h, g in zip(hs, given, strict=True):
        if g[0] == "∧":
            steps.append(f"obtain ⟨{h}l, {h}r⟩ := {h}")
    if goal[0] == "→":
        arrow = [f"intro {d.hypothesis()}"]
    ors = [h for h, g in zip(hs, given, strict=True) if g[0] == "∨"]
    cases = f"rcases {ors[0]} with {ors[0]} | {ors[0]}" if ors else ""
    atoms = f"({' '.join(names)} : Prop)"
    hyps = " ".join(f"({h} : {show(g)})" for h, g in zip(hs, given, strict=True))
    last = [[f"{cases} <;> simp_all"], [f"{cases} <;> tauto"]] if ors else []
    scripts = [[*steps, *arrow, *end] for end in [*last, ["tauto"], ["simp_all"]]]
    by_cases = [f"by_cases h{x} : {x}" for x in names[:1]]
    scripts.append([*steps, *arrow, *[f"{c} <;> simp_all" for c in by_cases]])
    return f"{atoms} {hyps} : {show(goal)}", scripts


@family("logic", 1.5)
def term_proofs(d: Draw):
    """Textbook propositional laws, proved by introducing and taking apart."""
    p, q, r = letters(d, 3)
    h, k, g = d.hypotheses(3)
    laws = (
        (f"({h} : {p} → {q}) ({k} : {q} → {r}) : {p} → {r}", [f"intro {g}", f"exact {k} ({h} {g})"]),
        (f"({h} : {p} ∧ {q}) : {q} ∧ {p}", [f"exact ⟨{h}.2, {h}.1⟩"]),
        (f"({h} : {p} ∧ {q} ∧ {r}) : {r} ∧ {p}", [f"obtain ⟨hp, hq, hr⟩ := {h}", "exact ⟨hr, hp⟩"]),
        (f"({h} : {p} ∨ {q}) : {q} ∨ {p}", [f"rcases {h} with {k} | {k}", f"exact Or.inr {k}", f"exact Or.inl {k}"]),
        (f"({h} : {p} ∨ {q}) ({k} : ¬{p}) : {q}", [f"rcases {h} with {g} | {g}", f"exact absurd {g} {k}", f"exact {g}"]),
        (f"({h} : {p} → {q}) : ¬{q} → ¬{p}", ["intro hq hp", f"exact hq ({h} hp)"]),
        (f"({h} : ¬({p} ∨ {q})) : ¬{p} ∧ ¬{q}", [f"exact ⟨fun k => {h} (Or.inl k), fun k => {h} (Or.inr k)⟩"]),
        (f"({h} : {p} ∧ ({q} ∨ {r})) : ({p} ∧ {q}) ∨ ({p} ∧ {r})",
         [f"obtain ⟨hp, {k} | {k}⟩ := {h}", f"exact Or.inl ⟨hp, {k}⟩", f"exact Or.inr ⟨hp, {k}⟩"]),
        (f": {p} ∧ ({q} ∨ {r}) ↔ ({p} ∧ {q}) ∨ ({p} ∧ {r})",
         ["constructor", f"rintro ⟨hp, {k} | {k}⟩", f"exact Or.inl ⟨hp, {k}⟩", f"exact Or.inr ⟨hp, {k}⟩",
          f"rintro (⟨hp, {k}⟩ | ⟨hp, {k}⟩)", f"exact ⟨hp, Or.inl {k}⟩", f"exact ⟨hp, Or.inr {k}⟩"]),
        (f": ({p} → {q} → {r}) ↔ ({p} ∧ {q} → {r})", ["constructor", f"intro {h} {k}", f"exact {h} {k}.1 {k}.2", f"intro {h} hp hq", f"exact {h} ⟨hp, hq⟩"]),
        (f": ¬¬{p} → {p}", [f"intro {h}", f"by_contra {k}", f"exact {h} {k}"]),
        (f"({h} : ¬{q} → ¬{p}) : {p} → {q}", [f"intro {k}", f"by_contra {g}", f"exact {h} {g} {k}"]),
        (f"({h} : ({p} → {q}) → {p}) : {p}", [f"by_cases {k} : {p}", f"exact {k}", f"exact {h} (fun hp => absurd hp {k})"]),
        (f": ¬({p} ↔ ¬{p})", [f"intro {h}", f"have {k} : ¬{p} := fun hp => ({h}.mp hp) hp", f"exact {k} ({h}.mpr {k})"]),
        (f"({h} : {p} ↔ {q}) ({k} : {q} ↔ {r}) : {p} ↔ {r}", [f"exact {h}.trans {k}"]),
        (f"({h} : {p} ↔ {q}) ({k} : ¬{q}) : ¬{p}", ["intro hp", f"exact {k} ({h}.mp hp)"]),
        (f"({h} : {p} → {r}) ({k} : {q} → {r}) : {p} ∨ {q} → {r}", [f"intro {g}", f"exact {g}.elim {h} {k}"]),
        (f": {p} ∨ ¬{p}", [f"exact Classical.em {p}"]),
        (f": ({p} → {q}) ∨ ({q} → {p})", [f"by_cases {h} : {p}", f"exact Or.inr (fun _ => {h})", f"exact Or.inl (fun hp => absurd hp {h})"]),
        (f"({h} : {p}) ({k} : {p} → {q} ∧ {r}) : {r} ∧ {p}", [f"obtain ⟨hq, hr⟩ := {k} {h}", f"exact ⟨hr, {h}⟩"]),
    )
    statement, script = d.choice(laws)
    used = " ".join(x for x in (p, q, r) if x in statement.replace(f"({h} :", "(").replace(f"({k} :", "("))
    return f"({used} : Prop) {statement}", [script]


@family("logic", 1.5)
def quantifier_laws(d: Draw):
    """∀ and ∃ with predicates of a type."""
    P, Q = d.choice((("P", "Q"), ("p", "q"), ("A", "B")))
    x, h, k, g = d.choice("xaz"), *d.hypotheses(3)
    type_ = d.choice(("α", "α", "ℕ", "ℤ"))
    var = "(α : Type) " if type_ == "α" else ""
    one, two, rel = f"({P} : {type_} → Prop)", f"({P} {Q} : {type_} → Prop)", f"(R : {type_} → {type_} → Prop)"
    laws = (
        (f"{var}{two} ({h} : ∀ {x}, {P} {x} → {Q} {x}) ({k} : ∃ {x}, {P} {x}) : ∃ {x}, {Q} {x}",
         [f"obtain ⟨{x}, {g}⟩ := {k}", f"exact ⟨{x}, {h} {x} {g}⟩"]),
        (f"{var}{two} ({h} : ∀ {x}, {P} {x} ∧ {Q} {x}) : (∀ {x}, {P} {x}) ∧ (∀ {x}, {Q} {x})",
         [f"exact ⟨fun {x} => ({h} {x}).1, fun {x} => ({h} {x}).2⟩"]),
        (f"{var}{one} ({h} : ¬∃ {x}, {P} {x}) : ∀ {x}, ¬{P} {x}", [f"intro {x} {k}", f"exact {h} ⟨{x}, {k}⟩"]),
        (f"{var}{one} ({h} : ¬∀ {x}, {P} {x}) : ∃ {x}, ¬{P} {x}",
         [f"by_contra {k}", f"apply {h}", f"intro {x}", f"by_contra {g}", f"exact {k} ⟨{x}, {g}⟩"]),
        (f"{var}{rel} ({h} : ∃ {x}, ∀ y, R {x} y) : ∀ y, ∃ {x}, R {x} y",
         ["intro y", f"obtain ⟨{x}, {k}⟩ := {h}", f"exact ⟨{x}, {k} y⟩"]),
        (f"{var}{two} : (∃ {x}, {P} {x} ∨ {Q} {x}) ↔ (∃ {x}, {P} {x}) ∨ (∃ {x}, {Q} {x})",
         ["constructor", f"rintro ⟨{x}, {k} | {k}⟩", f"exact Or.inl ⟨{x}, {k}⟩", f"exact Or.inr ⟨{x}, {k}⟩",
          f"rintro (⟨{x}, {k}⟩ | ⟨{x}, {k}⟩)", f"exact ⟨{x}, Or.inl {k}⟩", f"exact ⟨{x}, Or.inr {k}⟩"]),
        (f"{var}{two} ({h} : ∃ {x}, {P} {x} ∧ {Q} {x}) : (∃ {x}, {P} {x}) ∧ (∃ {x}, {Q} {x})",
         [f"obtain ⟨{x}, hp, hq⟩ := {h}", f"exact ⟨⟨{x}, hp⟩, ⟨{x}, hq⟩⟩"]),
        (f"{var}{rel} (hs : ∀ x y, R x y → R y x) (ht : ∀ x y z, R x y → R y z → R x z) (x y : {type_}) ({h} : R x y) : R x x",
         [f"exact ht x y x {h} (hs x y {h})"]),
        (f"{var}{two} ({h} : ∀ {x}, {P} {x} ∨ {Q} {x}) ({k} : ∀ {x}, ¬{P} {x}) : ∀ {x}, {Q} {x}",
         [f"intro {x}", f"rcases {h} {x} with {g} | {g}", f"exact absurd {g} ({k} {x})", f"exact {g}"]),
    )
    statement, script = d.choice(laws)
    return statement, [script]


@family("functions", 2)
def injective_surjective(d: Draw):
    """Injective and surjective functions: given by a formula, and composed."""
    f, g, (h, k, e) = *d.choice((("f", "g"), ("u", "v"), ("p", "q"))), d.hypotheses(3)
    kind = d.randint(0, 7)
    a, b = d.nonzero(-9, 9), d.nonzero(-9, 9)
    number = d.choice("ℝℝℚ")
    law = linear_form([(a, "x"), (b, "")])
    back = f"(y - {b}) / {a}" if b > 0 else f"(y + {-b}) / {a}"
    if a < 0:
        back = back.replace(f"/ {a}", f"/ ({a})")
    types = "(α β γ : Type)"
    if kind == 0:
        return f"({f} : {number} → {number}) ({h} : ∀ x, {f} x = {law}) : Function.Injective {f}", [
            [f"intro x y {k}", f"rw [{h}, {h}] at {k}", "linarith"]]
    if kind == 1:
        return f"({f} : {number} → {number}) ({h} : ∀ x, {f} x = {law}) : Function.Surjective {f}", [
            ["intro y", f"refine ⟨{back}, ?_⟩", f"rw [{h}]", "ring"], ["intro y", f"use {back}", f"rw [{h}]", "field_simp", "ring"]]
    if kind == 2:
        return f"{types} ({f} : α → β) ({g} : β → γ) ({h} : Function.Injective {f}) ({k} : Function.Injective {g}) : Function.Injective ({g} ∘ {f})", [
            [f"intro x y {e}", f"exact {h} ({k} {e})"]]
    if kind == 3:
        return f"{types} ({f} : α → β) ({g} : β → γ) ({h} : Function.Surjective {f}) ({k} : Function.Surjective {g}) : Function.Surjective ({g} ∘ {f})", [
            ["intro z", f"obtain ⟨y, hy⟩ := {k} z", f"obtain ⟨x, hx⟩ := {h} y", "exact ⟨x, by simp [hx, hy]⟩"]]
    if kind == 4:
        return f"{types} ({f} : α → β) ({g} : β → γ) ({h} : Function.Injective ({g} ∘ {f})) : Function.Injective {f}", [
            [f"intro x y {e}", f"exact {h} (congrArg {g} {e})"], [f"intro x y {e}", f"apply {h}", f"simp [{e}]"]]
    if kind == 5:
        return f"{types} ({f} : α → β) ({g} : β → γ) ({h} : Function.Surjective ({g} ∘ {f})) : Function.Surjective {g}", [
            ["intro z", f"obtain ⟨x, hx⟩ := {h} z", f"exact ⟨{f} x, hx⟩"]]
    if kind == 6:
        return f"({f} : ℤ → ℤ) ({h} : ∀ x, {f} ({f} x) = x) : Function.Bijective {f}", [
            ["constructor", f"intro x y {k}", f"rw [← {h} x, ← {h} y, {k}]", "intro y", f"exact ⟨{f} y, {h} y⟩"],
            ["refine ⟨?_, ?_⟩", f"intro x y {k}", f"have {e} := congrArg {f} {k}", f"rw [{h}, {h}] at {e}", f"exact {e}", "intro y", f"exact ⟨{f} y, {h} y⟩"]]
    c = d.randint(2, 9)
    return f"({f} : ℤ → ℤ) ({h} : ∀ x, {f} x = {c} * x{f' + {abs(b)}'}) : ¬Function.Surjective {f}", [
        [f"intro {k}", f"obtain ⟨x, {e}⟩ := {k} {abs(b) + 1}", f"rw [{h}] at {e}", "omega"]]


@family("logic", 1)
def list_facts(d: Draw):
    """Lists: length, append, map, reverse by induction."""
    xs, ys = d.choice((("l", "m"), ("xs", "ys"), ("s", "t")))
    type_ = d.choice(("α", "ℕ", "ℤ"))
    var = "{α : Type} " if type_ == "α" else ""
    def ind(zero: str, cons: str) -> str:
        return f"induction {xs} with\n| nil => {zero}\n| cons a {xs} ih => {cons}"
    two, one = f"{var}({xs} {ys} : List {type_})", f"{var}({xs} : List {type_})"
    facts = (
        (f"{two} : ({xs} ++ {ys}).length = {xs}.length + {ys}.length", [["simp"], [ind("simp", "simp [ih]; omega")]]),
        (f"{two} : ({xs} ++ {ys}).reverse = {ys}.reverse ++ {xs}.reverse", [["simp"], [ind("simp", "simp [ih]")]]),
        (f"{two} (f : {type_} → ℕ) : ({xs} ++ {ys}).map f = {xs}.map f ++ {ys}.map f", [["simp"], [ind("rfl", "simp [ih]")]]),
        (f"{one} : {xs}.reverse.length = {xs}.length", [["simp"]]),
        (f"{one} (f : {type_} → ℕ) (g : ℕ → ℕ) : ({xs}.map f).map g = {xs}.map (fun x => g (f x))", [[ind("rfl", "simp")], ["simp"]]),
        (f"{one} (p : {type_} → Bool) : ({xs}.filter p).length ≤ {xs}.length", [["exact List.length_filter_le p _"]]),
        (f"({xs} {ys} : List ℕ) : ({xs} ++ {ys}).sum = {xs}.sum + {ys}.sum", [["simp"], [ind("simp", "simp [ih]; omega")]]),
        (f"({xs} : List ℕ) (c : ℕ) : ({xs}.map (fun x => c * x)).sum = c * {xs}.sum",
         [[ind("simp", "simp [ih, Nat.mul_add]")], [ind("simp", "simp only [List.map_cons, List.sum_cons, ih]; ring")]]),
        (f"({xs} : List ℕ) : ({xs}.map (fun x => x + 1)).sum = {xs}.sum + {xs}.length", [[ind("simp", "simp [ih]; omega")], [ind("simp", "simp at *; omega")]]),
        (f"({xs} : List ℕ) (h : ∀ x ∈ {xs}, x = 0) : {xs}.sum = 0", [[ind("rfl", "simp_all")]]),
    )
    statement, scripts = d.choice(facts)
    return statement, scripts


@family("logic", 1.5)
def witnesses(d: Draw):
    """Existence with a number to be found."""
    x, (h, k) = d.choice("xnak"), d.hypotheses(2)
    kind = d.randint(0, 4)
    r, s = d.randint(2, 12), d.randint(13, 40)
    if kind == 0:
        a, b = d.randint(2, 9), d.randint(1, 30)
        return f": ∃ {x} : ℤ, {a} * {x} + {b} = {a * r + b}", [[f"exact ⟨{r}, by norm_num⟩"]]
    if kind == 1:
        return f": ∃ {x} : ℝ, {x} ^ 2 - {r + s} * {x} + {r * s} = 0", [[f"exact ⟨{r}, by norm_num⟩"], [f"use {r}", "norm_num"]]
    if kind == 2:
        return f": ∃ {x} y : ℕ, {x} + y = {r + s} ∧ {x} * y = {r * s}", [[f"exact ⟨{r}, {s}, by norm_num⟩"], [f"refine ⟨{r}, {s}, ?_⟩", "norm_num"]]
    if kind == 3:
        a = d.randint(2, 9)
        return f": ¬∀ {x} : ℤ, {x} ^ 2 > {a} * {x}", [[f"intro {h}", f"have {k} := {h} 1", "norm_num at " + k], [f"intro {h}", f"have {k} := {h} 1", "omega"]]
    low = d.randint(3, 900)
    return f": ∀ {x} : ℝ, ∃ y : ℝ, y > {x} + {low}", [[f"intro {x}", f"exact ⟨{x} + {low + 1}, by linarith⟩"]]


@family("number theory", 3)
def bounded_cases(d: Draw):
    """A bounded number with a nonlinear condition: look at every value."""
    n, (h, k, g) = d.choice("nxkm"), d.hypotheses(3)
    number = d.choice("ℕℕℤ")
    low, high = d.randint(0, 3), d.randint(6, 12)
    while True:
        m, e, c = d.randint(5, 16), d.choice([2, 2, 3]), d.randint(0, 9)
        r = (d.randint(low, high) ** e + c) % m
        found = [v for v in range(low, high + 1) if (v**e + c) % m == r]
        if len(found) <= 3:
            break
    lower = f"{low} ≤ {n} ∧ " if low or number == "ℤ" else ""
    body = f"{n} ^ {e} + {c}" if c else f"{n} ^ {e}"
    condition = d.choice((f"({body}) % {m} = {r}" if c else f"{body} % {m} = {r}",) * 3 + ((f"{m} ∣ {body}",) if r == 0 else ()))
    values = list(range(low, high + 1))
    target = " ∨ ".join(f"{n} = {v}" for v in found)
    cases = f"have {g} : {' ∨ '.join(f'{n} = {v}' for v in values)} := by omega"
    split = f"rcases {g} with {' | '.join(['rfl'] * len(values))} <;> "
    return f"({n} : {number}) ({h} : {lower}{n} ≤ {high}) ({k} : {condition}) : {target}", [[cases, f"{split}omega"], [cases, f"{split}simp_all"]]


@family("number theory", 2)
def divisor_condition(d: Draw):
    """n + a divides a number, or n + b."""
    n, (h, k, g, e) = d.choice("nxkm"), d.hypotheses(4)
    a, c = d.randint(0, 9), d.choice([6, 8, 10, 12, 14, 15, 18, 20, 21, 24])
    found = [v for v in range(1, c + 1) if c % (v + a) == 0]
    if not found or c - a > 16:
        return divisor_condition.make(d)
    left = f"{n} + {a}" if a else n
    target = " ∨ ".join(f"{n} = {v}" for v in found)
    values = list(range(1, c - a + 1))
    finish = [f"have {g} := Nat.le_of_dvd (by norm_num) {k}", f"have {e} : {' ∨ '.join(f'{n} = {v}' for v in values)} := by omega",
              f"rcases {e} with {' | '.join(['rfl'] * len(values))} <;> omega"]
    if d.random() < 0.5 or not a:
        return f"({n} : ℕ) ({h} : 0 < {n}) ({k} : {left} ∣ {c}) : {target}", [finish]
    return f"({n} : ℕ) ({h} : 0 < {n}) ({k} : {left} ∣ {n} + {a + c}) : {target}", [
        [f"have hd : {left} ∣ {c} := (Nat.dvd_add_right (Nat.dvd_refl ({left}))).mp (by rw [show ({left}) + {c} = {n} + {a + c} by omega]; exact {k})",
         *[s.replace(k, "hd") if s.startswith(f"have {g}") else s for s in finish]]]


@family("number theory", 1.5)
def quotients(d: Draw):
    """Quotients with remainder."""
    n, (h, k) = d.choice("nxkm"), d.hypotheses(2)
    a, q = d.randint(2, 30), d.randint(1, 40)
    r = d.randint(0, a - 1)
    kind = d.randint(0, 2)
    if kind == 0:
        return f"({n} : ℕ) ({h} : {n} / {a} = {q}) ({k} : {n} % {a} = {r}) : {n} = {a * q + r}", [["omega"]]
    if kind == 1:
        return f"({n} : ℕ) ({h} : {n} / {a} = {q}) : {a * q} ≤ {n} ∧ {n} < {a * q + a}", [["omega"], ["constructor <;> omega"]]
    p, s = d.choice([2, 3, 5, 7]), d.randint(2, 9)
    return f"({n} : ℕ) ({h} : {p * s} ∣ {n}) : {n} / {p} % {s} = 0", [["omega"], [f"obtain ⟨j, rfl⟩ := {h}", "omega"]]
