"""Sums, products and sequences: closed forms by induction, values, recursions."""

from __future__ import annotations

from math import prod

from prover.training.families.base import Draw, family, linear_form

RANGE, ICC = "Finset.range", "Finset.Icc"


def step(n: str, succ: str, zero: str = "simp") -> str:
    """An induction on ``n`` as one tactic."""
    return f"induction {n} with\n| zero => {zero}\n| succ {n} ih => {succ}"


@family("induction", 3)
def polynomial_sum(d: Draw):
    """∑ of a linear or quadratic term in closed form."""
    n, k = d.choice("nnNm"), d.choice("kki")
    n = "n" if n == "N" else n
    number = d.choice(("ℕ", "ℕ", "ℤ", "ℝ", "ℚ"))
    degree = d.choice([1, 1, 2, 3])
    cast = k if number == "ℕ" else f"({k} : {number})"
    big = n if number == "ℕ" else f"({n} : {number})"
    icc = d.random() < 0.4
    if degree == 1:
        a, b = d.randint(1, 9), d.randint(0, 9)
        body = linear_form([(a, cast), (b, "")])
        # 2 ∑ = n (a (n ∓ 1) + 2 b)
        c = 2 * b + (a if icc else -a)
        if c < 0 and number == "ℕ":
            return polynomial_sum.make(d)
        factor, right = 2, f"{big} * ({linear_form([(a, big), (c, '')])})"
        if a % 2 == 0 and c % 2 == 0:
            factor, right = 1, f"{big} * ({linear_form([(a // 2, big), (c // 2, '')])})" if c else f"{a // 2} * {big} ^ 2"
    elif degree == 2:
        a = d.choice([1, 1, 2, 3])
        body = f"{cast} ^ 2" if a == 1 else f"{a} * {cast} ^ 2"
        if not icc:
            body, icc = (f"({cast} + 1) ^ 2" if a == 1 else f"{a} * ({cast} + 1) ^ 2"), False
        factor, right = 6, (f"{big} * ({big} + 1) * (2 * {big} + 1)" if a == 1 else f"{a} * ({big} * ({big} + 1) * (2 * {big} + 1))")
        if a == 3:
            factor, right = 2, f"{big} * ({big} + 1) * (2 * {big} + 1)"
    else:
        body = f"{cast} ^ 3" if icc else f"({cast} + 1) ^ 3"
        factor, right = 4, f"({big} * ({big} + 1)) ^ 2"
    over = f"{ICC} 1 {n}" if icc else f"{RANGE} {n}"
    total = f"∑ {k} ∈ {over}, ({body})" if degree == 1 else f"∑ {k} ∈ {over}, {body}"
    if factor == 1:
        goal = f"{total} = {right}"
    elif number in ("ℝ", "ℚ") or (number == "ℕ" and d.random() < 0.4):
        goal = f"{total} = {right} / {factor}"
    else:
        goal = f"{factor} * {total} = {right}"
    lemma = "Finset.sum_Icc_succ_top (by omega)" if icc else "Finset.sum_range_succ"
    scripts = []
    zero = "rfl" if icc else "simp"
    if " / " in goal and number == "ℕ":
        h = d.hypothesis()
        fact = f"have {h} : {factor} * {total} = {right} := by\n  induction {n} with\n  | zero => {zero}\n  | succ {n} ih => rw [{lemma}, mul_add, ih]; ring"
        fact2 = f"have {h} : {factor} * {total} = {right} := by\n  induction {n} with\n  | zero => {zero}\n  | succ {n} ih => rw [{lemma}]; nlinarith"
        scripts += [[fact, "omega"], [fact2, "omega"]]
    if number == "ℕ":
        scripts += [[step(n, f"rw [{lemma}, ih]; ring", zero)], [step(n, f"rw [{lemma}, mul_add, ih]; ring", zero)],
                    [step(n, f"rw [{lemma}]; nlinarith", zero)]]
    else:
        zeros = ["simp", "norm_num", "rw [Finset.sum_Icc_of_lt (by omega)]; norm_num"] if icc else ["simp", "norm_num"]
        lemma = f"{lemma}, mul_add" if goal[0].isdigit() else lemma
        for zero in zeros:
            scripts += [[step(n, f"rw [{lemma}, ih]; push_cast; ring", zero)], [step(n, f"rw [{lemma}, ih]; norm_num; ring", zero)]]
    return f"({n} : ℕ) : {goal}", scripts


