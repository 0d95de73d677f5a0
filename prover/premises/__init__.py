"""Premises: the theorems in sight, indexed once, and those that a goal is likely to need, best first.

``symbols`` reads goals and statements, ``index`` matches rare symbols, ``embedding`` places goals and statements in one space,
``memory`` remembers what proofs used, ``evidence`` gathers what speaks for each candidate, ``ranker`` weighs it; ``retriever`` is what to
ask, ``environment`` makes an index of a running Lean, ``model`` is what is learnt and ships with the program.

    index = await premise_index(worker, shipped())
    for found in retrieve(index, "a b : ℕ\\n⊢ a * b = b * a", 10, shipped()):
        print(found.premise.name, found.premise.statement)
"""
