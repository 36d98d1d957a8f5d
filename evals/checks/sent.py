"""What was sent to the model: fenced, complete, for the right person. Most defects of search and prompt show here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable

from evals.made import Made
from evals.seen import Problems, Seen, Watched, names
from evals.sent import ASKED, Sent

LEAST_FENCE = 8
"""Characters of the marker; fewer could be guessed."""


def fence(seen: Watched) -> Problems | None:
    """Every passage is closed by the request's own marker, which stands in no passage, and the question comes after.

    That no two cases share a marker is seen over the whole run, in ``run.py``.
    """
    return _each(seen, _fence)


def passages(seen: Seen) -> Problems | None:
    """The passages of the trace were sent, in its order and in full, and ``passages_include`` is among them."""
    wanted = seen.case.expect.request
    if wanted and wanted.passages_include and not seen.exchanges:
        return _missing(seen)
    return _each(seen, lambda sent: _passages(seen, sent))


def lesson(made: Made) -> Problems | None:
    """For a plan, the passages of its lesson and card were sent, numbered, in words of the library; ``passages_include`` is among them."""
    wanted = made.case.expect.request
    if wanted and wanted.passages_include and not made.exchanges:
        return _missing(made)
    return _each(made, lambda sent: _lesson(made, sent))


def role(seen: Seen) -> Problems | None:
    """The role of the person who asks was passed on."""
    return _each(seen, lambda sent: () if sent.role == seen.case.role else (f"the role sent was {sent.role or 'none'}, not {seen.case.role}",))


def words(seen: Watched) -> Problems | None:
    """``max_tokens``, ``says``, ``never_says`` and ``role`` of ``request``."""
    wanted = seen.case.expect.request
    if wanted is None or not (wanted.max_tokens or wanted.says or wanted.never_says or wanted.role):
        return None

    def one(sent: Sent) -> Problems:
        problems = [f"{text!r} was not sent" for text in wanted.says if text not in sent.text]
        problems += [f"{text!r} was sent" for text in wanted.never_says if text in sent.text]
        if wanted.max_tokens and (sent.max_tokens or 0) != wanted.max_tokens:
            problems.append(f"the limit sent was {sent.max_tokens or 'none'}, not {wanted.max_tokens}")
        if wanted.role and sent.role != wanted.role:
            problems.append(f"the role sent was {sent.role or 'none'}, not {wanted.role}")
        return tuple(problems)

    return _each(seen, one) if seen.exchanges else _missing(seen)


def _each(seen: Watched, one: Callable[[Sent], Problems]) -> Problems | None:
    """The problems of all requests; None when none was made and none was expected."""
    if not seen.exchanges:
        return None
    return tuple(dict.fromkeys(problem for exchange in seen.exchanges for problem in one(exchange.sent)))


def _missing(seen: Watched) -> Problems | None:
    return None if seen.engine == "offline" else ("nothing was sent",)


def _fence(sent: Sent) -> Problems:
    if not sent.blocks:
        return ("no passage was fenced",)
    problems = [] if len(sent.fence) >= LEAST_FENCE else [f"the marker {sent.fence!r} is short enough to be guessed"]
    problems += [f"{block.kind} {block.number or ''} is not closed".replace("  ", " ") for block in sent.data if not block.closed]
    problems += [f"{block.kind} {block.number or ''} holds the marker".replace("  ", " ") for block in sent.data if sent.fence in block.text]
    if sent.data[-1].kind not in ASKED:
        problems.append("the question does not come last")
    return tuple(problems)


def _passages(seen: Seen, sent: Sent) -> Problems:
    read = seen.answer.trace.passages
    numbers = [block.number for block in sent.blocks]
    if numbers != list(range(1, len(read) + 1)):
        return (f"passages {numbers} were sent of {len(read)} read",)
    problems = []
    for block, id in zip(sent.blocks, read, strict=True):
        passage = seen.passages.get(id)
        if passage is None or _plain(passage.text) not in _plain(block.text):
            problems.append(f"passage {block.number} is not the text of {id}")
    wanted = seen.case.expect.request.passages_include if seen.case.expect.request else ()
    problems += [f"no passage of {name} was sent" for name in wanted if name not in seen.names(read)]
    return tuple(problems)


def _lesson(made: Made, sent: Sent) -> Problems:
    heads = {f"{passage.title} / {passage.heading}": id for id, passage in made.passages.items() if passage.document in made.documents}
    numbers = [block.number for block in sent.blocks]
    problems = [] if numbers == list(range(1, len(numbers) + 1)) else [f"the passages have the numbers {numbers}"]
    read = set[str]()
    for block in sent.blocks:
        head, _, body = block.text.partition("\n")
        id = heads.get(head, "")
        text = _plain(made.passages[id].text) if id else ""
        if body.strip() and all(_plain(line) in text for line in body.splitlines()):
            read.add(id)
        else:
            problems.append(f"passage {block.number} is no text of the library")
    sent_names = names(read, made.documents)
    if made.plan:
        problems += [f"no passage of {id} was sent" for id in (made.plan.lesson, made.plan.card) if id not in sent_names]
    wanted = made.case.expect.request.passages_include if made.case.expect.request else ()
    return (*problems, *(f"no passage of {name} was sent" for name in wanted if name not in sent_names))


def _plain(text: str) -> str:
    return " ".join(text.split())
