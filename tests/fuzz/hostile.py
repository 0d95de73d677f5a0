"""Texts and bytes that are likely to break something."""

from __future__ import annotations

from hypothesis import strategies as st

PIECES = (
    "theorem", "t", " : ", ":=", "by", "sorry", "\n", "\n  ", "ℕ", "ℝ", "∀ x, ", "∃ y, ", "→", "∧", "¬", "(", ")", "{", "}", "⟨", "⟩", "[",
    "]", "«", "»", "·", "0", "1", "x", "2 ^ 100000", "==", "-- ", "/-", "-/", '"', "'", "\\", "#eval", "open", "in", "import Lean",
    "namespace A", "end A", "end", "set_option maxRecDepth 1000000 in", "simp", "omega", "grind", "decide", "fun x => ", "let", "if",
    "match x with", "| _ => ", "@", "@[simp]", "universe u", "Type u", "$", "`(", "«a b»", ";", "<;>", "\t", "\r\n", "\u2028", "\ufeff",
    "\u202e", "\x00", "\x7f", "a\u0301", "𝔸", "👩\u200d🔬", "example", "axiom f : False", "variable (n : ℕ)", "macro", "notation",
)  # fmt: skip

CHARACTERS = st.characters(exclude_categories=["Cs"])
SURROGATES = st.characters()
"""All of Unicode, halves of surrogate pairs too, as ``sys.argv`` may hold them."""

lean_text = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=30).map("".join),
    st.text(CHARACTERS, max_size=80),
    st.builds(lambda piece, n: piece * n, st.sampled_from(PIECES), st.sampled_from([2, 60, 300, 2000])),
)


@st.composite
def mutated(draw, original: bytes) -> bytes:
    """The bytes with some cut out, doubled, changed or put in."""
    data = bytearray(original)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        kind = draw(st.sampled_from(["cut", "double", "flip", "put", "end", "number"]))
        if kind == "cut":
            del data[at : at + draw(st.integers(1, 40))]
        elif kind == "double":
            data[at:at] = data[at : at + draw(st.integers(1, 200))]
        elif kind == "flip" and data:
            data[at] = draw(st.integers(0, 255))
        elif kind == "put":
            data[at:at] = draw(st.binary(max_size=12))
        elif kind == "number":
            data[at:at] = draw(st.sampled_from([b"-1", b"1e999", b"NaN", b"9" * 30, b"null", b"[]", b"{}", b'""', b"true"]))
        else:
            del data[at:]
    return bytes(data)


@st.composite
def mutated_text(draw, original: str) -> str:
    """The text with pieces of Lean put in, taken out or moved."""
    text = original
    for _ in range(draw(st.integers(1, 3))):
        at, to = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        text = draw(
            st.sampled_from(
                [
                    text[:at] + text[to:],
                    text[:at] + draw(st.sampled_from(PIECES)) + text[at:],
                    text[to:] + text[at:to] + text[:at],
                ]
            )
        )
    return text
