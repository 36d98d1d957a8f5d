"""EPUB books -> blocks, chapter by chapter in the order of the spine."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote

from knowledge.parse.archive import Archive
from knowledge.parse.draft import Draft
from knowledge.parse.encoding import declared_in_html, decoded
from knowledge.parse.markup import read_html
from knowledge.parse.refusals import Stop
from knowledge.parse.tree import attribute, children, descendants, first, xml_tree

__all__ = ["read_epub"]

_FONT_ONLY = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""Obfuscated fonts do not keep anybody from reading (EPUB 3.3, section 4.2.6.3.2)."""


def read_epub(data: bytes, draft: Draft) -> None:
    """Blocks of a book."""
    archive = Archive(data, draft.limits)
    _refuse_locked(archive)
    container = archive.part("META-INF/container.xml")
    if not container:
        raise Stop("damaged")
    name = next((attribute(one, "full-path") for one in descendants(xml_tree(container), "rootfile")), "")
    package = archive.part(name)
    if not package:
        raise Stop("damaged")
    root, folder = xml_tree(package), posixpath.dirname(name)
    titles = ["".join(title.itertext()).strip() for title in children(first(root, "metadata"), "title")]
    draft.title = next(filter(None, titles), "")
    items = {attribute(item, "id"): item for item in children(first(root, "manifest"), "item")}
    for reference in children(first(root, "spine"), "itemref"):
        item = items.get(attribute(reference, "idref"))
        if item is None or "html" not in attribute(item, "media-type") or "nav" in attribute(item, "properties").split():
            continue
        page = archive.part(posixpath.normpath(posixpath.join(folder, unquote(attribute(item, "href")))))
        if page is None:
            draft.note("{n} chapter{s} {were} missing")
            continue
        title = draft.title
        read_html(decoded(page, declared_in_html(page)), draft)
        draft.title = title
        draft.top()


def _refuse_locked(archive: Archive) -> None:
    locks = archive.part("META-INF/encryption.xml")
    locked = descendants(xml_tree(locks), "EncryptedData") if locks else ()
    methods = [attribute(method, "Algorithm") for one in locked for method in children(one, "EncryptionMethod")]
    if archive.encrypted or any(method not in _FONT_ONLY for method in methods):
        raise Stop("encrypted")
