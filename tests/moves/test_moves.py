"""What moves propose at goals given as terms, without Lean."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prover.lean.terms import COMPLEX, INT, NAT, PROP, REAL, App, Bind, Call, GoalTerms, Hypothesis, Num, Opaque, Term, Var
from prover.moves import base
from prover.moves.goal import Goal
from prover.moves.matching import match, occurs, rules
from prover.policy.portfolio import Portfolio
from search.game import ProofState

X, Y, A, B = Var("x", REAL), Var("y", REAL), Var("a", INT), Var("b", INT)
N, M = Var("n", NAT), Var("m", NAT)
P, Q, R = Var("p", PROP), Var("q", PROP), Var("r", PROP)
F, U = Var("f", App("→", (REAL, REAL))), Var("u", App("→", (NAT, NAT)))
DATA = [X, Y, A, B, N, M, P, Q, R, F, U]


def relation(name: str, a: Term, b: Term, type_: Term = REAL) -> App:
    return App(name, (a, b), (type_,))


def arithmetic(name: str, a: Term, b: Term, type_: Term = REAL) -> App:
    return App(name, (a, b), (type_, type_, type_))


def number(value: int, type_: Term = REAL) -> Num:
    return Num(value, type_)


def goal(target: Term, **hypotheses: Term) -> Goal:
    data = [Hypothesis(v.name, v.type) for v in DATA]
    return Goal(GoalTerms((*data, *(Hypothesis(name, type_, "prop") for name, type_ in hypotheses.items())), target))


def tactics(target: Term, /, **hypotheses: Term) -> list[str]:
    return list(base.collect(goal(target, **hypotheses)))


POSITIVE = relation("LT.lt", number(0), X)


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (Bind("∀", "z", REAL, App("→", (POSITIVE, App("Not", (P,))))), "intro z h h₁"),
        (Bind("∀", "x", REAL, App("→", (relation("LT.lt", number(0), App("Real.sqrt", (X,))), P))), "intro x₁ h"),
        (Bind("∀", "_", NAT, P), "intro x₁"),
        (App("→", (App("→", (P, Q)), Q)), "intro h"),
        (App("Not", (App("And", (P, Q)),)), "intro h"),
        (relation("Ne", X, Y), "intro h"),
    ],
)
def test_what_is_introduced(target: Term, expected: str) -> None:
    assert [t for t in tactics(target) if t.startswith("intro ")] == [expected]


@pytest.mark.parametrize(
    ("hypothesis", "expected"),
    [
        (App("And", (P, App("And", (Q, R)))), "obtain ⟨h₁, h₂, h₃⟩ := h"),
        (App("And", (App("And", (P, Q)), R)), "obtain ⟨⟨h₁, h₂⟩, h₃⟩ := h"),
        (App("Or", (P, App("Or", (Q, R)))), "rcases h with h | h | h"),
        (App("Or", (App("Or", (P, Q)), R)), "rcases h with (h | h) | h"),
        (App("Or", (App("And", (P, Q)), R)), "rcases h with ⟨h₁, h₂⟩ | h"),
        (Bind("∃", "k", NAT, App("And", (P, Q))), "obtain ⟨k, hk₁, hk₂⟩ := h"),
        (Bind("∃", "n", NAT, P), "obtain ⟨n₁, hn₁⟩ := h"),
        (Bind("∃!", "k", NAT, P), "obtain ⟨k, hk, hku⟩ := h\ndsimp only at hku"),
        (App("And", (P, Bind("∃", "k", NAT, App("Or", (Q, R))))), "obtain ⟨h₁, k, hk | hk⟩ := h"),
        (App("Not", (App("Or", (P, Q)),)), "push_neg at h"),
    ],
)
def test_hypotheses_are_taken_apart(hypothesis: Term, expected: str) -> None:
    assert expected in tactics(relation("Eq", X, Y), h=hypothesis)


def test_names_of_all_hypotheses_differ() -> None:
    found = tactics(R, **{"h": App("And", (P, Q)), "h₁": Bind("∃", "k", NAT, P), "k": Bind("∃", "k", NAT, Q)})
    assert "obtain ⟨h₂, h₃⟩ := h\nobtain ⟨k₁, hk₁⟩ := h₁\nobtain ⟨k, hk⟩ := k" not in found
    assert "obtain ⟨h₂, h₃⟩ := h\nobtain ⟨k₁, hk₁⟩ := h₁\nobtain ⟨k₂, hk₂⟩ := k" in found


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (App("And", (P, App("And", (Q, R)))), "refine ⟨?_, ?_, ?_⟩"),
        (App("Iff", (P, Q)), "constructor"),
        (App("Or", (P, Q)), "left"),
        (App("Or", (POSITIVE, Q)), "refine Classical.or_iff_not_imp_left.mpr fun h => ?_\npush_neg at h"),
        (App("Function.Injective", (F,), (REAL, REAL)), "intro a₁ b₁ hab"),
        (App("Function.Injective", (Bind("λ", "k", REAL, X),), (REAL, REAL)), "intro a₁ b₁ hab\ndsimp only at *"),
        (Bind("∃", "k", INT, P), "refine ⟨-1, ?_⟩"),
        (Bind("∃", "k", INT, P), "refine ⟨a, ?_⟩"),
        (Bind("∃!", "k", NAT, P), "refine ⟨1, ?_, fun y₁ hy => ?_⟩ <;> dsimp only at *"),
        (App("ite", (POSITIVE, P, Q), (PROP,)), "by_cases hc : 0 < x <;> simp only [hc, if_true, if_false] at ⊢"),
    ],
)
def test_the_target_is_split(target: Term, expected: str) -> None:
    assert expected in tactics(target)


@pytest.mark.parametrize(
    ("target", "hypotheses", "expected"),
    [
        (P, {"h": P}, "exact h"),
        (relation("Eq", X, Y), {"h": relation("Eq", Y, X)}, "exact h.symm"),
        (relation("LE.le", X, Y), {"h": relation("LT.lt", X, Y)}, "exact le_of_lt h"),
        (App("Or", (Q, P)), {"h": P}, "exact Or.inr h"),
        (Q, {"h": P, "k": App("Not", (P,))}, "exact absurd h k"),
        (Q, {"h": App("False")}, "exact h.elim"),
        (Q, {"h": relation("Ne", X, X)}, "exact absurd rfl h"),
        (Q, {"h": P, "k": App("→", (P, Q))}, "exact k h"),
        (Q, {"h": P, "k": App("Iff", (Q, P))}, "exact k.mpr h"),
        (R, {"h": P, "k": App("→", (P, Q))}, "have k' := k h"),
        (Q, {"k": App("→", (P, Q))}, "refine k ?_"),
        (R, {"h": relation("Eq", X, number(3)), "k": relation("Eq", X, Y)}, "subst_vars"),
        (relation("Eq", Call(F, (X,)), Y), {"h": relation("Eq", Call(F, (X,)), number(3))}, "rw [h]"),
        (Q, {"h": App("→", (P, Q))}, "by_cases hc : p"),
        (relation("Ne", X, Y), {"h": relation("Ne", X, number(2))}, "contrapose! h"),
    ],
)
def test_hypotheses_are_used(target: Term, hypotheses: dict[str, Term], expected: str) -> None:
    found = tactics(target, **hypotheses)
    assert expected in found


def test_equations_are_used_where_they_occur_only() -> None:
    found = tactics(relation("Eq", X, Y), h=relation("Eq", Call(F, (X,)), number(3)))
    assert not any(t.startswith("rw") for t in found)


def test_a_rule_that_leads_to_itself_is_applied_one_step_at_a_time() -> None:
    step = Bind("∀", "k", NAT, App("→", (relation("Eq", U, U), relation("Eq", U, U))))
    (rule,) = rules(Hypothesis("h", step, "prop"))
    assert rule.recursive
    (other,) = rules(Hypothesis("h", App("→", (P, Q)), "prop"))
    assert not other.recursive


@pytest.mark.parametrize(
    ("pattern", "term", "found"),
    [
        (Var("?0", NAT), N, {"?0": N}),
        (Var("?0", NAT), X, None),
        (arithmetic("HAdd.hAdd", Var("?0", NAT), number(1, NAT), NAT), number(5, NAT), {"?0": number(4, NAT)}),
        (arithmetic("HAdd.hAdd", Var("?0", NAT), number(7, NAT), NAT), number(5, NAT), None),
        (arithmetic("HAdd.hAdd", Var("?0", REAL), number(1)), number(5), None),
        (relation("Eq", Var("?0", REAL), Var("?0", REAL)), relation("Eq", X, Y), None),
        (Call(F, (Var("?0", REAL),)), Call(F, (Call(F, (X,)),)), {"?0": Call(F, (X,))}),
    ],
)
def test_matching(pattern: Term, term: Term, found: dict[str, Term] | None) -> None:
    got: dict[Var, Term] = {}
    assert match(pattern, term, got) == (found is not None)
    assert found is None or {v.name: t for v, t in got.items()} == found


def test_expensive_tactics_wait_until_hypotheses_are_taken_apart() -> None:
    target = relation("LT.lt", arithmetic("HMul.hMul", X, X), number(1))
    order = tactics(target, h=App("And", (POSITIVE, relation("LT.lt", X, number(1)))))
    assert order.index("omega") < order.index("simp at *") < order.index("norm_num")
    order = tactics(target, h=POSITIVE, k=relation("LT.lt", X, number(1)))
    assert order.index("norm_num") < order.index("simp at *")


def test_mathlib_s_own_tactics_where_it_is_there() -> None:
    at = goal(relation("Eq", arithmetic("HAdd.hAdd", X, number(1)), arithmetic("HAdd.hAdd", number(1), X)))
    assert {"ring_nf", "ring_nf at *"} <= set(base.collect(at, mathlib=True)) - set(base.collect(at))


def test_fresh_names() -> None:
    at = goal(Bind("∀", "z", REAL, P), **{"h": P, "h₁": Q})
    assert (at.fresh("h"), at.fresh("w"), at.fresh("h", ["h₂"]), at.fresh("z"), at.unused("z")) == ("h₂", "w", "h₃", "z₁", "z")
    assert at.numbered("h", 3) == ["h₁₁", "h₂", "h₃"]


NUMBERS = st.deferred(
    lambda: st.one_of(
        st.sampled_from([X, Y, number(0), number(-3), App("Real.pi", (), (REAL,))]),
        st.builds(lambda v: Call(F, (v,)), NUMBERS),
        st.builds(
            lambda name, v: App(name, (v,), (REAL,)),
            st.sampled_from(["Real.sqrt", "Real.log", "abs", "Inv.inv", "Real.sin"]),
            NUMBERS,
        ),
        st.builds(arithmetic, st.sampled_from(["HAdd.hAdd", "HMul.hMul", "HSub.hSub", "HDiv.hDiv"]), NUMBERS, NUMBERS),
        st.builds(lambda v, k: App("HPow.hPow", (v, number(k, NAT)), (REAL, NAT, REAL)), NUMBERS, st.integers(0, 4)),
    )
)
NATURALS = st.deferred(
    lambda: st.one_of(
        st.sampled_from([N, M, number(0, NAT), number(12, NAT)]),
        st.builds(lambda v: Call(U, (v,)), NATURALS),
        st.builds(
            lambda name, v, w: arithmetic(name, v, w, NAT), st.sampled_from(["HAdd.hAdd", "HMod.hMod"]), NATURALS, NATURALS
        ),
        st.builds(lambda v: App("Int.toNat", (App("Int.floor", (v,), (REAL,)),)), NUMBERS),
    )
)
PROPOSITIONS = st.deferred(
    lambda: st.one_of(
        st.sampled_from([P, Q, App("False"), Opaque("IsOpen s")]),
        st.builds(relation, st.sampled_from(["Eq", "Ne", "LT.lt", "LE.le"]), NUMBERS, NUMBERS),
        st.builds(
            lambda name, v, w: relation(name, v, w, NAT), st.sampled_from(["Eq", "LE.le", "Dvd.dvd"]), NATURALS, NATURALS
        ),
        st.builds(lambda name, p, q: App(name, (p, q)), st.sampled_from(["And", "Or", "→", "Iff"]), PROPOSITIONS, PROPOSITIONS),
        st.builds(lambda p: App("Not", (p,)), PROPOSITIONS),
        st.builds(
            lambda kind, t, p: Bind(kind, "k", t, p),
            st.sampled_from(["∀", "∃", "∃!"]),
            st.sampled_from([NAT, REAL, COMPLEX]),
            PROPOSITIONS,
        ),
        st.builds(lambda c, v, w: relation("Eq", App("ite", (c, v, w), (REAL,)), X), PROPOSITIONS, NUMBERS, NUMBERS),
    )
)


@given(PROPOSITIONS, st.lists(PROPOSITIONS, max_size=4))
def test_every_proposal_is_well_formed(target: Term, hypotheses: list[Term]) -> None:
    at = goal(target, **{f"h{i}": p for i, p in enumerate(hypotheses)})
    for made in (s for m in base.MOVES.values() if not m.slow for s in base.run(m, at)):
        assert -3 < made.logprob < 0 and made.tactic.strip(), made
        assert not any(mark in made.tactic for mark in ("✝", "$", "#", "?0", "?1", "None")), made
        assert all(made.tactic.count(a) == made.tactic.count(b) for a, b in ("()", "[]", "⟨⟩", "{}")), made
    found = list(base.collect(at).values())
    assert [s.logprob for s in found] == sorted((s.logprob for s in found), reverse=True)


@given(PROPOSITIONS)
def test_a_proposition_occurs_in_itself_and_in_what_it_is_part_of(p: Term) -> None:
    assert occurs(p, [p]) and occurs(p, [App("And", (Q, p))])
    assert match(p, p, {})


def test_a_goal_that_is_not_known_gets_the_tables_tactics() -> None:
    states = [ProofState(str(i), (f"⊢ {t}",)) for i, t in enumerate(["p ∧ q", "p ∨ q"])] + [ProofState("x", ())]
    batches = asyncio.run(Portfolio().propose(states))
    assert len(batches) == 3
    assert all(p.logprob < 0 and p.source == "portfolio" for batch in batches for p in batch)
