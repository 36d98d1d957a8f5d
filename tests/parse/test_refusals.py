"""What is not taken is refused in one clear line, and harms neither the next file nor the machine."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.parse import Limits, Parser, Refused
from knowledge.parse.archive import plain_name
from tests.parse import made
from tests.parse.conftest import Read

TEXT = made.pdf(made.words("Text."))
WORD = made.docx(made.paragraph("Text."))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
LOCKED = made.pdf(made.words("x"), trailer="/Encrypt 6 0 R/ID[<00><00>]", objects=[b"<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>" % (b"41" * 32, b"42" * 32)])
LOCKED_ODT = made.odt("<text:p>x</text:p>", manifest="<encryption-data/>")
DRM = '<encryption><EncryptedData><EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/></EncryptedData></encryption>'
DOCTYPE = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "/etc/passwd">]>'
ENTITIES = f"{DOCTYPE}<w:document {made.W}><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>"


def locked_zip() -> bytes:
    data = bytearray(made.archive({"a.txt": "secret"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def deep(levels: int) -> bytes:
    return made.docx("<w:sdt><w:sdtContent>" * levels + made.paragraph("x") + "</w:sdtContent></w:sdt>" * levels)


REFUSED = {
    "empty": (b"", "is empty"),
    "blank": (b"\xef\xbb\xbf \r\n\x00", "is empty"),
    "no text": (made.docx("<w:p/>"), "has no text"),
    "binary": (bytes(range(256)) * 20, "is of a kind that is not read"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(50), "is of a kind that is not read"),
    "old Word": (OLE, "is in the old format of Microsoft Office"),
    "locked Word": (OLE + "EncryptedPackage".encode("utf-16-le"), "is encrypted"),
    "locked PDF": (LOCKED, "is encrypted"),
    "locked ZIP": (locked_zip(), "is encrypted"),
    "locked ODT": (LOCKED_ODT, "is encrypted"),
    "locked book": (made.epub("<p>x</p>", extra={"META-INF/encryption.xml": DRM}), "is encrypted"),
    "half a PDF": (TEXT[: len(TEXT) // 4], "is damaged"),
    "half a Word file": (WORD[: len(WORD) // 2], "is damaged"),
    "half a message": (b"From: a\nSubject: b\nDate: c\n", "has no text"),
    "half an RTF": (rb"{\rtf1 Hello {\b wor", "is damaged"),
    "half an XML": (made.docx("<w:p>"), "is damaged"),
    "half a slide file": (made.pptx(made.slide(made.shape("x")))[:400], "is damaged"),
    "half a sheet file": (made.xlsx({"a": ("visible", "")})[:400], "is damaged"),
    "half an ODT": (made.odt("<text:p>x</text:p>")[:300], "is damaged"),
    "half a book": (made.epub("<p>x</p>")[:300], "is damaged"),
    "empty archive": (made.archive({}), "holds no file"),
    "entities": (made.docx("", {"word/document.xml": ENTITIES}), "declares entities"),
    "deep XML": (deep(2000), "is nested too deeply"),
    "deep RTF": (b"{\\rtf1 " + b"{" * 5000 + b"x" + b"}" * 5001, "is nested too deeply"),
    "deep HTML": (b"<html><body>" + b"<div>" * 5000 + b"x", "is nested too deeply"),
    "PDF then ZIP": (TEXT + made.archive({"a.txt": "x"}), "two kinds of file at once"),
    "PDF in a ZIP": (made.archive({"a.pdf": TEXT}, zipfile.ZIP_STORED), "two kinds of file at once"),
    "page then PDF": (b"<html><script>x</script>" + TEXT, "two kinds of file at once"),
    "text then ZIP": (b"Hello, this is text.\n" + made.archive({"a.txt": "x"}), "two kinds of file at once"),
    "RTF then ZIP": (rb"{\rtf1 x}" + made.archive({"a.txt": "x"}), "two kinds of file at once"),
    "pages": (made.pdf(*["n\n"] * 2001), "more than 2,000 pages"),
    "members": (made.archive({f"{number}.txt": "x" for number in range(2001)}), "more than 2,000 files"),
    "bomb": (made.archive({"a.txt": bytes(30_000_000)}), "more than 100 times its size"),
    "Word bomb": (made.docx("", {"word/document.xml": "<a>" + " " * 20_000_000}), "more than 100 times its size"),
    "WebVTT": (b"WEBVTT\n\n00:00.000 --> 00:02.000\nHello", "is a session transcript"),
    "SRT": ("1\r\n00:00:01,000 --> 00:00:02,000\r\nHello\r\n".encode("utf-16"), "is a session transcript"),
    "SBV": (b"0:00:00.500,0:00:07.000\nHello\n", "is a session transcript"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_not_taken_is_refused_in_one_line(read: Read, kind: str) -> None:
    data, wanted = REFUSED[kind]
    with pytest.raises(Refused, match=wanted) as caught:
        read(data, "a file")
    assert caught.value.message.startswith("'a file' ")
    assert "\n" not in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize("data", [WORD[: len(WORD) - 30], TEXT[: len(TEXT) // 2], made.epub("<p>x</p>")[:-10]])
def test_a_file_cut_anywhere_is_refused_or_read_but_never_harms(read: Read, data: bytes) -> None:
    with pytest.raises(Refused):
        read(data)
    assert read("Fine.", "a.txt").blocks


def lying(size: int) -> bytes:
    """An archive whose directory promises less than there is."""
    data = bytearray(made.archive({"a.txt": bytes(9_000_000)}))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", data, data.index(mark) + place, size)
    return bytes(data)


def test_a_directory_that_lies_is_found_out(parser: Parser, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(lying(10))
    (member,) = parser.parse_all(tmp_path / "a.zip")
    assert isinstance(member.result, Refused)
    assert "is damaged" in member.result.message


def test_members_that_share_bytes_are_damage(read: Read) -> None:
    data = bytearray(made.archive({"a.txt": "x" * 50, "b.txt": "y" * 50}, zipfile.ZIP_STORED))
    second = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, second + 42, 5)
    with pytest.raises(Refused, match="is damaged"):
        read(bytes(data))


NAMES = ["../a.txt", "a/../../b.txt", "/etc/a.txt", "C:/a.txt", "a\\..\\b.txt", "a\x00.txt", "con", "sub/NUL.txt", "lpt1.md", "a/./b.txt", "a ", "x\ny.txt"]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_could_leave_its_folder_is_not_plain(name: str) -> None:
    assert not plain_name(name)


def test_a_member_with_such_a_name_is_refused_and_the_rest_goes_on(parser: Parser, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(made.archive({"../../out.txt": "x", "in.txt": "Fine."}))
    out, inside = parser.parse_all(tmp_path / "a.zip")
    assert isinstance(out.result, Refused) and "could leave its folder" in out.result.message
    assert not isinstance(inside.result, Refused)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.zip"]


def test_limits_are_the_callers(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("word " * 1000)
    for limits, wanted in ((Limits(file_bytes=100), "larger than 100 bytes"), (Limits(characters=100), "more than 100 characters")):
        with Parser(limits) as parser, pytest.raises(Refused, match=wanted):
            parser.parse(path)
    archive = tmp_path / "b.zip"
    archive.write_bytes(made.archive({"a.txt": "ab" * 1000, "b.txt": "cd" * 1000}))
    with Parser(Limits(unpacked_bytes=3000)) as parser, pytest.raises(Refused, match="more than 3,000 bytes"):
        parser.parse(archive)


def test_a_file_that_cannot_be_opened_is_refused(parser: Parser, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "not there.txt", Path("/dev/zero")):
        with pytest.raises(Refused, match="cannot be opened"):
            parser.parse(path)


def test_a_stream_of_a_pdf_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    bomb = zlib.compress(zlib.compress(bytes(400_000_000)))
    content = b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%s\nendstream" % (len(bomb), bomb)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"
    path = tmp_path / "a.pdf"
    path.write_bytes(made.numbered([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>", page, content]))
    with Parser(Limits(seconds=5)) as parser:
        with pytest.raises(Refused):
            parser.parse(path)
        path.write_bytes(TEXT)
        assert parser.parse(path).blocks


CHILD = """
import importlib.util, json, sys
spec = importlib.util.spec_from_file_location("child", {child!r})
child = importlib.util.module_from_spec(spec)
spec.loader.exec_module(child)
means = json.loads(sys.argv[1])
child.prepare(means)
import knowledge.parse.readers as readers
from knowledge.parse.model import Limits
from knowledge.parse.serve import serve
real = readers.read
def read(kind, data, text, draft):
    if b"PLANTED" not in data:
        return real(kind, data, text, draft)
    {deed}
