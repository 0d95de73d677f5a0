"""``python -m prover.cli``: the command line where the ``prover`` command is not installed."""

from prover.cli import app

if __name__ == "__main__":
    app(prog_name="prover")
