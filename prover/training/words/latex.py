"""Lean terms as LaTeX, without the dollar signs."""

from __future__ import annotations

import re

from prover.training.words.terms import Term

_TYPES = {kind: rf"\mathbb{{{letter}}}" for kind, letter in zip("ℕℤℚℝℂ", "NZQRC", strict=True)}
_GREEK = dict(
    zip(
        "αβγδεθμπσφω",
        ("alpha", "beta", "gamma", "delta", "varepsilon", "theta", "mu", "pi", "sigma", "varphi", "omega"),
        strict=True,
    )
)
_INFIX = {
    "=": "=", "≠": r"\neq", "<": "<", ">": ">", "≤": r"\le", "≥": r"\ge", "∣": r"\mid", "∈": r"\in", "∉": r"\notin",
    "⊆": r"\subseteq", "⊂": r"\subset", "∪": r"\cup", "∩": r"\cap", "\\": r"\setminus", "∧": r"\land", "∨": r"\lor", "→": r"\to",
    "↔": r"\iff", "∘": r"\circ", "×": r"\times",
    "≃": r"\simeq", "%": r"\bmod", "++": r"\mathbin{+\!\!+}", "::": "::", "•": r"\cdot",
}  # fmt: skip
_BINDS = {"↔": 1, "→": 2, "∨": 3, "∧": 4, "∪": 6, "+": 6, "-": 6, "++": 6, "::": 6, "%": 7, "∩": 7, "\\": 7, "*": 7, "∘": 8}
_RELATION = 5
_NEGATED = {"=": r"\neq", "∣": r"\nmid", "∈": r"\notin", "<": r"\not<", "≤": r"\not\le", "⊆": r"\not\subseteq"}
_FUNCTIONS = {"log", "sin", "cos", "tan", "exp", "gcd", "lcm", "min", "max", "arctan"}
_INTERVALS = {"Icc": "[]", "Ioo": "()", "Ico": "[)", "Ioc": "(]"}
_RAYS = {"Ici": r"[{},\infty)", "Ioi": r"({},\infty)", "Iic": r"(-\infty,{}]", "Iio": r"(-\infty,{})"}
_DIGITS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


def latex(term: Term) -> str:
    """The term as LaTeX; what it has no sign for is written as a named function."""
    return _show(term, 0)


def latex_name(text: str) -> str:
    text = text.replace("✝", "'")
    found = re.fullmatch(r"(.*?)([₀-₉]+)('*)", text)
    stem, index, primes = found.groups() if found else (text, "", "")
    stem = _TYPES.get(stem) or (rf"\{_GREEK[stem]}" if stem in _GREEK else stem)
    if len(stem.rstrip("'")) > 1 and not stem.startswith("\\"):
        stem = rf"\text{{{stem}}}".replace("_", r"\_")
    return stem + (_lowered(index.translate(_DIGITS)) if index else "") + primes


def _lowered(text: str) -> str:
    return f"_{text}" if len(text) == 1 else f"_{{{text}}}"


def _raised(text: str) -> str:
    return f"^{text}" if len(text) == 1 else f"^{{{text}}}"


def _show(term: Term, least: int) -> str:
    text, binds = _text(term)
    return text if binds >= least else rf"\left({text}\right)" if r"\frac" in text else f"({text})"


def _text(term: Term) -> tuple[str, int]:
    """LaTeX, and how tightly it binds: 10 an atom, 9 a power, 7 a product, 6 a sum, 5 a relation."""
    match term.kind:
        case "number":
            return term.text, 10
        case "name":
            return _constant(term.text), 10
        case "prefix":
            return _prefix(term)
        case "postfix":
            inner = _show(term.parts[0], 10)
            return {"!": f"{inner}!", "⁻¹": f"{inner}^{{-1}}", "ᶜ": f"{inner}^c"}[term.text], 9
        case "around":
            inner = _show(term.parts[0], 0)
            left, right = {"|": ("|", "|"), "⌊": (r"\lfloor ", r" \rfloor"), "⌈": (r"\lceil ", r" \rceil")}[term.text]
            return left + inner + right, 10
        case "modulo":
            left, right, modulus = (_show(part, 6) for part in term.parts)
            return rf"{left} \equiv {right} \pmod{{{modulus}}}", _RELATION
        case "set":
            return (r"\{" + ", ".join(map(latex, term.parts)) + r"\}") if term.parts else r"\emptyset", 10
        case "tuple" | "list":
            left, right = "()" if term.kind == "tuple" else "[]"
            return left + ", ".join(map(latex, term.parts)) + right, 10
        case "builder":
            names = ", ".join(map(latex_name, term.names))
            kind = rf" \in {latex(term.type)}" if term.type else ""
            *condition, body = map(latex, term.parts)
            return rf"\{{{condition[0] if condition else names + kind} : {body}\}}", 10
        case "bind":
            return _bind(term)
        case "infix":
            return _infix(term)
    return _call(term)


def _prefix(term: Term) -> tuple[str, int]:
    inner = term.parts[0]
    match term.text:
        case "-":
            return f"-{_show(inner, 7)}", 7
        case "√":
            return rf"\sqrt{{{latex(inner)}}}", 10
        case "#":
            return f"|{latex(inner)}|", 10
        case "¬":
            if inner.kind == "infix" and inner.text in _NEGATED:
                left, right = (_show(part, 6) for part in inner.parts)
                return f"{left} {_NEGATED[inner.text]} {right}", _RELATION
            return rf"\lnot {_show(inner, 5)}", 5
    return _text(inner)  # casts are not shown


