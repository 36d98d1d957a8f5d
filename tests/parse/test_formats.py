"""Every format is read with its headings, its pages and nothing but what a reader sees."""

from __future__ import annotations

import hashlib
from email.message import EmailMessage
from pathlib import Path

import pytest

from knowledge.parse import Block, Parsed, Parser, Refused
from tests.parse import made
from tests.parse.conftest import Read


def texts(parsed: Parsed) -> list[str]:
    return [block.text for block in parsed.blocks]


def test_markdown_has_its_title_from_the_front_matter_and_its_headings(read: Read) -> None:
    parsed = read("---\ntitle: How we meet\n---\n# Part 2\n\n## Meetings\n\nEvery *two* weeks.\n\n- one\n- two\n\n1. first\n2. second\n", "a.md")
    assert (parsed.format, parsed.title) == ("md", "How we meet")
    assert parsed.blocks[0] == Block("Every two weeks.", ("Part 2", "Meetings"))
    assert texts(parsed)[1:] == ["- one\n- two", "1. first\n2. second"]


def test_mdx_loses_its_imports_tags_and_comments_but_not_its_code(read: Read) -> None:
    text = (
        "import {Note} from './note'\n\n# Guide\n\n<Note kind=\"info\">Bring **one** question.</Note>\n\n{/* not for readers at all */}\n\n```\n<Note/>\n```\n"
    )
    parsed = read(text, "a.mdx")
    assert texts(parsed) == ["Bring one question.", "<Note/>"]
    assert parsed.hidden == ("1 comment in the source",)


def test_a_table_is_rows_under_their_head_some_at_a_time(read: Read) -> None:
    rows = "\n".join(f"| {number} | x{number} |" for number in range(1, 15))
    parsed = read(f"# Rooms\n\n| no | name |\n|---|---|\n{rows}\n", "a.md")
    assert len(parsed.blocks) == 2
    assert all(text.startswith("no | name\n") for text in texts(parsed))


def test_html_is_read_with_lists_and_tables_and_without_scripts(read: Read) -> None:
    page = "<html><head><title>Page</title><script>x()</script></head><body><h1>One</h1><p>A<b>B</b> C<br>D</p><ul><li>x<ul><li>y</li></ul></li></ul>"
    parsed = read(page + "<table><tr><th>k</th><td>v</td></tr></table><style>p{}</style></body></html>")
    assert (parsed.format, parsed.title) == ("html", "Page")
    assert [(block.heading, block.text) for block in parsed.blocks] == [(("One",), "AB C\nD"), (("One",), "- x\n- y"), (("One",), "k | v")]


def test_word_is_read_with_styles_lists_tables_notes_boxes_and_footers(read: Read) -> None:
    box = "<w:r><w:pict><w:txbxContent>" + made.paragraph("In a box") + "</w:txbxContent></w:pict></w:r>"
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    body = made.paragraph("The guide", style="T") + made.paragraph("Part 2", style="H1") + made.paragraph("Meetings", style="H2")
    body += f"<w:p><w:r><w:t>Meet </w:t></w:r><w:r><w:t>weekly.</w:t></w:r>{note}{box}</w:p>"
    body += f"<w:tbl><w:tr><w:tc>{made.paragraph('who')}</w:tc><w:tc>{made.paragraph('when')}</w:tc></w:tr></w:tbl>"
    notes = f'<w:footnotes {made.W}><w:footnote w:id="2">{made.paragraph("A footnote.")}</w:footnote></w:footnotes>'
    parts = {"word/footnotes.xml": notes, "word/footer1.xml": f"<w:ftr {made.W}>{made.paragraph('For members only')}</w:ftr>"}
    parsed = read(made.docx(body, parts, [("footnotes", "footnotes.xml"), ("footer", "footer1.xml")]))
    assert (parsed.format, parsed.title) == ("docx", "The guide")
    assert [block.heading for block in parsed.blocks] == [("Part 2", "Meetings")] * 4 + [()]
    assert texts(parsed) == ["Meet weekly.", "A footnote.", "In a box", "who | when", "For members only"]


