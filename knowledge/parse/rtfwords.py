"""The words of RTF: which groups are not text, which words are letters, which fonts are in which codepage, what holds inside a group. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

__all__ = ["CHARSETS", "KEPT", "LETTERS", "SKIPPED", "SYMBOLS", "State", "Tables"]

CHARSETS: Final = dict(
    zip(
        (0, 77, 128, 129, 134, 136, 161, 162, 163, 177, 178, 186, 204, 222, 238),
        "cp1252 mac_roman cp932 cp949 gb18030 big5 cp1253 cp1254 cp1258 cp1255 cp1256 cp1257 cp1251 cp874 cp1250".split(),
        strict=True,
    )
)
"""Codepages by a font's character set (RTF 1.9.1, table of \\fcharset)."""
SKIPPED: Final = frozenset(
    "pict object objdata themedata colorschememapping datastore xmlnstbl listtable listoverridetable rsidtbl generator latentstyles fldinst filetbl"
    " revtbl private template operator company author buptim creatim revtim printim doccomm keywords subject category manager hlinkbase userprops"
    " docvar datafield formfield nonshppict bkmkstart bkmkend xe tc ftnsep ftnsepc aftnsep aftnsepc mmathPr atrfstart atrfend atnref atnid atndate"
    " atnicn atnparent atntime shppict shpinst pntxtb pntxta pnseclvl fontemb fontfile sp sn sv levelnumbers leveltext listname listpicture panose falt".split()
)
KEPT: Final = frozenset({"shppict", "shpinst", "shptxt"})
LETTERS: Final = {
    "tab": "\t", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "emspace": " ", "enspace": " ", "nestcell": " ",
}  # fmt: skip
SYMBOLS: Final = {b"~": " ", b"_": "-", b"{": "{", b"}": "}", b"\\": "\\", b"\n": "\n", b"\r": "\n"}


@dataclass(frozen=True, slots=True)
class State:
    """What holds inside a group."""

    place: str = "text"
    """``text``, ``skip``, ``fonts``, ``colours``, ``styles``, ``title``, ``comment``, ``author``."""
    codepage: str = "cp1252"
    letters_after: int = 1
    """How many plain letters stand in for a Unicode one."""
    hidden: bool = False
    deleted: bool = False
    white: bool = False
    tiny: bool = False
    backed: bool = False

    @property
    def kind(self) -> str:
        """The kind of hidden text this is; empty where it is seen."""
        if self.deleted:
            return "tracked deletion{s}"
        if self.hidden:
            return "hidden passage{s}"
        if self.white and not self.backed:
            return "passage{s} in white text"
        return "passage{s} in tiny text" if self.tiny else ""


@dataclass(slots=True)
class Tables:
    """Fonts, colours and styles, by their numbers."""

    fonts: dict[int, str] = field(default_factory=dict)
    colours: list[tuple[int, int, int] | None] = field(default_factory=list)
    levels: dict[int, int] = field(default_factory=dict)
    font: int = 0
    style: int = 0
    colour: list[int] = field(default_factory=list)
    name: str = ""
