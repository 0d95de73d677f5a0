"""The run loop and the run folder: from a data set to results, verified."""
