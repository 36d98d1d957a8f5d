"""Read 837 files that other libraries keep to test themselves with: what is read, what is refused and why, how long it takes, how many words are found.

    python benchmarks/parsing.py ../shared/data/documents [--other PYTHON] [--worst N]

``--other`` names an interpreter that has markitdown, pypdf and striprtf; without it the columns that need them are left out.

Word recall of a file: of the words of a reference (each as often as it stands there), the share that is found in blocks, headings and title. The reference
is, by type: docx every ``w:t`` of body, headers, footers and notes that is neither vanished nor moved away, each alternative once; pptx every ``a:t`` of the
slides that are shown and of their notes; odt every text of the body but comments and tracked changes; html every text but script, style, head and what has
no place on a page; pdf what pypdf reads; rtf what striprtf reads. A file counts whose reference has a word and which was not refused as encrypted.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import tempfile
import time
import unicodedata
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from statistics import mean
from xml.etree import ElementTree

from knowledge.parse import Parsed, Parser, Refused
from knowledge.parse.encoding import declared_in_html, decoded

OTHERS = Path(__file__).parent / "parsing_others.py"
Words = Counter[str]


def words(text: str) -> Words:
    return Counter(re.findall(r"\w+", unicodedata.normalize("NFKC", text).lower()))


def recall(found: Words, wanted: Words) -> float:
    return sum((found & wanted).values()) / sum(wanted.values())


def parts(path: Path, pattern: str) -> Iterator[ElementTree.Element]:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if re.fullmatch(pattern, name):
                yield ElementTree.fromstring(archive.read(name))  # noqa: S314 - files we know


def local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def in_word(element: ElementTree.Element) -> Iterator[str]:
    name = local(element)
    if name in ("Fallback", "moveFrom", "del") or (name == "r" and any(local(one) == "vanish" for rpr in element for one in rpr if local(rpr) == "rPr")):
        return
    if name == "t":
        yield element.text or ""
    for child in element:
        yield from in_word(child)
    if name in ("p", "tab", "br", "cr"):
        yield "\n"


def docx(path: Path) -> str:
    return "".join(text for part in parts(path, r"word/(document\d*|header\d*|footer\d*|footnotes|endnotes)\.xml") for text in in_word(part))


def pptx(path: Path) -> str:
    made = []
    for part in parts(path, r"ppt/(slides|notesSlides)/[^/]+\.xml"):
        if part.get("show") != "0":
            for paragraph in (one for one in part.iter() if local(one) == "p"):
                made.append("".join((one.text or "") if local(one) == "t" else "\n" if local(one) == "br" else "" for one in paragraph.iter()))
    return "\n".join(made)


def in_odt(element: ElementTree.Element) -> Iterator[str]:
    if local(element) in ("annotation", "tracked-changes", "forms", "sequence-decls", "note-citation", "desc", "title"):
        return
    yield element.text or ""
    for child in element:
        yield from in_odt(child)
        yield child.tail or ""
    if local(element) in ("p", "h", "s", "tab", "line-break"):
        yield "\n"


def odt(path: Path) -> str:
    return "".join(text for part in parts(path, r"content\.xml") for body in part.iter() if local(body) == "text" and local(body) for text in in_odt(body))


INLINE = set("a abbr b big bdi bdo cite code del dfn em font i ins kbd label mark q s samp small span strike strong sub sup tt u var wbr".split())


class Page(HTMLParser):
    """The texts of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.inside: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Open what has no place on a page; a body ends a head that was left open."""
        self.inside[tag] += tag in ("script", "style", "title", "noscript", "template", "textarea", "iframe")
        self.texts += [" "] * (tag not in INLINE)

    def handle_endtag(self, tag: str) -> None:
        """Close it."""
        self.inside[tag] = max(self.inside[tag] - 1, 0)
        self.texts += [" "] * (tag not in INLINE)

    def handle_data(self, data: str) -> None:
        """Take what is seen."""
        self.texts += [data] if not sum(self.inside.values()) else []


def html(path: Path) -> str:
    page, data = Page(), path.read_bytes()
    page.feed(decoded(data, declared_in_html(data)))
    page.close()
    return "".join(page.texts)


REFERENCES: dict[str, Callable[[Path], str]] = {"docx": docx, "pptx": pptx, "odt": odt, "html": html}


def others(python: str, files: list[Path]) -> dict[str, dict[str, str | None]]:
    """What markitdown and the reference libraries read, by file."""
    done = subprocess.run([python, str(OTHERS)], input="\n".join(map(str, files)), capture_output=True, text=True, check=False)  # noqa: S603
    return {reply["file"]: reply for reply in map(json.loads, done.stdout.splitlines())}


def text_of(parsed: Parsed) -> str:
    headings = dict.fromkeys(block.heading[: depth + 1] for block in parsed.blocks for depth in range(len(block.heading)))
    return "\n".join([parsed.title, *(path[-1] for path in headings), *(block.text for block in parsed.blocks)])


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--other")
    asked.add_argument("--worst", type=int, default=0)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as made:
        with zipfile.ZipFile(options.folder / "documents.zip") as archive:
            archive.extractall(made)
        measure(json.loads((options.folder / "index.json").read_text()), Path(made), options.other, options.worst)


def measure(index: list[dict[str, str]], folder: Path, other: str | None, worst: int) -> None:
    outcomes: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    texts: dict[Path, str] = {}
    seconds, crashes = [], 0
    with Parser() as parser:
        for entry in index:
            path, started = folder / entry["file"], time.perf_counter()
            try:
                found = parser.parse_all(path)
                texts[path] = "\n".join(text_of(member.result) for member in found if isinstance(member.result, Parsed))
                outcome = "read"
            except Refused as refused:
                outcome = refused.message.removeprefix(repr(path.name)).strip()
                crashes += "break off" in outcome or "longer than" in outcome
            except Exception as error:  # noqa: BLE001 - it is what is counted
                outcome, crashes = f"CRASH {error!r}", crashes + 1
            outcomes[entry["ext"], entry["kind"]][outcome] += 1
            seconds.append(time.perf_counter() - started)
    for (extension, kind), counts in sorted(outcomes.items()):
        print(f"{extension:5} {kind:9}", "; ".join(f"{number} {outcome}" for outcome, number in counts.most_common()))
    print(f"\n{len(index)} files in {sum(seconds):.1f} s, the slowest {max(seconds):.2f} s; crashes, hangs, tracebacks: {crashes}\n")
    recalls(index, folder, texts, other, worst)


def recalls(index: list[dict[str, str]], folder: Path, texts: dict[Path, str], other: str | None, worst: int) -> None:
    kinds = ("docx", "html", "pdf", "pptx", "odt", "rtf")
    files = [folder / entry["file"] for entry in index if entry["ext"] in kinds and entry["kind"] != "encrypted"]
    replies = others(other, files) if other else {}
    if not other:
        print("markitdown, pypdf and striprtf: not measured (no --other).")
    print("type  files   ours  markitdown   (mean word recall of files; markitdown in brackets where it raised on that many)")
    for kind in kinds:
        ours, theirs, raised, low = [], [], 0, []
        for path in (one for one in files if one.suffix == f".{kind}"):
            reply = replies.get(str(path), {})
            try:
                reference = REFERENCES[kind](path) if kind in REFERENCES else reply.get("reference") or ""
            except Exception:  # noqa: BLE001, S112 - a reference that cannot be made is no reference
                continue
            if not (wanted := words(reference)):
                continue
            ours.append(recall(words(texts.get(path, "")), wanted))
            low.append((ours[-1], path.name, sum(wanted.values())))
            if other:
                raised += reply.get("markitdown") is None
                theirs.append(recall(words(reply.get("markitdown") or ""), wanted))
        if ours:
            beside = f"{mean(theirs):10.3f} ({raised})" if theirs else "         -"
            print(f"{kind:5} {len(ours):5} {mean(ours):6.3f} {beside}")
        for share, name, size in sorted(low)[:worst]:
            print(f"        {share:.2f} {name} ({size} words)")


if __name__ == "__main__":
    main()