def test_slides_are_read_with_number_title_and_speaker_notes(read: Read) -> None:
    parsed = read(made.pptx(made.slide(made.shape("Why", placeholder="title"), made.shape("One\nTwo")), made.slide(made.shape("Last")), notes="Say it slowly"))
    assert parsed.blocks == (
        Block("One\nTwo", ("Why",), 1, "slide"),
        Block("Say it slowly", ("Why", "Speaker notes"), 1, "slide"),
        Block("Last", (), 2, "slide"),
    )


def test_sheets_are_read_under_their_names_with_dates_as_dates(read: Read) -> None:
    dated = '= s="1"><v>46000</v></c>'
    rows = made.row(1, "pair", "met") + made.row(2, "A and B", dated) + made.row(3, "C", "=><v>2.50</v></c>")
    parsed = read(made.xlsx({"Pairs": ("visible", f"<sheetData>{rows}</sheetData>")}))
    assert parsed.blocks == (Block("pair | met\nA and B | 2025-12-09\nC | 2.5", ("Pairs",)),)


def test_opendocument_is_read_with_headings_and_lists(read: Read) -> None:
    body = '<text:h text:outline-level="1">Part</text:h><text:p>A<text:s/>b<text:span>c</text:span></text:p>'
    parsed = read(
        made.odt(body + "<text:list><text:list-item><text:p>x</text:p></text:list-item><text:list-item><text:p>y</text:p></text:list-item></text:list>")
    )
    assert [(block.heading, block.text) for block in parsed.blocks] == [(("Part",), "A bc"), (("Part",), "- x\n- y")]


def test_rich_text_is_read_with_its_letters_and_headings(read: Read) -> None:
    head = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset128 B;}}{\stylesheet{\s1 heading 1;}}"
    parsed = read(head + r"\pard\s1 Part\par\pard Caf\'e9 \u8364? {\f1\'82\'a0}{\*\bkmkstart x}\par\intbl a\cell b\cell\row\pard end\par}")
    assert [(block.heading, block.text) for block in parsed.blocks] == [(("Part",), "Café € あ"), (("Part",), "a | b"), (("Part",), "end")]


def test_a_book_is_read_chapter_by_chapter(read: Read) -> None:
    parsed = read(made.epub("<h1>One</h1><p>First.</p>", "<h1>Two</h1><p>Second.</p>"))
    assert (parsed.title, [(block.heading, block.text) for block in parsed.blocks]) == ("A book", [(("One",), "First."), (("Two",), "Second.")])


def test_cells_are_read_as_a_table(read: Read) -> None:
    assert texts(read('name;role\nAnn;mentor\n"Ben; B.";senior\n', "a.csv")) == ["name | role\nAnn | mentor\nBen; B. | senior"]


def test_a_pdf_is_read_with_pages_headings_and_paragraphs(read: Read) -> None:
    page = made.words("Part 2", size=20) + made.words("Meet every two weeks and", at=(72, 660)) + made.words("agree one thing.", at=(72, 647))
    second = made.words("Another page.", at=(72, 700))
    parsed = read(made.pdf(page, second))
    assert parsed.blocks == (
        Block("Meet every two weeks and agree one thing.", ("Part 2",), 1, "page"),
        Block("Another page.", ("Part 2",), 2, "page"),
    )


def test_a_line_that_stands_on_every_page_is_read_once(read: Read) -> None:
    pages = [made.words(f"Handbook, page {number}", at=(72, 800)) + made.words(f"Text {'abcd'[number]}.") for number in range(4)]
    assert " ".join(texts(read(made.pdf(*pages)))).count("Handbook") == 1


def test_a_page_without_text_is_named(read: Read) -> None:
    image = b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>stream\n0\nendstream"
    scan = "q 595 0 0 842 0 0 cm /Im Do Q\n"
    parsed = read(made.pdf(made.words("Text."), scan, resources="/XObject<</Im 8 0 R>>", objects=[image]))
    assert parsed.notes == ("page 2 has no text: it may be a scan",)
    recognised = read(made.pdf(scan + made.words("Read by machine.", mode=3), resources="/XObject<</Im 6 0 R>>", objects=[image]))
    assert (texts(recognised), recognised.hidden) == (["Read by machine."], ())


