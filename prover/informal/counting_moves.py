"""Textbook moves about whole numbers: divisors, finite sets, sequences, and what only needs computing."""

from __future__ import annotations

import re

from prover.informal.latex import bracket
from prover.informal.sight import CLAIM, Move, Sight, factors_of

_INTEGER = re.compile(r"-?\d+")


def divisors(sight: Sight) -> Move:
    """``(x + 1) * (y + 1) = 81`` over the integers: one factor is a divisor, try them all."""
    for at, (variable, scale, offset, factor, rest, number) in enumerate(_integer_products(sight)[:2]):
        first = bracket(factor)
        integers = sight.types[variable] == "ℤ"
        divided = [d for d in range(1, number + 1) if number % d == 0]
        product, dvd, key, case = (sight.free(n) for n in ("hp", "hd", "hk", "hc"))
        subject, signed = (f"(Int.natAbs {first})", "Int.natAbs_dvd_natAbs.mpr ") if integers else (first, "")
        listed = ", ".join(map(str, divided))
        below = f"List.mem_range.mpr (Nat.lt_succ_of_le (Nat.le_of_dvd (by decide) {dvd}))"
        lines = [
            f"have {product} : {first} * {rest} = {number} := by first | grind | nlinarith",
            f"have {dvd} : {subject} ∣ {number} := {signed}⟨_, {product}.symm⟩",
            f"have {key} : (List.range {number + 1}).all (fun d => {number} % d != 0 || d ∈ [{listed}]) = true"
            " := by decide +kernel",
            f"have {case} := List.all_eq_true.mp {key} _ ({below})",
            f"simp [Nat.mod_eq_zero_of_dvd {dvd}] at {case}",
            f"rcases {case} with {' | '.join([case] * len(divided))}",
        ]
        for d in divided:
            values = [v - offset for v in ([d, -d] if integers else [d])]
            values = [v // scale for v in values if v % scale == 0 and (integers or v >= 0)]
            if not values:
                lines.append("· omega")
                continue
            known = " ∨ ".join(f"{variable} = {v}" for v in values)
            lines.append(f"· have {case}' : {known} := by omega")
            lines.append(f"  rcases {case}' with {' | '.join(['rfl'] * len(values))} <;> first | omega | grind")
        yield "\n".join(lines), -0.365 - 0.01 * at


def _integer_products(sight: Sight) -> list[tuple[str, int, int, str, str, int]]:
    """Products of integers that are a number, in words or hypotheses: variable, scale and offset of a factor
    ``scale * variable + offset``, the factor, the rest of the product, the number."""
    hypotheses = [t.partition(" = ") for t in sight.types.values() if re.fullmatch(r"[^∀∃=]+ = \d+", t)]
    products = [(r.left, r.right) for r in sight.relations if r.symbol == "="] + [
        (left, right) for left, _, right in hypotheses
    ]
    found = []
    for left, right in products:
        factors = factors_of(left)
        if len(factors) < 2 or not right.isdecimal() or not 1 < int(right) <= 1000 or _divisor_count(int(right)) > 18:
            continue
        for at, factor in enumerate(factors):
            m = re.fullmatch(r"(?:([1-9]\d*) \* )?([^\W\d][\w₀-₉']*)(?: ([-+]) (\d+))?", factor)
            if m and sight.types.get(m[2]) in ("ℕ", "ℤ") and not (m[3] == "-" and sight.types[m[2]] == "ℕ"):
                rest = [bracket(f) for f in factors[:at] + factors[at + 1 :]]
                offset = int(f"{m[3] or ''}{m[4] or 0}")
                others = rest[0] if len(rest) == 1 else f"({' * '.join(rest)})"
                found.append((m[2], int(m[1] or 1), offset, factor, others, int(right)))
                break
    return found


def _divisor_count(number: int) -> int:
    return sum(number % d == 0 for d in range(1, number + 1))


def closed_forms(sight: Sight) -> Move:
    """``a_n = …`` in the words, proved by induction over one step or two, and used at the arguments of the goal."""
    forms = [form for form in sight.forms if sight.types[form[0]].startswith("ℕ")]
    for at, (function, variable, form) in enumerate(forms[:3]):
        name, bound = sight.free("hf"), sight.free("m")

        def shifted(by: str, form: str = form, variable: str = variable) -> str:
            return re.sub(rf"(?<![\w.]){re.escape(variable)}(?!\w)", by, form)

        arguments = re.findall(rf"(?<![\w.]){re.escape(function)} (\w+|\([^()]*\))", sight.goal.target)[:2]
        facts = ", ".join(n for n, t in sight.types.items() if "=" in t and "≠" not in t)
        left, minus, right = form.rpartition(" - ")
        if minus and sight.types[function] == "ℕ → ℕ" and left.count("(") == left.count(")"):
            uses = "".join(f"have := {name} {a}\n" for a in arguments)
            yield (
                f"have {name} : ∀ {bound} : ℕ, {function} {bound} + {shifted(bound, right)} = {shifted(bound, left)} := by\n"
                f"  intro {bound}\n"
                f"  induction {bound} with\n"
                f"  | zero => simp [{facts}]\n"
                f"  | succ {bound} ih => simp only [{facts}, Nat.pow_succ] at * <;> omega\n"
                f"{uses}try omega",
                -0.36 - 0.001 * at,
            )
        yield (
            f"have {name} : ∀ {bound} : ℕ, {function} {bound} = {shifted(bound)} := by\n"
            f"  intro {bound}\n"
            f"  induction {bound} with\n"
            f"  | zero => simp [{facts}]\n"
            f"  | succ {bound} ih => simp [{facts}, ih] <;> first | omega | grind\n"
            f"try (simp only [{name}]; first | done | omega | norm_num)",
            -0.37 - 0.01 * at,
        )
        one, two = f"({bound} + 1)", f"({bound} + 2)"
        values = [
            f"have {sight.free(name, i)} := ({name} {int(a) - 2}).2\n"
            for i, a in enumerate(arguments, 1)
            if a.isdecimal() and int(a) > 1
        ]
        rewrites = ", ".join(sight.free(name, i) for i in range(1, len(values) + 1))
        yield (
            f"have {name} : ∀ {bound} : ℕ, {function} {one} = {shifted(one)} ∧ {function} {two} = {shifted(two)} := by\n"
            f"  intro {bound}\n"
            f"  induction {bound} with\n"
            f"  | zero => constructor <;> simp [{facts}] <;> grind\n"
            f"  | succ {bound} ih => obtain ⟨ih, ih'⟩ := ih; constructor <;> simp [{facts}, ih, ih'] <;> grind\n"
            f"{''.join(values)}try norm_num [{rewrites or name}]",
            -0.371 - 0.01 * at,
        )


def enumerations(sight: Sight) -> Move:
    """A finite set given by a property: cut it out of an interval whose end the words name, then count."""
    for law, type_ in sight.types.items():
        m = re.fullmatch(r"∀ \(?(\w+)( : \w+\)?)?, \1 ∈ (\w+) ↔ (.*)", type_)
        if m is None or not sight.types.get(m[3], "").startswith("Finset "):
            continue
        variable, collection, body = m[1], m[3], m[4]
        integers = sight.types[collection].endswith("ℤ")
        ends = sorted({abs(int(n)) for n in sight.numbers if _INTEGER.fullmatch(n) and 1 < abs(int(n)) <= 1000})
        name = sight.free("hS")
        counted = f"(simp only [{', '.join(sight.laws)}]; first | rfl | decide +kernel)" if sight.laws else "simp"
        for at, end in enumerate(dict.fromkeys([*ends[-1:], *ends[-2:-1], *ends[len(ends) // 2 :][:1]])):
            interval = f"Finset.Icc (-{end} : ℤ) {end}" if integers else f"Finset.range {end + 1}"
            parts = ["h", "h.1", "h.2", "h.2.1"] if "∣" in body else []
            divides = "".join(
                f" | exact Nat.lt_succ_of_le (le_trans (Nat.le_of_dvd (by decide) {h}) (by decide))" for h in parts
            )
            small = (
                f" | (by_contra hb; have hm : ∀ a, a ≤ {end} → a % {variable} = a := fun a ha => Nat.mod_eq_of_lt (by omega)"
                "; simp [Nat.ModEq, hm] at h)"
            )
            yield (
                f"have {name} : {collection} = ({interval}).filter (fun {variable} => {body}) := by\n"
                f"  ext {variable}\n"
                f"  simp only [{', '.join(['Finset.mem_filter', 'Finset.mem_Icc', 'Finset.mem_range', law, *sight.laws])}]\n"
                f"  refine ⟨fun h => ⟨?_, h⟩, fun h => h.2⟩\n"
                f"  first | omega{divides} | grind | nlinarith{small if 'MOD' in body or '%' in body else ''}\n"
                f"rw [{name}]\n"
                f"first | rfl | decide +kernel | {counted}",
                -0.36 - 0.001 * at,
            )


def evaluate(sight: Sight) -> Move:
    """Where the words only compute, so may Lean's kernel; closed values that the words work out help."""
    target = sight.goal.target
    used = [law for law in sight.laws if any(f in sight.names(target) for f in sight.names(sight.types[law]))]
    small = all(int(n) <= 1000 for n in re.findall(r"\d+", target))
    if small and not re.search(r"[ℝℂ√π∀∃]", target) and re.search(r"\d", target) and (used or not sight.names(target)):
        yield f"simp only [{', '.join(used)}]\ndecide +kernel" if used else "decide +kernel", -0.5
    closed = [r for r in sight.relations if not sight.names(r.lean) and re.search(r"floor|ceil|choose|factorial", r.left)]
    if closed and not sight.claimed:
        names = [sight.free(CLAIM, i) for i in range(1, len(closed[:3]) + 1)]
        lines = [f"try (have {n} : {r.lean} := by first | decide | norm_num)" for n, r in zip(names, closed, strict=False)]
        yield "\n".join([*lines, f"norm_num [{', '.join([*sight.rewrites, '*'])}]"]), -0.8
