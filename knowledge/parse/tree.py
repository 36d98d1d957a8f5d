"""XML and HTML as trees: no entities, no network, no huge trees. The only door to lxml."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from lxml import etree

from knowledge.parse.refusals import Stop

__all__ = ["Element", "attribute", "children", "descendants", "first", "html_tree", "local", "rows", "xml_tree"]

Element = Any
"""lxml has no types."""
_SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False, "remove_pis": True}


def xml_tree(data: bytes) -> Element:
    """The root of an XML part of a document.

    Raises:
        Stop: It is damaged, too deep, or declares entities.
    """
    parser = etree.XMLParser(**_SAFE, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Stop(_why(error)) from None
    if root is None:
        raise Stop("damaged")
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        raise Stop("dtd")
    return root


def rows(data: bytes, *names: str) -> Iterator[Element]:
    """Each element of these local names, emptied after use, so that a long sheet needs little memory.

    Raises:
        Stop: As ``xml_tree``.
    """
    if b"<!ENTITY" in data:
        raise Stop("dtd")
    try:
        for _, element in etree.iterparse(BytesIO(data), tag=[f"{{*}}{name}" for name in names], **_SAFE, remove_comments=True):
            yield element
            element.clear(keep_tail=False)
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise Stop(_why(error)) from None


def html_tree(text: str) -> Element | None:
    """The root of a page; None where there is nothing in it. HTML is never refused for its form.

    Raises:
        Stop: It is nested too deeply.
    """
    # libxml2 stops at a NUL and would end the page there.
    data = text.replace("\x00", "").encode("utf-8", "replace")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_pis=True)
    try:
        root = etree.fromstring(data, parser) if data.strip() else None
    except etree.XMLSyntaxError as error:
        if _why(error) == "deep":
            raise Stop("deep") from None
        return None
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise Stop("deep")
    return root


def _why(error: Exception) -> str:
    text = str(error).lower()
    if "depth" in text:
        return "deep"
    if "memory" in text:
        return "memory"
    return "dtd" if "entit" in text else "damaged"


def local(element: Element) -> str:
    """The element's name without its namespace; empty for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Element | None, *names: str) -> Iterator[Element]:
    """The children of these local names, in order."""
    if element is not None:
        yield from (child for child in element if local(child) in names)


def first(element: Element | None, *path: str) -> Element | None:
    """The first child of the first child … along a path of local names."""
    for name in path:
        element = next(children(element, name), None)
    return element


def descendants(element: Element, *names: str) -> Iterator[Element]:
    """Everything below of these local names, in document order."""
    yield from element.iter(*(f"{{*}}{name}" for name in names))


def attribute(element: Element | None, name: str) -> str:
    """The attribute of that local name, whatever its namespace; empty where there is none."""
    if element is None:
        return ""
    plain = element.get(name)
    if plain is not None:
        return str(plain)
    return next((str(value) for key, value in element.attrib.items() if key.endswith(f"}}{name}")), "")