@family("induction", 2)
def geometric_sum(d: Draw):
    """∑ of powers in closed form."""
    n, k = d.choice("nnm"), d.choice("kki")
    a = d.randint(2, 9)
    kind = d.randint(0, 3)
    c = d.randint(1, 6)
    if kind == 0:
        total = f"∑ {k} ∈ {RANGE} {n}, {a} ^ {k}"
        goal = f"{total} = {a} ^ {n} - 1" if a == 2 else f"{a - 1} * {total} = {a} ^ {n} - 1"
        h = d.hypothesis()
        inner = f"{total} + 1 = {a} ^ {n}" if a == 2 else f"{a - 1} * {total} + 1 = {a} ^ {n}"
        if d.random() < 0.5:
            return f"({n} : ℕ) : {inner}", [[step(n, "rw [Finset.sum_range_succ, pow_succ]; omega")]]
        fact = f"have {h} : {inner} := by\n  induction {n} with\n  | zero => simp\n  | succ {n} ih => rw [Finset.sum_range_succ, pow_succ]; omega"
        return f"({n} : ℕ) : {goal}", [[fact, "omega"]]
    if kind == 1:
        total = f"∑ {k} ∈ {RANGE} {n}, ({a} : ℤ) ^ {k}" if c == 1 else f"∑ {k} ∈ {RANGE} {n}, {c} * ({a} : ℤ) ^ {k}"
        left = total if a == 2 else f"{a - 1} * {total}"
        right = f"{a} ^ {n} - 1" if c == 1 else f"{c} * ({a} ^ {n} - 1)"
        return f"({n} : ℕ) : {left} = {right}", [
            [step(n, "rw [Finset.sum_range_succ, pow_succ]; linarith")],
            [step(n, "rw [Finset.sum_range_succ, pow_succ, mul_add, ih]; ring")]]
    x, h = d.choice("xrtq"), d.hypothesis()
    number = d.choice(("ℝ", "ℝ", "ℚ"))
    if kind == 2:
        return f"({x} : {number}) ({n} : ℕ) : ({x} - 1) * ∑ {k} ∈ {RANGE} {n}, {x} ^ {k} = {x} ^ {n} - 1", [
            [step(n, "rw [Finset.sum_range_succ, mul_add, ih, pow_succ]; ring")]]
    return f"({x} : {number}) ({n} : ℕ) ({h} : {x} ≠ 1) : ∑ {k} ∈ {RANGE} {n}, {x} ^ {k} = ({x} ^ {n} - 1) / ({x} - 1)", [
        [f"have hd : {x} - 1 ≠ 0 := sub_ne_zero.mpr {h}", "rw [eq_div_iff hd]", step(n, "rw [Finset.sum_range_succ, add_mul, ih, pow_succ]; ring")],
        [f"have hd : {x} - 1 ≠ 0 := fun e => {h} (sub_eq_zero.mp e)", "rw [eq_div_iff hd]",
         step(n, "rw [Finset.sum_range_succ, add_mul, ih, pow_succ]; ring")]]


