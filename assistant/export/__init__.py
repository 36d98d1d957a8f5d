"""What was prepared, set in a format: text, Markdown, JSON, Word, calendar, a page to print. Pure: no clock, files or network of its own."""

from __future__ import annotations

from assistant.export.docx import word_file
from assistant.export.html import print_page
from assistant.export.ics import calendar, zone_named
from assistant.export.json import json_values
from assistant.export.markdown import markdown_text
from assistant.export.plain import plain_text
from assistant.export.sheet import Prepared

__all__ = ["Prepared", "calendar", "json_values", "markdown_text", "plain_text", "print_page", "word_file", "zone_named"]