def _infix(term: Term) -> tuple[str, int]:
    op, (left, right) = term.text, term.parts
    if op == "^":
        return _show(left, 10) + _raised(latex(right)), 9
    if op == "/":
        return rf"\frac{{{latex(left)}}}{{{latex(right)}}}", 8
    if op == "*":
        a, b = _show(left, 7), _show(right, 8)
        apart = b[0].isdigit() or (a[-1].isdigit() and b.startswith(r"\frac"))
        word = re.search(r"\\[a-zA-Z]+$", a) and b[0].isalpha()
        return rf"{a} \cdot {b}" if apart else f"{a} {b}" if word else a + b, 7
    if op in "+-":
        b = _show(right, 7)
        return f"{_show(left, 6)} {op} {f'({b})' if b.startswith('-') else b}", 6
    if op in ("''", "⁻¹'"):
        return f"{_show(left, 10)}{'' if op == chr(39) * 2 else '^{-1}'}({latex(right)})", 10
    binds = _BINDS.get(op, _RELATION)
    return f"{_show(left, binds + 1)} {_INFIX[op]} {_show(right, binds if op in '→∧∨' else binds + 1)}", binds


def _bind(term: Term) -> tuple[str, int]:
    *condition, body = term.parts
    names = ", ".join(map(latex_name, term.names))
    if term.text in ("∑", "∏"):
        sign = r"\sum" if term.text == "∑" else r"\prod"
        return f"{sign}_{_range(names, condition[0] if condition else None)} {_show(body, 7)}", 6
    if term.text in ("fun", "λ"):
        return rf"{names} \mapsto {latex(body)}", 0
    sign = {"∀": r"\forall", "∃": r"\exists", "∃!": r"\exists!"}[term.text]
    kind = latex(condition[0]) if condition else names + (rf" \in {latex(term.type)}" if term.type else "")
    return f"{sign} {kind}, {latex(body)}", 0


def _range(names: str, condition: Term | None) -> str:
    if condition is None:
        return f"{{{names}}}"
    where = condition.parts[1]
    if where.kind == "call" and where.parts[0].kind == "name":
        head, *arguments = where.parts
        match head.text.rpartition(".")[2], arguments:
            case "range", [end]:
                return f"{{{names}=0}}^{{{_less(end)}}}"
            case "Icc", [first, last]:
                return f"{{{names}={latex(first)}}}^{{{latex(last)}}}"
            case "Ico", [first, end]:
                return f"{{{names}={latex(first)}}}^{{{_less(end)}}}"
    return f"{{{latex(condition)}}}"


def _less(end: Term) -> str:
    """One less."""
    if end.kind == "number":
        return str(int(end.text) - 1)
    if end.kind == "infix" and end.text == "+" and end.parts[1] == Term("number", "1"):
        return latex(end.parts[0])
    return f"{latex(end)}-1"


def _constant(text: str) -> str:
    head, dot, last = text.rpartition(".")
    if not dot:
        return latex_name(text)
    if last in ("pi", "π"):
        return r"\pi"
    if head and (head in ("Set", "Finset") and last in ("univ", "empty")):
        return {"univ": "U", "empty": r"\emptyset"}[last]
    if head[0].islower() or (len(head) == 1 and head.isalpha()):
        return _method(last, [latex_name(head)])
    return rf"\operatorname{{{last}}}".replace("_", r"\_")


def _call(term: Term) -> tuple[str, int]:
    head, *arguments = term.parts
    shown = [latex(argument) for argument in arguments]
    if head.kind != "name":
        return f"{_show(head, 10)}({', '.join(shown)})", 10
    owner, dot, last = head.text.rpartition(".")
    if dot and owner and (owner[0].islower() or (len(owner) == 1 and owner[0].isalpha())):
        shown = [latex_name(owner), *shown]
    elif not dot and not _known(last, len(shown)):
        return f"{latex_name(head.text)}({', '.join(shown)})", 10
    return _method(last, shown), 9 if last == "exp" else 10


def _known(last: str, count: int) -> bool:
    return (last in _FUNCTIONS or last in ("abs", "Set", "Finset", "List")) and count > 0


def _method(last: str, shown: list[str]) -> str:
    match last, shown:
        case (("sqrt" | "nnsqrt"), [x]):
            return rf"\sqrt{{{x}}}"
        case "exp", [x]:
            return f"e^{{{x}}}"
        case "logb", [b, x]:
            return rf"\log_{{{b}}}({x})"
        case "choose", [n, k]:
            return rf"\binom{{{n}}}{{{k}}}"
        case "factorial", [n]:
            return f"({n})!" if len(n) > 1 and not n.isdigit() else f"{n}!"
        case "succ", [n]:
            return f"({n} + 1)"
        case "card", [s]:
            return f"|{s}|"
        case "abs", [x]:
            return f"|{x}|"
        case "divisors", [n]:
            return rf"\{{d : d \mid {n}\}}"
        case (("toFun" | "1"), [f, *rest]):
            return f"{f}({', '.join(rest)})" if rest else f
        case (("invFun" | "2" | "symm"), [f, *rest]):
            return f"{f}^{{-1}}({', '.join(rest)})" if rest else f"{f}^{{-1}}"
        case (("Icc" | "Ioo" | "Ico" | "Ioc"), [a, b]):
            left, right = _INTERVALS[last]
            return f"{left}{a}, {b}{right}"
        case (("Ici" | "Ioi" | "Iic" | "Iio"), [a]):
            return _RAYS[last].format(a)
        case "range", [n]:
            return rf"\{{0, \dots, {n} - 1\}}"
        case "filter", [condition, s]:
            return rf"\{{{s} : {condition}\}}"
        case (("Set" | "Finset" | "List"), [kind]):
            return rf"\text{{{last}}}({kind})"
    name = rf"\{last}" if last in _FUNCTIONS and last not in ("lcm",) else rf"\operatorname{{{last}}}".replace("_", r"\_")
    return f"{name}({', '.join(shown)})" if shown else name
