"""The Agenda page as HTML: the sum, the items to edit, and what to know. Everything that is not ours is escaped; no line breaks."""

from __future__ import annotations

from assistant.model import Cited
from assistant.pages.cited import Marks
from assistant.pages.editing import LONGEST_TITLE, MOST_ITEMS, MOST_MINUTES, TITLE, Draft, clocks
from assistant.pages.text import line, listed
from assistant.plans import Agenda, AgendaItem, Leads
from assistant.tasks.agenda import balance, shorter

__all__ = ["HEAD", "about", "empty", "items", "sum_card"]

HEAD = '<header class="pagehead"><h1>Agenda</h1><p>Time-boxed and editable. The minutes are checked as you type.</p></header>'
LEADS = {Leads.MENTOR: "Mentor", Leads.SENIOR: "Senior", Leads.BOTH: "Both"}
_ARROW = '<svg viewBox="0 0 16 16" width="16" height="16" class="{way}"><path d="M8 13V3.5M8 3.5 4 7.5M8 3.5l4 4"></path></svg>'
_CROSS = '<svg viewBox="0 0 16 16" width="16" height="16"><path d="M4 4l8 8M12 4l-8 8"></path></svg>'


def empty() -> str:
    """What stands in the place of an agenda before there is one."""
    return (
        '<div class="card none"><p><strong>No agenda yet</strong></p><p>Write what you want to get done, one a line, and make one here. '
        "Or send a plan over from Prepare.</p></div>"
    )


def sum_card(draft: Draft) -> str:
    """How the minutes of the items compare with the slot, and when each item starts."""
    agenda = draft.agenda
    words = balance(agenda)
    kind = "bad" if agenda.planned > agenda.minutes else "ok"
    parts = "".join(f'<span style="flex-grow:{item.minutes}"></span>' for item in agenda.items if item.minutes)
    free = f'<span class="free" style="flex-grow:{agenda.minutes - agenda.planned}"></span>' if agenda.planned < agenda.minutes else ""
    total = f"{agenda.planned} of {agenda.minutes} minutes"
    starts = "".join(f"<i>{at}</i>" for at in clocks(draft))
    return (
        f'<section class="card sum-card {kind}"><p class="say total"><b>{total}</b> <span class="pill {kind}">{line(words)}</span></p>'
        f'<div class="bar" role="img" title="{total}: {line(words)}">{parts}{free}</div><p class="starts">{starts}</p>{_to_fit(agenda)}</section>'
    )


def items(draft: Draft) -> str:
    """The items as fields; the browser sends what stands in them."""
    count = len(draft.agenda.items)
    rows = "".join(_row(place, one, count, at) for place, (one, at) in enumerate(zip(draft.agenda.items, clocks(draft), strict=True), 1))
    full = ' disabled=""' if count >= MOST_ITEMS else ""
    focus = f' title="{draft.focus}"' if draft.focus else ""
    heads = "".join(f"<span>{name}</span>" for name in ("Starts", "Min", "Item", "Who leads", ""))
    title = f'<h2 id="{TITLE}" tabindex="-1">{line(draft.agenda.title)}</h2>'
    add = f'<button type="button" class="add" id="ag-add"{full}>Add an item</button>'
    body = f'<p class="heads">{heads}</p><ol class="items">{rows}</ol><p class="focus"{focus}></p>'
    return f'<section class="editor" id="turn-{draft.turn}">{title}{body}{add}</section>'


def about(agenda: Agenda) -> str:
    """Notes, problems and the passages that items rest on."""
    notes = "".join(f"<p>{line(note)}</p>" for note in agenda.notes)
    noted = f'<div class="noted">{notes}</div>' if notes else ""
    wrong = f'<div class="noted wrong"><p><b>Look at this before you use it</b></p>{listed(map(line, agenda.problems))}</div>' if agenda.problems else ""
    cited = _passages(agenda.sources)
    return noted + wrong + cited


def _passages(sources: tuple[Cited, ...]) -> str:
    return f'<div class="plan">{Marks(sources, "agenda").passages()}</div>' if sources else ""


def _to_fit(agenda: Agenda) -> str:
    if agenda.planned <= agenda.minutes:
        return ""
    ways = listed(map(line, shorter(agenda, agenda.minutes)))
    fit = f'<button type="button" class="fit">Scale every item to {agenda.minutes} minutes</button>' if agenda.minutes >= len(agenda.items) else ""
    return f'<div class="to-fit"><p><b>To fit {agenda.minutes} minutes</b></p>{ways}{fit}</div>'


def _row(place: int, item: AgendaItem, count: int, at: str) -> str:
    chosen = {item.who_leads: ' selected=""'}
    leads = "".join(f'<option value="{lead.value}"{chosen.get(lead, "")}>{name}</option>' for lead, name in LEADS.items())
    promised = '<span class="pill warn">Promised</span> ' if item.from_commitment else ""
    purpose = f'<p class="purpose">{promised}{line(item.purpose)}</p>' if item.purpose or promised else ""
    number = f'<input id="min-{place}" class="min" type="number" inputmode="numeric" min="0" max="{MOST_MINUTES}" step="1" value="{item.minutes}">'
    title = f'<input id="title-{place}" class="title" type="text" maxlength="{LONGEST_TITLE}" value="{line(item.title)}">'
    buttons = _button("up", place, f"Move item {place} up", _ARROW.format(way="way-up"), place == 1) + _button(
        "down", place, f"Move item {place} down", _ARROW.format(way="way-down"), place == count
    )
    return (
        f'<li class="item" value="{place}"><p class="at">{at}</p>'
        f'<p class="f-min">{_label("min", place, "Minutes")}{number}</p><div class="f-title">{_label("title", place, "Title")}{title}{purpose}</div>'
        f'<p class="f-lead">{_label("lead", place, "Who leads")}<select id="lead-{place}" class="lead">{leads}</select></p>'
        f'<p class="f-act">{buttons}{_button("remove", place, f"Remove item {place}", _CROSS, False)}</p></li>'
    )


def _label(name: str, place: int, words: str) -> str:
    return f'<label for="{name}-{place}"><span>{words}</span><span class="unseen"> of item {place}</span></label>'


def _button(act: str, place: int, words: str, drawing: str, off: bool) -> str:
    disabled = ' disabled=""' if off else ""
    which = f'class="act" id="{act}-{place}" name="{act}" value="{place - 1}"{disabled}'
    return f'<button type="button" {which}><span class="unseen">{words}</span>{drawing}</button>'
