"""Data sets, the run loop over them, and the folder a run leaves on disk."""
