"""Retrieval of premises on LeanDojo Benchmark 4.  Importing it keeps linear algebra to one thread, as the figures are for one."""

import os

for _library in ("OMP", "OPENBLAS", "MKL"):
    os.environ.setdefault(f"{_library}_NUM_THREADS", "1")  # read when numpy is imported