@family("induction", 2)
def telescoping_sum(d: Draw):
    """∑ or ∏ of rational terms that telescopes."""
    n, k, h = d.choice("nnm"), d.choice("kki"), d.hypothesis()
    number = d.choice(("ℝ", "ℝ", "ℚ"))
    a = d.randint(1, 6)
    ks, ns = f"({k} : {number})", f"({n} : {number})"
    kind = d.randint(0, 2)
    if kind == 0:
        goal = f"∑ {k} ∈ {RANGE} {n}, 1 / (({ks} + {a}) * ({ks} + {a + 1})) = {ns} / ({a} * ({ns} + {a}))"
        if a == 1:
            goal = f"∑ {k} ∈ {RANGE} {n}, 1 / (({ks} + 1) * ({ks} + 2)) = {ns} / ({ns} + 1)"
        lemma, x1, x2 = "Finset.sum_range_succ", f"{n} + {a}", f"{n} + {a + 1}"
    elif kind == 1:
        goal = f"∏ {k} ∈ {RANGE} {n}, (1 + 1 / ({ks} + {a})) = ({ns} + {a}) / {a}" if a > 1 else (
            f"∏ {k} ∈ {RANGE} {n}, (1 + 1 / ({ks} + 1)) = {ns} + 1")
        lemma, x1, x2 = "Finset.prod_range_succ", f"{n} + {a}", f"{n} + {a + 1}"
    else:
        goal = f"∏ {k} ∈ {RANGE} {n}, (({ks} + {a}) / ({ks} + {a + 1})) = {a} / ({ns} + {a})"
        lemma, x1, x2 = "Finset.prod_range_succ", f"{n} + {a}", f"{n} + {a + 1}"
    succ = (
        f"\n  rw [{lemma}, ih]\n  have {h} : (0 : {number}) ≤ {n} := Nat.cast_nonneg {n}\n"
        f"  have h1 : ({x1} : {number}) ≠ 0 := by linarith\n  have h2 : ({x2} : {number}) ≠ 0 := by linarith\n"
        f"  simp only [Nat.cast_add, Nat.cast_one]\n  field_simp"
    )
    return f"({n} : ℕ) : {goal}", [[step(n, succ)], [step(n, succ.replace("  field_simp", "  grind"))],
                                     [step(n, succ, "norm_num")], [step(n, succ + "\n  ring")]]


@family("induction", 1.5)
def odd_even_products(d: Draw):
    """Identities about ∑ and ∏ with general terms, from the rules of sums."""
    n, k = d.choice("nnm"), d.choice("kki")
    f, g, h = "f", "g", d.hypothesis()
    kind = d.randint(0, 4)
    c = d.randint(2, 9)
    if kind == 0:
        return f"({f} {g} : ℕ → ℝ) ({n} : ℕ) : ∑ {k} ∈ {RANGE} {n}, ({f} {k} + {g} {k}) = ∑ {k} ∈ {RANGE} {n}, {f} {k} + ∑ {k} ∈ {RANGE} {n}, {g} {k}", [
            ["exact Finset.sum_add_distrib"], [step(n, "rw [Finset.sum_range_succ, Finset.sum_range_succ, Finset.sum_range_succ, ih]; ring")]]
    if kind == 1:
        return f"({f} : ℕ → ℝ) ({n} : ℕ) : ∑ {k} ∈ {RANGE} {n}, {c} * {f} {k} = {c} * ∑ {k} ∈ {RANGE} {n}, {f} {k}", [
            ["rw [Finset.mul_sum]"], ["simp [Finset.mul_sum]"]]
    if kind == 2:
        return f"({f} : ℕ → ℤ) ({n} : ℕ) : ∑ {k} ∈ {RANGE} {n}, ({f} ({k} + 1) - {f} {k}) = {f} {n} - {f} 0", [
            [step(n, "rw [Finset.sum_range_succ, ih]; ring")]]
    if kind == 3:
        return f"({f} : ℕ → ℝ) ({h} : ∀ {k}, 0 ≤ {f} {k}) ({n} : ℕ) : 0 ≤ ∑ {k} ∈ {RANGE} {n}, {f} {k}", [
            [step(n, f"rw [Finset.sum_range_succ]; linarith [{h} {n}]")]]
    return f"({f} : ℕ → ℝ) ({h} : ∀ {k}, 0 < {f} {k}) ({n} : ℕ) : 0 < ∏ {k} ∈ {RANGE} {n}, {f} {k}", [
        [step(n, f"rw [Finset.prod_range_succ]; exact mul_pos ih ({h} {n})", "norm_num")]]


