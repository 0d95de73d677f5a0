"""Sample points: a point where all inequalities of a system hold shows that there is no certificate, in a millisecond."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from prover.algebra.certificates import System
from prover.algebra.elimination import eliminated
from prover.algebra.linear_programs import active_variables
from prover.algebra.polynomials import as_float

POINTS = 3000
MARGIN = 1e-6


def counterexample(system: System, integral: bool = False) -> dict[int, float] | None:
    """Values of the generators that satisfy the system by a margin, looked for among fixed random points; ``None`` where none
    was met.  Equations must be eliminable (``eliminated``); with others none is looked for.  ``integral``: integers only."""
    import numpy

    reduced = eliminated(system).reduced
    if any(e != 0 for e in reduced.equations) or (integral and len(reduced.equations) < len(system.equations)):
        return None
    variables = active_variables(reduced)
    points = _points(len(variables), integral)
    alive = numpy.ones(len(points), dtype=bool)
    for inequality in sorted(reduced.inequalities, key=lambda i: len(i.polynomial)):
        values, size = numpy.zeros(len(points)), numpy.zeros(len(points))
        for exponents, coefficient in inequality.polynomial.to_dict().items():
            term = numpy.full(len(points), as_float(coefficient))
            for column, variable in enumerate(variables):
                if exponents[variable]:
                    term = term * points[:, column] ** int(exponents[variable])
            values += term
            size += abs(term)
        alive &= values >= 0 if integral and not inequality.strict else values > MARGIN * size
        if not alive.any():
            return None
    at = points[int(numpy.argmax(alive))]
    return {variable: float(value) for variable, value in zip(variables, at, strict=True)}


@lru_cache(maxsize=16)
def _points(dimension: int, integral: bool) -> Any:
    """Points at several scales, signs mixed, some with equal or zero coordinates."""
    import numpy

    generator = numpy.random.default_rng(7)
    scales = 10.0 ** generator.uniform(-2, 2, (POINTS, 1))
    points = generator.normal(size=(POINTS, dimension)) * scales
    points[::3] = abs(points[::3])
    if dimension:
        points[1::7] = points[1::7, :1] * generator.choice([0.5, 1.0, 2.0], (len(points[1::7]), dimension))
        points[2::7] = numpy.round(points[2::7])
        points[3::7] = generator.uniform(0, 1, (len(points[3::7]), dimension))
        points[4::7] = numpy.round(2 * points[4::7]) / 2
    return numpy.round(points) if integral else points
