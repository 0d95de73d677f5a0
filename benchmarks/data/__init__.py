"""The data sets: where their problems come from, and which statements no training may use."""
