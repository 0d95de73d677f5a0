"""Something shown on a terminal for as long as it changes."""

from __future__ import annotations

from typing import Any


class LiveDisplay:
    """A context manager that keeps what ``render`` returns on ``console``, if that is a terminal."""

    def __init__(self, console: Any) -> None:
        self.console = console
        self.live: Any = None
        """The ``rich.live.Live``, while there is one."""

    def render(self) -> Any:
        """What is shown now, as something ``rich`` prints; subclasses say."""
        return ""

    def __enter__(self) -> Any:
        if self.console.is_terminal:
            from rich.live import Live

            self.live = Live(get_renderable=self.render, console=self.console, refresh_per_second=4, transient=True)
            self.live.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self.live is not None:
            self.live.stop()