readers.read = read
serve(sys.stdin.buffer, sys.stdout.buffer, Limits(**means["limits"]))
"""
DEEDS = {
    "hangs": ("import time; time.sleep(600)", "took longer than 1 seconds"),
    "works for ever": ("while True: pass", "took longer than 1 seconds"),
    "eats memory": ("kept = [bytes(100_000_000) for _ in range(100)]", "too much memory"),
    "recurses": ("deep = lambda: deep(); deep()", "nested too deeply"),
    "breaks": ("raise ValueError('the secret of the file')", "is damaged"),
    "dies": ("import ctypes; ctypes.string_at(0)", "made the reader break off"),
    "exits": ("import os; os._exit(0)", "made the reader break off"),
    "writes": ("open('/tmp/upward-planted', 'w')", "is damaged"),
    "calls out": ("import socket; socket.socket().connect(('127.0.0.1', 9))", "is damaged"),
    "starts a program": ("import subprocess; subprocess.run(['true'])", "is damaged"),
    "talks too much": ("sys.stdout.buffer.write(b'x' * 50_000_000)", "made the reader break off"),
    "says nonsense": ("sys.stdout.buffer.write(b'{}\\n'); sys.stdout.buffer.flush()", "made the reader break off"),
}


@pytest.fixture
def planted(tmp_path: Path) -> Callable[[str], Path]:
    def make(deed: str) -> Path:
        path = tmp_path / "planted.py"
        path.write_text(CHILD.format(child=str(Path(__file__).parents[2] / "knowledge/parse/child.py"), deed=deed))
        return path

    return make


@pytest.mark.parametrize("deed", DEEDS)
def test_a_reader_that_goes_wrong_costs_one_file_only(planted: Callable[[str], Path], tmp_path: Path, deed: str) -> None:
    code, wanted = DEEDS[deed]
    bad, good = tmp_path / "bad.txt", tmp_path / "good.txt"
    bad.write_text("PLANTED text")
    good.write_text("Fine text.")
    with Parser(Limits(seconds=1), child=planted(code)) as parser:
        assert parser.parse(good).blocks
        with pytest.raises(Refused, match=wanted) as caught:
            parser.parse(bad)
        assert "secret" not in str(caught.value)
        assert parser.parse(good).blocks
    assert not Path("/tmp/upward-planted").exists()


def test_nothing_is_written_and_the_child_ends_with_its_parser(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(made.archive({"a.docx": WORD, "b.pdf": TEXT}))
    before = sorted(tmp_path.rglob("*"))
    with Parser() as parser:
        parser.parse(tmp_path / "a.zip")
        process = parser._process
    assert process is not None and process.poll() is not None
    assert sorted(tmp_path.rglob("*")) == before


def test_an_unsafe_name_is_shown_in_one_line_without_controls(parser: Parser, tmp_path: Path) -> None:
    path = tmp_path / ("\x1b[31mred\u202e" + "x" * 150 + ".txt")
    path.write_bytes(b"")
    with pytest.raises(Refused) as caught:
        parser.parse(path)
    assert "\x1b" not in caught.value.message and "\u202e" not in caught.value.message
    assert len(caught.value.message) < 160
