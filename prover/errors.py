"""Errors that are for the user to mend."""


class ExpectedError(Exception):
    """Its message says what is wrong and what to do; a command shows it in one line, without a traceback."""
