"""See to it that enough of a session asks for more than applying, without crowding its minutes. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from assistant.plans import Line
from assistant.tasks.bloom import LEAST_HIGHER, above_apply, share_above

__all__ = ["deepened"]

ACTIVE = ("Demonstration", "Practice", "Own", "Check")
"""Steps whose points are activities; arriving, pausing and agreeing are none."""
Points = dict[str, list[Line]]


def deepened(points: Points, harder: Sequence[Line], kept: Sequence[Line]) -> Points:
    """The points with harder activities for plain ones, in the order that costs a plan least, until the share is reached.

    First other items of the practice, then fewer plain checks and demonstrations, then a harder check, and only then what was chosen
    for the level, or one activity more.

    Args:
        points: By step.
        harder: Activities above "apply" of the lesson, the easiest first.
        kept: Items chosen for the level or a wish.
    """
    points = {name: list(lines) for name, lines in points.items()}
    for change in _changes(points, harder, kept):
        if share_above([line.text for name in ACTIVE for line in points.get(name, [])]) >= LEAST_HIGHER:
            break
        change()
    return points


def _changes(points: Points, harder: Sequence[Line], kept: Sequence[Line]) -> Iterator[Callable[[], None]]:
    """What can be done, the cheapest first."""

    def fresh() -> Line | None:
        taken = [line for lines in points.values() for line in lines]
        return next((line for line in harder if line not in taken), None)

    def replace(name: str, spare: Sequence[Line] = ()) -> None:
        places = [place for place, line in enumerate(points[name]) if not above_apply(line.text) and line not in spare]
        if places and (line := fresh()):
            points[name][places[-1]] = line

    def trim(name: str, least: int) -> None:
        places = [place for place, line in enumerate(points[name]) if not above_apply(line.text)]
        if len(points[name]) > least and places:
            del points[name][places[-1]]

    def add() -> None:
        if line := fresh():
            points["Practice"].append(line)

    yield from (lambda: replace("Practice", kept) for _ in points["Practice"])
    yield from (lambda: trim("Check", 2) for _ in points["Check"])
    yield from (lambda: trim("Demonstration", 2) for _ in points["Demonstration"])
    yield lambda: replace("Check")
    yield from (lambda: trim("Demonstration", 1) for _ in points["Demonstration"])
    yield from (lambda: replace("Practice") for _ in points["Practice"])
    yield lambda: replace("Check")
    yield add
    yield add