def message() -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Date"] = "Ann <ann@example.org>", "ben@example.org", "Next steps", "Mon, 02 Nov 2026 10:00:00 +0000"
    mail.set_content("We meet on Friday.")
    mail.add_attachment(b"# Agenda\n\nOne thing.", maintype="text", subtype="markdown", filename="agenda.md")
    mail.add_attachment(made.pdf(made.words("A plan.")), maintype="application", subtype="pdf", filename="plan.pdf")
    return mail


def test_a_message_is_read_with_what_is_attached(read: Read, parser: Parser, tmp_path: Path) -> None:
    parsed = read(bytes(message()), "mail.eml")
    assert (parsed.format, parsed.title) == ("eml", "Next steps")
    assert parsed.notes == ("a message from Ann <ann@example.org>, sent Mon, 02 Nov 2026 10:00:00 +0000",)
    assert [(block.heading, block.text, block.page) for block in parsed.blocks] == [
        ((), "We meet on Friday.", None),
        (("agenda.md", "Agenda"), "One thing.", None),
        (("plan.pdf",), "A plan.", 1),
    ]
    assert [member.name for member in parser.parse_all(tmp_path / "mail.eml")] == ["mail.eml", "agenda.md", "plan.pdf"]


def test_an_archive_gives_each_of_its_files_by_itself(read: Read, parser: Parser, tmp_path: Path) -> None:
    parts = {"a/one.md": "# One\n\nText.", "__MACOSX/a/._one.md": "x", ".DS_Store": "x", "two.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)}
    parsed = read(made.archive(parts | {"in.zip": made.archive({"x.txt": "x"})}), "all.zip")
    assert [(block.heading, block.text) for block in parsed.blocks] == [(("a/one.md", "One"), "Text.")]
    one, two, inner = parser.parse_all(tmp_path / "all.zip")
    assert one.sha256 == hashlib.sha256(b"# One\n\nText.").hexdigest()
    assert isinstance(two.result, Refused) and "old format" in two.result.message
    assert isinstance(inner.result, Refused) and "archive inside" in inner.result.message


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        ("Grüße, naïve café.".encode("utf-16"), "Grüße, naïve café."),
        ("Grüße, naïve café.".encode("utf-16-le"), "Grüße, naïve café."),
        ("\ufeffGrüße".encode(), "Grüße"),
        ("Grüße – naïve café”".encode("cp1252"), "Grüße – naïve café”"),
        ("メンターは毎週会います。質問を三つ用意してください。".encode("cp932"), "メンターは毎週会います。質問を三つ用意してください。"),
        ("Встречаемся каждую неделю и задаём вопросы друг другу.".encode("cp1251"), "Встречаемся каждую неделю и задаём вопросы друг другу."),
        ("שלום עולם, נפגשים כל שבוע.".encode(), "שלום עולם, נפגשים כל שבוע."),
        ("می‌خواهم یاد بگیرم".encode(), "می‌خواهم یاد بگیرم"),
    ],
)
def test_text_is_read_in_its_own_letters(read: Read, data: bytes, wanted: str) -> None:
    assert texts(read(data, "a.txt")) == [wanted]


def test_a_page_is_read_in_the_letters_it_declares(read: Read) -> None:
    assert texts(read('<html><head><meta charset="shift_jis"></head><body><p>毎週会います</p></body></html>'.encode("cp932"))) == ["毎週会います"]


def test_a_name_does_not_decide_what_a_file_is(read: Read) -> None:
    assert read(made.pdf(made.words("Text.")), "a.txt").format == "pdf"
    assert read(made.docx(made.paragraph("Text.")), "a.pdf").format == "docx"


def test_a_title_is_made_of_the_name_where_there_is_no_other(read: Read) -> None:
    assert read("Just words.", "first_session-notes.txt").title == "First session notes"