@family("number theory", 1.5)
def numeric_sum(d: Draw):
    """A sum or product with numeric ends."""
    k = d.choice("kki")
    low, high = d.randint(0, 4), d.randint(5, 40)
    a, b = d.randint(1, 6), d.randint(0, 9)
    body, law = d.choice((
        (linear_form([(a, k), (b, "")]), lambda v: a * v + b), (f"{k} ^ 2", lambda v: v * v), (f"{k} * ({k} + {b + 1})", lambda v: v * (v + b + 1)),
        (f"{k} ^ 3", lambda v: v**3)))
    body = f"({body})" if " " in body else body
    if d.random() < 0.2:
        top = d.randint(3, 8)
        return f": ∏ {k} ∈ {ICC} 1 {top}, ({k} + {b}) = {prod(v + b for v in range(1, top + 1))}", [["decide +kernel"], ["rfl"]]
    if d.random() < 0.3:
        m = d.randint(2, 7)
        r = d.randint(0, m - 1)
        values = [v for v in range(high) if v % m == r]
        s = f"Finset.filter (fun {k} => {k} % {m} = {r}) ({RANGE} {high})"
        if d.random() < 0.5:
            return f": ({s}).card = {len(values)}", [["decide +kernel"], ["rfl"]]
        return f": ∑ {k} ∈ {s}, {body} = {sum(map(law, values))}", [["decide +kernel"], ["rfl"]]
    over, values = d.choice(((f"{RANGE} {high}", range(high)), (f"{ICC} {low} {high}", range(low, high + 1)),
                             (f"Finset.Ico {low} {high}", range(low, high))))
    value = sum(map(law, values))
    if d.random() < 0.3:
        m = d.randint(3, 20)
        return f": (∑ {k} ∈ {over}, {body}) % {m} = {value % m}", [["decide +kernel"], ["rfl"]]
    return f": ∑ {k} ∈ {over}, {body} = {value}", [["decide +kernel"], ["rfl"]]


@family("algebra", 2)
def sum_with_unknown(d: Draw):
    """A hypothesis with a numeric sum in it: evaluate it, then solve."""
    k, x, (h, g) = d.choice("ki"), d.choice("xnam"), d.hypotheses(2)
    high, a, b = d.randint(5, 120), d.randint(1, 9), d.randint(0, 50)
    number = d.choice("ℕℤ")
    cast = k if number == "ℕ" else f"({k} : ℤ)"
    over, values = d.choice(((f"{RANGE} {high}", range(high)), (f"{ICC} 1 {high}", range(1, high + 1))))
    total, value = d.choice(((f"∑ {k} ∈ {over}, {cast}", sum(values)), (f"∑ {k} ∈ {over}, {cast} ^ 2", sum(v * v for v in values))))
    evaluate = f"have {g} : {total} = {value} := by decide +kernel"
    kind = d.randint(0, 2)
    if kind == 0:
        s = d.randint(1, 60)
        right = a * s + b + value
        left = f"{a} * {x} + {b}" if a > 1 else f"{x} + {b}"
        return f"({x} : {number}) ({h} : {left} + {total} = {right}) : {x} = {s}", [[evaluate, f"rw [{g}] at {h}", "omega"]]
    if kind == 1:
        m = d.randint(3, 30)
        return f"({x} : {number}) ({h} : {x} = {total}) : {x} % {m} = {value % m}", [[evaluate, f"rw [{h}, {g}]"], [evaluate, "omega"]]
    # an arithmetic sum with unknown first term
    n = d.randint(3, 12)
    s, step_ = d.randint(1, 30), d.randint(1, 5)
    value = sum(s + step_ * v for v in range(n))
    term = f"({x} + {step_} * {k})" if step_ > 1 else f"({x} + {k})"
    return f"({x} : ℕ) ({h} : ∑ {k} ∈ {RANGE} {n}, {term} = {value}) : {x} = {s}", [
        [f"simp [Finset.sum_range_succ] at {h}", "omega"], [f"simp only [Finset.sum_range_succ, Finset.sum_range_zero] at {h}", "omega"]]


def recursion(d: Draw) -> tuple[int, int, int]:
    """f (n + 1) = a f n + b, f 0 = c."""
    return d.choice([1, 1, 2, 3, 4, 5]), d.randint(-5, 9), d.randint(-4, 9)


