"""Bytes of text as text: what the bytes show, then what the file declares, then a guess. The only door to charset_normalizer."""

from __future__ import annotations

import codecs
import re
from typing import Final

from knowledge.parse.refusals import Stop

__all__ = ["declared_in_html", "decoded"]

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GUESSED: Final = (
    "cp932 euc_jp gb18030 big5 euc_kr cp1251 koi8_r cp1256 cp1255 cp1253 cp1250 cp1254 cp1252 cp874".split()  # what people's files are in
)
_CHARSET = re.compile(rb"""<(?:meta[^>]+charset\s*=\s*|\?xml[^>]+encoding\s*=\s*)["']?\s*([\w.:-]+)""", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_RUNS = re.compile(rb"[\x80-\xff]{3,}")
_WESTERN = 0.1
"""Share of the bytes above 127 that stand three and more together: below it the text is Western, where accented letters stand alone or in pairs; in
Cyrillic, Hebrew or Shift-JIS most stand together. A chosen value."""


def decoded(data: bytes, declared: str = "") -> str:
    """The text of bytes that hold text.

    Args:
        data: All of them.
        declared: The name of an encoding that the file itself states, if it does; what the bytes show goes before it.

    Raises:
        Stop: They are not text.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _checked(data.decode(name, "replace"))
    if (wide := _wide(data)) is not None:
        return _checked(wide)
    if re.search(rb"\x1b\$[@B]", data):
        return data.decode("iso2022_jp", "replace")
    for name in ("utf-8", declared):
        try:
            return _checked(data.decode(name))
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    return _checked(_guessed(data))


def declared_in_html(data: bytes) -> str:
    """The encoding that a page names in its head; empty where it names none."""
    found = _CHARSET.search(data[:4096])
    name = found.group(1).decode("ascii", "replace").lower() if found else ""
    # Browsers read these as their Windows supersets (WHATWG Encoding, section 4.2).
    return {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "shift_jis": "cp932", "gb2312": "gb18030", "x-sjis": "cp932"}.get(name, name)


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of Western text is NUL."""
    sample = data[:2000]
    if len(sample) < 4:
        return None
    even, odd = sample[::2].count(0) / len(sample[::2]), sample[1::2].count(0) / len(sample[1::2])
    if max(even, odd) > 0.4 and min(even, odd) < 0.05:
        return data.decode("utf-16-le" if odd > even else "utf-16-be", "replace")
    return None


def _guessed(data: bytes) -> str:
    sample = data[:100_000]
    together = sum(map(len, _RUNS.findall(sample))) / max(sum(byte > 127 for byte in sample), 1)
    if together < _WESTERN:
        return data.decode("cp1252", "replace")
    # Imported here: it takes as long as the rest of the reader, and few files need it.
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=list(_GUESSED), preemptive_behaviour=False).best()
    return data.decode(best.encoding if best else "cp1252", "replace")


def _checked(text: str) -> str:
    """Text has hardly any control characters; what has more is something else."""
    sample = text[:20_000]
    if len(_CONTROLS.findall(sample)) > 1 + len(sample) // 100:
        raise Stop("kind")
    return text
