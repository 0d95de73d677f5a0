"""Contamination audit: what of a benchmark is in a training set, and whether it helped.

After the memorization study of Llemma (Azerbayev et al. 2023, arXiv:2310.10631, section 3.5): n-grams of the benchmark's
problems that are in the training text, and the rate solved among the problems hit and among the others.
"""

from benchmarks.measure.audit.report import LENGTHS, Audit, audit
from benchmarks.measure.audit.runs import Run, read_run
from benchmarks.measure.audit.sources import Source, TrainingText, open_sources

__all__ = ["LENGTHS", "Audit", "Run", "Source", "TrainingText", "audit", "open_sources", "read_run"]