@family("sequences", 2)
def recursion_value(d: Draw):
    """A value of a recursive sequence, by using the law at each point."""
    f, n, (h, k, g) = d.choice("fuaxs"), d.choice("nk"), d.hypotheses(3)
    number = d.choice("ℕℤℝ")
    a, b, c = recursion(d)
    if number == "ℕ":
        b, c = abs(b), abs(c)
    top = d.randint(2, 7)
    law = linear_form([(a, f"{f} {n}"), (b, "")])
    value = c
    values = [c]
    for _ in range(top):
        value = a * value + b
        values.append(value)
    if d.random() < 0.35:
        p, q = d.randint(1, 4), d.randint(1, 3)
        v = [abs(c), abs(b) + 1]
        for _ in range(top):
            v.append(p * v[-1] + q * v[-2])
        law = linear_form([(p, f"{f} ({n} + 1)"), (q, f"{f} {n}")])
        steps = []
        for i in range(top):
            steps.append(f"have s{i + 2} := {g} {i}")
        hyps = f"({h} : {f} 0 = {v[0]}) ({k} : {f} 1 = {v[1]}) ({g} : ∀ {n}, {f} ({n} + 2) = {law})"
        unfold = ", ".join(f"{g} {i}" for i in range(top))
        return f"({f} : ℕ → {number}) {hyps} : {f} {top + 1} = {v[top + 1]}", [
            [f"norm_num [{g}, {h}, {k}]"],
            [f"simp [{unfold}, {h}, {k}]"], [*steps, "norm_num at *", "linarith"]]
    hyps = f"({h} : {f} 0 = {c}) ({k} : ∀ {n}, {f} ({n} + 1) = {law})"
    chain = []
    for i in range(1, top + 1):
        chain.append(f"have s{i} : {f} {i} = {values[i]} := by\n  rw [{k} {i - 1}, {h if i == 1 else f's{i - 1}'}]; norm_num")
    chain2 = [c_.replace("; norm_num", "") for c_ in chain]
    return f"({f} : ℕ → {number}) {hyps} : {f} {top} = {value}", [
        [*chain, f"exact s{top}"], [*chain2, f"exact s{top}"], [f"norm_num [{k}, {h}]"]]


@family("sequences", 2)
def recursion_closed_form(d: Draw):
    """The closed form of a linear recursion, by induction."""
    f, n, (h, k) = d.choice("fuaxs"), d.choice("nnk"), d.hypotheses(2)
    number = d.choice("ℕℤℝ")
    a = d.choice([1, 2, 3, 4, 5])
    p, q = d.randint(1, 6), d.randint(-6, 6)
    if a == 1:
        b, c = p, abs(q)
        big = n if number == "ℕ" else f"({n} : {number})"
        target = linear_form([(p, big), (abs(q), "")])
        finish = f"rw [{k}, ih]; ring" if number == "ℕ" else f"rw [{k}, ih]; push_cast; ring"
        others = [f"rw [{k}]; omega"] if number == "ℕ" else [f"rw [{k}, ih]; simp only [Nat.cast_add, Nat.cast_one]; ring"]
    else:
        # f n = p a ^ n + q
        b, c = q * (1 - a), p + q
        if number == "ℕ" and (b < 0 or c < 0 or q < 0):
            q = -abs(q)
            b, c = q * (1 - a), p + q
            if c < 0:
                return recursion_closed_form.make(d)
        target = linear_form([(p, f"{a} ^ {n}"), (q, "")])
        finish, others = f"rw [{k}, ih, pow_succ]; ring", []
        if number == "ℕ" and q < 0:
            g = d.hypothesis()
            law = linear_form([(a, f"{f} {n}"), (b, "")])
            fact = (f"have {g} : {f} {n} + {-q} = {linear_form([(p, f'{a} ^ {n}')])} := by\n  induction {n} with\n"
                    f"  | zero => rw [{h}]; norm_num\n  | succ {n} ih => rw [{k}, pow_succ]; omega")
            plain = fact.replace("; norm_num", "")
            return f"({f} : ℕ → ℕ) ({h} : {f} 0 = {c}) ({k} : ∀ {n}, {f} ({n} + 1) = {law}) ({n} : ℕ) : {f} {n} = {target}", [
                [fact, "omega"], [plain, "omega"]]
    law = linear_form([(a, f"{f} {n}"), (b, "")])
    zeros = [f"rw [{h}]; norm_num", f"rw [{h}]", f"simp [{h}]", f"norm_num [{h}]"]
    scripts = [[step(n, s, z)] for s in (finish, *others) for z in zeros]
    head = f"({f} : ℕ → {number}) ({h} : {f} 0 = {c}) ({k} : ∀ {n}, {f} ({n} + 1) = {law})"
    if d.random() < 0.3:
        return f"{head} : ∀ {n}, {f} {n} = {target}", [[f"intro {n}", *s] for s in scripts]
    return f"{head} ({n} : ℕ) : {f} {n} = {target}", scripts


