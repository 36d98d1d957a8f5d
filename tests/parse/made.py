"""Small files of each format, made in memory: what the tests of parsing read."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def archive(parts: Mapping[str, str | bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", packing) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return made.getvalue()


def relations(*pairs: tuple[str, str]) -> str:
    lines = "".join(f'<Relationship Id="rId{number}" Type="{RELATION}/{kind}" Target="{target}"/>' for number, (kind, target) in enumerate(pairs, 1))
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}</Relationships>'


def _types(main: str) -> str:
    override = f'<Override PartName="/x" ContentType="application/vnd.openxmlformats-officedocument.{main}.main+xml"/>'
    return f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{override}</Types>'


def paragraph(text: str, *, style: str = "", run: str = "") -> str:
    return f'<w:p><w:pPr>{f"<w:pStyle w:val={style!r}/>" if style else ""}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


STYLES = (
    f'<w:styles {W}><w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style><w:style w:type="paragraph" w:styleId="H2">'
    '<w:name w:val="heading 2"/></w:style><w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style><w:style w:type="character" '
    'w:styleId="Gone"><w:name w:val="Gone"/><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
)


def docx(body: str, parts: Mapping[str, str] | None = None, relate: Sequence[tuple[str, str]] = ()) -> bytes:
    return archive(
        {
            "[Content_Types].xml": _types("wordprocessingml.document"),
            "_rels/.rels": relations(("officeDocument", "word/document.xml")),
            "word/document.xml": f"<w:document {W} {A} {R}><w:body>{body}</w:body></w:document>",
            "word/styles.xml": STYLES,
            "word/_rels/document.xml.rels": relations(("styles", "styles.xml"), *relate),
            **(parts or {}),
        }
    )


def shape(text: str, *, placeholder: str = "", run: str = "", extra: str = "") -> str:
    held = f'<p:nvPr><p:ph type="{placeholder}"/></p:nvPr>' if placeholder else "<p:nvPr/>"
    lines = "".join(f"<a:p><a:r><a:rPr>{run}</a:rPr><a:t>{line}</a:t></a:r></a:p>" for line in text.split("\n"))
    return f'<p:sp><p:nvSpPr><p:cNvPr id="1" name="x"/>{held}</p:nvSpPr><p:spPr>{extra}</p:spPr><p:txBody>{lines}</p:txBody></p:sp>'


def slide(*shapes: str, show: str = "1") -> str:
    return f'<p:sld {P} {A} {R} show="{show}"><p:cSld><p:spTree>{"".join(shapes)}</p:spTree></p:cSld></p:sld>'


def pptx(*slides: str, notes: str = "") -> bytes:
    ids = "".join(f'<p:sldId id="{255 + number}" r:id="rId{number}"/>' for number in range(1, len(slides) + 1))
    parts = {
        "[Content_Types].xml": _types("presentationml.presentation"),
        "_rels/.rels": relations(("officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": f'<p:presentation {P} {R}><p:sldIdLst>{ids}</p:sldIdLst><p:sldSz cx="9000" cy="6000"/></p:presentation>',
        "ppt/_rels/presentation.xml.rels": relations(*(("slide", f"slides/slide{number}.xml") for number in range(1, len(slides) + 1))),
    }
    parts |= {f"ppt/slides/slide{number}.xml": text for number, text in enumerate(slides, 1)}
    if notes:
        parts["ppt/slides/_rels/slide1.xml.rels"] = relations(("notesSlide", "../notesSlides/notesSlide1.xml"))
        parts["ppt/notesSlides/notesSlide1.xml"] = slide(shape(notes, placeholder="body")).replace("p:sld ", "p:notes ").replace("/p:sld>", "/p:notes>")
    return archive(parts)


def xlsx(sheets: Mapping[str, tuple[str, str]]) -> bytes:
    """Sheets by name: their state and the XML of their columns and rows."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    entries = "".join(f'<sheet name="{name}" sheetId="{at}" state="{state}" r:id="rId{at}"/>' for at, (name, (state, _)) in enumerate(sheets.items(), 1))
    count = len(sheets)
    parts = {
        "[Content_Types].xml": _types("spreadsheetml.sheet"),
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{main}" {R}><sheets>{entries}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(*(("worksheet", f"worksheets/sheet{at}.xml") for at in range(1, count + 1)), ("styles", "styles.xml")),
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
    }
    parts |= {f"xl/worksheets/sheet{at}.xml": f'<worksheet xmlns="{main}">{text}</worksheet>' for at, (_, text) in enumerate(sheets.values(), 1)}
    return archive(parts)


def row(number: int, *cells: str, hidden: bool = False) -> str:
    held = "".join(
        f'<c r="{chr(64 + at)}{number}"{cell[1:]}' if cell.startswith("=") else f'<c r="{chr(64 + at)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
        for at, cell in enumerate(cells, 1)
    )
    return f'<row r="{number}" hidden="{int(hidden)}">{held}</row>'


def odt(body: str, styles: str = "", manifest: str = "") -> bytes:
    spaces = "".join(f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in "office text table style draw".split())
    spaces += ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": f"<manifest>{manifest}</manifest>",
            "content.xml": f"<office:document-content{spaces}><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{body}"
            "</office:text></office:body></office:document-content>",
        }
    )


def epub(*pages: str, extra: Mapping[str, str] | None = None) -> bytes:
    items = "".join(f'<item id="c{at}" href="c{at}.xhtml" media-type="application/xhtml+xml"/>' for at in range(len(pages)))
    spine = "".join(f'<itemref idref="c{at}"/>' for at in range(len(pages)))
    package = f'<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>A book</dc:title></metadata><manifest>{items}</manifest>'
    return archive(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container><rootfiles><rootfile full-path="O/p.opf"/></rootfiles></container>',
            "O/p.opf": f"{package}<spine>{spine}</spine></package>",
            **{f"O/c{at}.xhtml": f'<?xml version="1.0"?><html><head><title/></head><body>{page}</body></html>' for at, page in enumerate(pages)},
            **(extra or {}),
        }
    )


def words(text: str, *, at: tuple[int, int] = (72, 700), size: float = 11, mode: int = 0, colour: str = "0 0 0") -> str:
    return f"BT {colour} rg {mode} Tr /F1 {size} Tf {at[0]} {at[1]} Td ({text}) Tj ET\n"


def pdf(*pages: str, trailer: str = "", resources: str = "", objects: Sequence[bytes] = (), packed: bool = False) -> bytes:
    """Pages by their content streams; ``objects`` are added with numbers from 4 + 2 a page."""
    made: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"]
    for content in pages:
        raw = zlib.compress(content.encode("latin-1")) if packed else content.encode("latin-1")
        named = b"/Filter/FlateDecode" if packed else b""
        number = len(made) + 1
        font = f"<</Font<</F1 3 0 R>>{resources}>>"
        made.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources{font}/Contents {number + 1} 0 R>>".encode())
        made.append(b"<</Length %d%s>>stream\n%s\nendstream" % (len(raw), named, raw))
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(pages)))
    made[1] = f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode()
    return numbered([*made, *objects], trailer)


def numbered(objects: Sequence[bytes], trailer: str = "") -> bytes:
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer.encode(), table))
