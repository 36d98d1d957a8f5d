"""Adding documents as it goes: what became of each file, told a few times a second while a thread reads them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Protocol

from assistant.pages.pace import Pace
from assistant.pages.shelf import problem_card, said, working
from assistant.pages.text import line
from assistant.pages.trouble import Problem, trouble
from knowledge.library import Progress
from knowledge.reports import FileReport, Outcome, Report, Terms

__all__ = ["Batch", "Ingest", "adding", "batch_list", "forget"]

INTERVAL = 0.2
"""Seconds between two updates at least."""
EMBEDDING = "Embedding"
"""What the library says it is doing once every file is read."""
FINDABLE = "Making them easy to find"
_TWICE = ("Another file of the same name was chosen with it.", "Give it another name and add it again.")
_PILLS = {Outcome.ADDED: "ok", Outcome.CHANGED: "ok", Outcome.REFUSED: "bad"}
Event = str | FileReport | Report | Exception
"""What comes out of the thread: what is being done, what became of a file, the end, or a failure."""

logger = logging.getLogger(__name__)


class Ingest(Protocol):
    """Adds files; see :meth:`knowledge.library.Library.ingest`."""

    def __call__(self, paths: Sequence[Path], *, terms: Terms, progress: Progress, each: Callable[[FileReport], None]) -> Report:
        """Read, keep and show them."""


@dataclass(frozen=True, slots=True)
class Batch:
    """How far the files of one batch have come."""

    done: tuple[FileReport, ...] = ()
    waiting: tuple[str, ...] = ()
    reading: str = ""
    """Name of the file that is being read; it is among those waiting."""
    chosen: tuple[str, ...] = ()
    """Names of all files, as they were chosen."""
    begun: bool = True
    """False while files are only chosen."""
    report: Report | None = None
    """None until everything is there to be found."""
    problem: Problem | None = None

    def after(self, event: Event) -> Batch:
        """The batch once one more thing has happened; a text is what the library says it is doing."""
        if isinstance(event, str):
            return replace(self, reading=event.removeprefix("Reading "))
        if isinstance(event, FileReport):
            left = tuple(name for name in self.waiting if event.name != name and not event.name.startswith(f"{name}/"))
            return replace(self, done=(*self.done, event), waiting=left)
        if isinstance(event, Report):
            return replace(self, report=event, waiting=(), reading="")
        problem = trouble(event, "Nothing was added; your files are still chosen. Try again.")
        return replace(self, problem=problem, done=(), waiting=self.chosen, reading="")


def adding(ingest: Ingest, paths: Sequence[Path], terms: Terms, pace: Pace | None = None) -> Iterator[Batch]:
    """Add files in a thread of their own, which goes on when nobody looks any more; the last batch has a report or a problem."""
    pace = pace or Pace(INTERVAL)
    chosen = {path.name: path for path in reversed(paths)}
    twice = [FileReport(path.name, Outcome.REFUSED, *_TWICE) for path in paths if chosen[path.name] is not path]
    batch = Batch(tuple(twice), tuple(dict.fromkeys(path.name for path in paths)), chosen=tuple(path.name for path in paths))
    events: Queue[Event] = Queue()
    Thread(target=_work, args=(ingest, [chosen[name] for name in batch.waiting], terms, events), name="adding", daemon=True).start()
    yield batch
    while batch.report is None and batch.problem is None:
        for event in _so_far(events):
            batch = batch.after(event)
        pace.wait()
        yield batch


def forget(paths: Sequence[Path]) -> None:
    """Delete uploaded files and the folders they alone lie in."""
    for path in paths:
        with suppress(OSError):
            path.unlink(missing_ok=True)
            path.parent.rmdir()


def batch_list(batch: Batch) -> str:
    """The files and what became of each, under a line that is spoken when the batch begins and when it ends."""
    if batch.problem:
        top = problem_card(batch.problem)
    elif batch.report:
        top = said(_summary(batch.done), kind="summary")
    elif not batch.begun:
        top = said(f"{_files(len(batch.waiting))} chosen. Press Add to read them.")
    else:
        top = working(FINDABLE if batch.reading == EMBEDDING else f"Adding {_files(len(batch.chosen))}")
    rows = "".join([*(_row(one, batch.report is not None) for one in batch.done), *(_pending(name, name == batch.reading) for name in batch.waiting)])
    return f'<div class="adding">{top}<ul tabindex="0">{rows}</ul></div>' if rows else f'<div class="adding">{top}</div>'


def _summary(done: Sequence[FileReport]) -> str:
    counts = [(sum(one.outcome is outcome for one in done), outcome) for outcome in Outcome]
    return ", ".join(f"{count} {outcome}" for count, outcome in counts if count) + "."


def _row(one: FileReport, shown: bool) -> str:
    """A file; what is read is called added only once it can be found."""
    passages = f"{one.passages:,} {'passage' if one.passages == 1 else 'passages'}" if one.passages else ""
    hidden = f"Hidden text left out: {', '.join(one.hidden)}" if one.hidden else ""
    about = " ".join(part for part in (one.why, one.hint) if part) or ". ".join(part for part in (passages, hidden, *one.notes) if part)
    if not shown and one.outcome in (Outcome.ADDED, Outcome.CHANGED):
        return _state(one.name, "Read", "busy", about)
    return _state(one.name, one.outcome.title(), _PILLS.get(one.outcome, "off"), about)


def _pending(name: str, reading: bool) -> str:
    return _state(name, "Reading" if reading else "Waiting", "busy" if reading else "off", "")


def _state(name: str, state: str, kind: str, about: str) -> str:
    more = f'<span class="about">{line(about)}</span>' if about else ""
    return f'<li><b>{line(name)}</b> <span class="pill {kind}">{state}</span>{more}</li>'


def _files(number: int) -> str:
    return f"{number:,} file" if number == 1 else f"{number:,} files"


def _work(ingest: Ingest, paths: Sequence[Path], terms: Terms, events: Queue[Event]) -> None:
    try:
        events.put(ingest(paths, terms=terms, progress=lambda what, done, of: events.put(what), each=events.put))
    except Exception as error:  # noqa: BLE001 - told in words by the page
        events.put(error)
    else:
        forget(paths)


def _so_far(events: Queue[Event]) -> Iterator[Event]:
    """What has happened, waiting for the first of it."""
    yield events.get()
    with suppress(Empty):
        while True:
            yield events.get_nowait()
