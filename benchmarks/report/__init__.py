"""What runs come to: one HTML page, a table for the terminal, figures, numbers.

from benchmarks.report import table
frame = table("runs/x")                                # a pandas.DataFrame, one row an attempt
frame[frame.proved].groupby("source").seconds.median()
"""

from benchmarks.report.load import ReportedRun, load_run, load_runs, table

__all__ = ["ReportedRun", "load_run", "load_runs", "table"]
