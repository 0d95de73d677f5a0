"""Watch proof searches in the browser: a live one, or those of a recorded run.

The view listens to a search's events and has a small channel for commands; the search knows nothing of it.
"""

from prover.web.live import LiveSearch
from prover.web.live_words import LiveWords
from prover.web.recorded import RecordedRun
from prover.web.server import ViewServer, serve_run

__all__ = ["LiveSearch", "LiveWords", "RecordedRun", "ViewServer", "serve_run"]
