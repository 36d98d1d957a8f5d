"""What a file is, by its content; its name only decides between kinds of plain text. Pure."""

from __future__ import annotations

import csv
import re
from typing import Final

from knowledge.parse.archive import Archive, is_zip
from knowledge.parse.model import Limits
from knowledge.parse.refusals import Stop

__all__ = ["binary_kind", "office_kind", "text_kind"]

_HEAD = 1024
_OTHER: Final = (
    *(b"\x1f\x8b", b"7z\xbc\xaf'\x1c", b"Rar!\x1a\x07", b"BZh", b"\xfd7zXZ\x00", b"MSCF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*"),
    *(b"RIFF", b"OggS", b"ID3", b"fLaC", b"\x7fELF", b"MZ\x90", b"\xca\xfe\xba\xbe", b"SQLite format 3\x00", b"%!PS", b"\x1aE\xdf\xa3", b"AT&TFORM"),
    *(b"wOFF", b"wOF2", b"\x00\x01\x00\x00\x00", b"ITSF", b"\x00\x00\x01\x00", b"\xffWPC", b"!BDN", b"\x04%!PS"),
)
"""How pictures, sound, programs, fonts and other archives begin."""
_MAIN: Final = {
    "docx": re.compile(r"wordprocessingml\.(?:document|template)\.main|ms-word\.(?:document|template)\.macroEnabled"),
    "pptx": re.compile(r"presentationml\.(?:presentation|template|slideshow)\.main|ms-powerpoint\.(?:presentation|template|slideshow)\.macroEnabled"),
    "xlsx": re.compile(r"spreadsheetml\.(?:sheet|template)\.main|ms-excel\.(?:sheet|template)\.macroEnabled"),
}
"""How an office archive declares its main part (ECMA-376, part 1)."""
_CUE = re.compile(r"^[ \t]*(?:\d+:)?\d+:\d\d[.,]\d{1,3}[ \t]*(?:-+>|,)[ \t]*\d+:\d\d", re.MULTILINE)
_FIRST_LINES = 6
"""Lines without words in them not counted: in a transcript the first cue stands among them."""
_FEW_CUES = 3
_TELLING = re.compile(r"^(?:from|to|subject|date|message-id|received|mime-version|return-path):", re.IGNORECASE | re.MULTILINE)
_HEADER_LINE = re.compile(r"[!-9;-~]+:|[ \t]|From ")
_TAG = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|div|p|table|h[1-6]|ul|ol|article|section|main|meta|a|span|font|center|br|script|style)\b", re.IGNORECASE
)
_MARKDOWN = re.compile(r"^(?:#{1,6} \S|\s{0,3}[-*+] \S|```|> |\|.+\|\s*$)|\[[^\]\n]+\]\([^)\n]+\)|\*\*\S[^*\n]*\*\*|^---\s*\n[\s\S]*?^---\s*$", re.MULTILINE)


def binary_kind(data: bytes, limits: Limits) -> str:
    """``pdf``, ``rtf``, ``docx``, ``pptx``, ``xlsx``, ``odt``, ``epub``, ``zip``; empty where it may be text.

    Raises:
        Stop: A known kind that is not read, or two kinds at once.
    """
    if not data.strip(b"\x00 \t\r\n\x0c"):
        raise Stop("empty")
    head = data[:_HEAD]
    if head.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
        raise Stop("transcript")
    pdf = head.find(b"%PDF-")
    starts_zip = head[:2] == b"PK" and head[2:4] in (b"\x03\x04", b"\x05\x06", b"\x07\x08", b"00")
    if pdf >= 0:
        if starts_zip or is_zip(data) or b"<" in head[:pdf] or head.startswith((b"{\\rt", *_OTHER)):
            raise Stop("polyglot")
        return "pdf"
    if starts_zip:
        return office_kind(Archive(data, limits))
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        protected = any(word.encode("utf-16-le") in data for word in ("EncryptedPackage", "EncryptionInfo", "DRMEncryptedDataSpace"))
        raise Stop("encrypted" if protected else "old-office")
    if head.lstrip().startswith(b"{\\rt"):
        if is_zip(data):
            raise Stop("polyglot")
        return "rtf"
    if head.startswith(_OTHER) or data[257:262] == b"ustar" or head[4:8] == b"ftyp":
        raise Stop("kind")
    if is_zip(data):
        before = data[: max(data.find(b"PK\x03\x04"), 0)]
        raise Stop("polyglot" if before and before.isascii() else "damaged")
    return ""


