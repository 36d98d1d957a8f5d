"""Rich Text Format -> blocks. A group's letters belong to what the group is for; only the document's own are taken."""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge.parse.draft import Draft
from knowledge.parse.refusals import Stop
from knowledge.parse.rtfwords import CHARSETS, KEPT, LETTERS, SKIPPED, SYMBOLS, State, Tables

__all__ = ["read_rtf"]

DEEPEST = 500
"""Groups within groups; the deepest of the 41 files we read has 23."""
_TOKEN = re.compile(rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)")
_HEADING = re.compile(r"\s*heading ([1-9])\b", re.IGNORECASE)


def read_rtf(data: bytes, draft: Draft) -> None:
    """Blocks of a document; its notes and its headers stand where they are anchored."""
    walk = _Walk(data, draft)
    walk.read()


class _Walk:
    def __init__(self, data: bytes, draft: Draft) -> None:
        self._data = data
        self._draft = draft
        self._tables = Tables()
        self._default = "cp1252"
        self._state = State()
        self._stack: list[State] = []
        self._text: list[str] = []
        self._bytes = bytearray()
        self._bytes_in = "cp1252"
        self._row: list[str] = []
        self._rows: list[list[str]] = []
        self._title: list[str] = []
        self._authors: set[str] = set()
        self._comments = 0
        self._level: int | None = None
        self._in_table = False
        self._skip = 0
        self._starred = False
        self._paragraphs = 0

    def read(self) -> None:
        """All tokens, then what is left."""
        at = self._data.find(b"{")
        while at < len(self._data):
            token = _TOKEN.match(self._data, at)
            if token is None:
                at += 1
                continue
            at = token.end()
            word, number, code, symbol, brace, letters = token.groups()
            if word == b"bin":
                at += max(int(number or 0), 0)
            elif brace == b"{":
                self._open()
            elif brace == b"}":
                if not self._stack:
                    break
                self._close()
                if not self._stack:
                    break
            else:
                self._take(word, number, code, symbol, letters)
        # Some programs forget to close groups, but none ends within a word.
        if self._stack and not self._data.rstrip(b"\x00 \t\r\n").endswith(b"}"):
            raise Stop("damaged")
        self._end_paragraph()
        self._end_table()
        self._draft.property_title("".join(self._title))
        if self._comments:
            people = len(self._authors)
            self._draft.hide_line(f"comments by {people} {'person' if people == 1 else 'people'}" if people else "comments")

    def _open(self) -> None:
        if len(self._stack) >= DEEPEST:
            raise Stop("deep")
        self._spell()
        self._stack.append(self._state)
        self._skip = 0

    def _close(self) -> None:
        self._spell()
        self._state = self._stack.pop()
        self._skip = 0

    def _take(self, word: bytes | None, number: bytes | None, code: bytes | None, symbol: bytes | None, letters: bytes | None) -> None:
        if word is not None:
            self._word(word.decode("ascii"), None if number is None else int(number))
        elif code is not None:
            if self._skip:
                self._skip -= 1
            else:
                self._byte(bytes.fromhex(code.decode("ascii")))
        elif symbol == b"*":
            self._starred = True
            return
        elif symbol is not None:
            self._say(SYMBOLS.get(symbol, ""))
            if symbol in (b"\n", b"\r"):
                self._end_paragraph()
        elif letters is not None:
            skipped = min(self._skip, len(letters))
            self._skip -= skipped
            self._letters(letters[skipped:])
        self._starred = False

    def _word(self, word: str, number: int | None) -> None:
        if word == "u" and number is not None:
            self._spell()
            self._say(chr(number % 65_536))
            self._skip = self._state.letters_after
            return
        if word == "uc":
            self._state = replace(self._state, letters_after=max(number or 0, 0))
        elif self._destination(word):
            return
        elif self._state.place in ("fonts", "colours", "styles"):
            self._define(word, number or 0)
        elif word in LETTERS:
            self._say(LETTERS[word])
        elif self._state.place == "text":
            self._layout(word, number)
        self._look(word, number)

    def _destination(self, word: str) -> bool:
        """Whether a group is for something of its own."""
        place = {"fonttbl": "fonts", "colortbl": "colours", "stylesheet": "styles", "annotation": "comment", "atnauthor": "author", "info": "skip"}.get(word)
        if word == "title" and self._state.place == "skip":
            place = "title"
        elif word == "pict":
            self._draft.note("{n} picture{s} {were} not read")
            place = "skip"
        elif word in ("shptxt",) or (word in KEPT and self._starred):
            place = "text" if word == "shptxt" or self._state.place == "text" else "skip"
        elif word in SKIPPED or (self._starred and place is None):
            place = "skip"
        if word == "annotation":
            self._comments += 1
        if place is None:
            return False
        self._spell()
        self._state = replace(self._state, place=place)
        return True

    def _define(self, word: str, number: int) -> None:
        tables = self._tables
        if self._state.place == "fonts":
            if word == "f":
                tables.font = number
            elif word == "fcharset":
                tables.fonts[tables.font] = CHARSETS.get(number, self._default)
        elif self._state.place == "colours" and word in ("red", "green", "blue"):
            tables.colour.append(number)
        elif self._state.place == "styles" and word == "s":
            tables.style = number
        elif self._state.place == "styles" and word == "outlinelevel":
            tables.levels[tables.style] = number + 1

    def _layout(self, word: str, number: int | None) -> None:
        if word in ("par", "sect", "page"):
            self._end_paragraph()
        elif word == "pard":
            self._level, self._in_table = None, False
        elif word == "intbl":
            self._in_table = True
        elif word == "cell":
            self._spell()
            self._row.append("".join(self._text))
            self._text = []
        elif word in ("row", "nestrow"):
            self._rows += [self._row] if self._row else []
            self._row = []
        elif word == "s":
            self._level = self._tables.levels.get(number or 0)
        elif word == "outlinelevel" and number is not None:
            self._level = number + 1 if number < 9 else None

    def _look(self, word: str, number: int | None) -> None:
        state, on = self._state, number != 0
        if word in ("ansicpg", "mac", "pc", "pca"):
            self._default = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}.get(word, f"cp{number}")
            self._state = replace(state, codepage=self._default)
        elif word == "plain":
            self._state = replace(state, hidden=False, white=False, tiny=False, deleted=False, codepage=self._default)
        elif word == "f":
            self._state = replace(state, codepage=self._tables.fonts.get(number or 0, self._default))
        elif word in ("v", "webhidden"):
            self._state = replace(state, hidden=on)
        elif word == "deleted":
            self._state = replace(state, deleted=on)
        elif word == "cf":
            colour = self._tables.colours[number or 0] if 0 <= (number or 0) < len(self._tables.colours) else None
            self._state = replace(state, white=colour is not None and min(colour) >= 250)
        elif word in ("highlight", "cb", "chcbpat", "cbpat", "clcbpat"):
            self._state = replace(state, backed=bool(number))
        elif word == "fs":
            self._state = replace(state, tiny=number is not None and number <= 2)
        if self._state != state:
            # Letters that came before the change belong to how it was.
            now, self._state = self._state, state
            self._spell()
            self._state = now

    def _letters(self, letters: bytes) -> None:
        place = self._state.place
        if place == "colours":
            for _ in range(letters.count(b";")):
                colour = self._tables.colour
                self._tables.colours.append((colour[0], colour[1], colour[2]) if len(colour) == 3 else None)
                self._tables.colour = []
        elif place == "styles":
            self._tables.name += letters.decode("ascii", "replace")
            if b";" in letters:
                if found := _HEADING.match(self._tables.name):
                    self._tables.levels[self._tables.style] = int(found.group(1))
                self._tables.name = ""
        elif letters:
            self._byte(letters)

    def _byte(self, letters: bytes) -> None:
        if self._bytes and self._bytes_in != self._state.codepage:
            self._spell()
        self._bytes_in = self._state.codepage
        self._bytes += letters

    def _spell(self) -> None:
        """Bytes wait until they are all there: a letter may have two."""
        if not self._bytes:
            return
        raw, self._bytes = bytes(self._bytes), bytearray()
        try:
            text = raw.decode(self._bytes_in, "replace")
        except LookupError:
            text = raw.decode("cp1252", "replace")
        self._put(text)

    def _say(self, text: str) -> None:
        self._spell()
        self._put(text)

    def _put(self, text: str) -> None:
        state = self._state
        if state.place == "title":
            self._title.append(text)
        elif state.place == "author":
            self._authors.add(text.strip())
        elif state.place == "text":
            if state.kind and text.strip():
                self._draft.hide(state.kind, (state.kind, self._paragraphs))
            elif not state.kind:
                self._text.append(text)

    def _end_paragraph(self) -> None:
        self._spell()
        self._paragraphs += 1
        if self._in_table:
            self._text.append(" ")
            return
        text, self._text = _whole("".join(self._text)), []
        self._end_table()
        if self._level is not None:
            self._draft.heading(self._level, text)
        else:
            self._draft.add(text)

    def _end_table(self) -> None:
        rows, self._rows = self._rows + ([self._row] if self._row else []), []
        self._row = []
        self._draft.table(rows)


def _whole(text: str) -> str:
    """Halves of letters beyond the first 65,536 put together."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