@family("sequences", 1.5)
def arithmetic_progression(d: Draw):
    """Terms of arithmetic and geometric progressions given by their laws."""
    f, n, (h, k, g) = d.choice("fuas"), d.choice("nk"), d.hypotheses(3)
    i, j = sorted(d.sample(range(1, 15), 2))
    s, r = d.randint(-9, 20), d.nonzero(-5, 9)
    m = d.randint(15, 60)
    p, q = "a", "d"
    f = "u" if f == "a" else f
    law = f"{p} + {n} * {q}"
    number = d.choice("ℝℝℚ")
    return (f"({f} : ℕ → {number}) ({p} {q} : {number}) ({h} : ∀ {n} : ℕ, {f} {n} = {law}) ({k} : {f} {i} = {s + i * r}) "
            f"({g} : {f} {j} = {s + j * r}) : {f} {m} = {s + m * r}"), [
        [f"rw [{h}] at {k} {g}", f"rw [{h}]", f"norm_num at {k} {g}", "norm_num", "linarith"],
        [f"simp [{h}] at *", "linarith"], [f"rw [{h}] at *", "push_cast at *", "linarith"]]


@family("sequences", 1.5)
def periodic_sequence(d: Draw):
    """f (n + p) = f n: the value at a large point; or bounds kept by a recursion."""
    f, n, (h, k, g) = d.choice("fgu"), d.choice("nk"), d.hypotheses(3)
    if d.random() < 0.5:
        p = d.randint(2, 7)
        r = d.randint(0, p - 1)
        v = d.randint(2, 40)
        q = d.randint(10, 300)
        return (f"({f} : ℕ → ℕ) ({h} : ∀ {n}, {f} ({n} + {p}) = {f} {n}) ({k} : {f} {r} = {v}) : {f} {p * q + r} = {v}"), [
            [f"have {g} : ∀ m, {f} ({p} * m + {r}) = {v} := by\n  intro m\n  induction m with\n  | zero => simpa using {k}\n"
             f"  | succ m ih => rw [show {p} * (m + 1) + {r} = {p} * m + {r} + {p} by ring, {h}, ih]", f"exact {g} {q}"]]
    a, c = d.randint(2, 5), d.randint(1, 9)
    return f"({f} : ℕ → ℕ) ({h} : {f} 0 = {c}) ({k} : ∀ {n}, {a} * {f} {n} ≤ {f} ({n} + 1)) ({n} : ℕ) : {c} * {a} ^ {n} ≤ {f} {n}", [
        [f"induction {n} with\n| zero => rw [{h}]; norm_num\n| succ {n} ih =>\n  have := {k} {n}\n  rw [pow_succ]\n  nlinarith"],
        [f"induction {n} with\n| zero => simp [{h}]\n| succ {n} ih =>\n  have := {k} {n}\n  rw [pow_succ]\n  nlinarith"]]


@family("algebra", 1.5)
def sum_of_function(d: Draw):
    """A numeric sum of a sequence given by its law, or the difference of two."""
    u, v, n, k = *d.choice(("uv", "ab", "fg")), d.choice("nm"), d.choice("ki")
    (h, g), high = d.hypotheses(2), d.randint(5, 200)
    a, b, c = d.randint(1, 7), d.randint(0, 9), d.randint(0, 3)
    over, values = d.choice(((f"{RANGE} {high}", range(high)), (f"{ICC} 1 {high}", range(1, high + 1))))
    first = f"({u} : ℕ → ℕ) ({h} : ∀ {n}, {u} {n} = {linear_form([(a + c, n), (b, '')])})"
    if d.random() < 0.5:
        return f"{first} : ∑ {k} ∈ {over}, {u} {k} = {sum((a + c) * i + b for i in values)}", [[f"simp only [{h}]", "decide +kernel"]]
    if c == 0 and b == 0:
        return sum_of_function.make(d)
    second = f"({v} : ℕ → ℕ) ({g} : ∀ {n}, {v} {n} = {linear_form([(a, n)])})"
    value = sum(c * i + b for i in values)
    return f"{first} {second} : (∑ {k} ∈ {over}, {u} {k}) - (∑ {k} ∈ {over}, {v} {k}) = {value}", [[f"simp only [{h}, {g}]", "decide +kernel"]]
