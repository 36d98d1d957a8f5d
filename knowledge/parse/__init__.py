"""Files of many formats as text with headings and pages, read in a child process with limits. Nothing is kept here."""

from knowledge.parse.model import Block, Limits, Member, Parsed, Refused
from knowledge.parse.parser import Parser

__all__ = ["Block", "Limits", "Member", "Parsed", "Parser", "Refused"]
