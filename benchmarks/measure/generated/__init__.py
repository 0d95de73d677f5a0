"""Random statements, true by construction or false, a module a family: ``statements(seed, n) -> list[(name, statement, true)]``."""