def office_kind(archive: Archive) -> str:
    """What an archive is, by its own declaration; ``zip`` where it declares nothing.

    Raises:
        Stop: It declares a kind that is not read, or is encrypted.
    """
    names = archive.names
    if archive.has("[Content_Types].xml"):
        if len(names) != len(set(names)):
            raise Stop("damaged")
        declared = (archive.part("[Content_Types].xml") or b"").decode("utf-8", "replace")
        for kind, main in _MAIN.items():
            if main.search(declared):
                return kind
        raise Stop("kind")
    if archive.has("mimetype"):
        declared = (archive.part("mimetype") or b"")[:100].decode("ascii", "replace").strip()
        if declared == "application/epub+zip":
            return "epub"
        if declared.startswith(("application/vnd.oasis.opendocument.text", "application/vnd.sun.xml.writer")):
            return "odt"
        if declared.startswith("application/"):
            raise Stop("kind")
    if any((name.startswith("Index/") and name.endswith(".iwa")) or name == "Index.zip" for name in names):
        raise Stop("kind")
    return "zip"


def text_kind(text: str, name: str) -> str:
    """``html``, ``eml``, ``csv``, ``md`` or ``txt``.

    Raises:
        Stop: It is a transcript, or not text.
    """
    head = text[:4000]
    start = head.lstrip("\ufeff \t\r\n\x00")
    ending = name.lower().rpartition(".")[2]
    if not start:
        raise Stop("empty")
    if _is_transcript(text):
        raise Stop("transcript")
    if _is_mail(start):
        return "eml"
    if re.match(r"(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", start, re.IGNORECASE):
        return "html"
    if start.startswith("<?xml"):
        if re.search(r"<(?:\w+:)?html\b", head):
            return "html"
        raise Stop("kind")
    if ending in ("md", "mdx", "markdown", "mdown"):
        return "md"
    tags = len(_TAG.findall(text[:100_000]))
    if tags >= 3 and (ending in ("html", "htm", "xhtml") or start.startswith("<")):
        return "html"
    if ending in ("html", "htm", "xhtml") and tags:
        return "html"
    if _is_csv(text, ending):
        return "csv"
    return "md" if ending != "txt" and len(_MARKDOWN.findall(text[:100_000])) >= 2 else "txt"


def _is_transcript(text: str) -> bool:
    """WebVTT, SRT or SBV: it says so, begins with a cue, or is full of them."""
    lines = [line for line in text[:100_000].splitlines() if line.strip()]
    return (
        text.lstrip("\ufeff \t\r\n").startswith("WEBVTT")
        or any(_CUE.match(line) for line in lines[:_FIRST_LINES])
        or sum(bool(_CUE.match(line)) for line in lines) >= max(_FEW_CUES, len(lines) // 10)
    )


def _is_mail(start: str) -> bool:
    """A block of header lines, of which at least two are ones that every message has."""
    block = re.split(r"\r?\n\r?\n", start, maxsplit=1)[0]
    lines = block.splitlines()
    whole = lines if len(block) < len(start) else lines[:-1]
    return all(map(_HEADER_LINE.match, whole)) and len(set(map(str.lower, _TELLING.findall(block)))) >= 2


def _is_csv(text: str, ending: str) -> bool:
    """Lines of equally many cells; a name that says so is believed sooner."""
    lines = [line for line in text[:20_000].splitlines()[:40] if line.strip()]
    if len(text) > 20_000:
        lines = lines[:-1]
    named = ending in ("csv", "tsv", "tab")
    if len(lines) < (1 if named else 3):
        return False
    for delimiter in "\t;,|":
        try:
            widths = {len(row) for row in csv.reader(lines, delimiter=delimiter)}
        except csv.Error:
            continue
        least = 1 if named else 2 if delimiter == "," else 1
        if (len(widths) == 1 and min(widths) > least) or (named and max(widths) > 1):
            return True
    return False
