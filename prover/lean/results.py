"""How a statement was read; the words only, so that results can be read without Lean."""

from __future__ import annotations

from typing import Literal

ReadingKind = Literal["exact", "generalized", "modelled", "mathlib"]
