"""No more than so many updates a second: each one costs the server and the browser work."""

from __future__ import annotations

import time
from collections.abc import Callable

__all__ = ["Pace"]

INTERVAL = 0.1
"""Seconds. At 10 updates a second 80 people are served on two cores, at one a token 40 (measured with Gradio 6.31)."""


class Pace:
    """Waits until the next update may be sent.

    Args:
        interval: Least time between two updates, in seconds.
        clock: Tells the time in seconds.
        sleep: Waits for so many seconds.
    """

    def __init__(self, interval: float = INTERVAL, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep) -> None:
        self._interval = interval
        self._clock = clock
        self._sleep = sleep
        self._last: float | None = None

    def wait(self) -> None:
        """Return at once the first time, later no sooner than the interval after the last return."""
        now = self._clock()
        if self._last is not None and (left := self._last + self._interval - now) > 0:
            self._sleep(left)
            now += left
        self._last = now
