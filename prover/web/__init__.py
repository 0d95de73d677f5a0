"""Watch proof searches in the browser: a live one, or those of a recorded run (``benchmarks.run.recorded``).

The view listens to a search's events and has a small channel for commands; the search knows nothing of it.
"""

from prover.web.live import LiveSearch
from prover.web.live_informal import LiveInformal
from prover.web.server import ViewServer

__all__ = ["LiveSearch", "LiveInformal", "ViewServer"]
