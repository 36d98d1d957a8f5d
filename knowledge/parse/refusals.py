"""Why a file is not taken: a closed list of reasons, so that no word of a file ever gets into an error."""

from __future__ import annotations

from knowledge.parse.clean import shown
from knowledge.parse.model import Limits, Refused

__all__ = ["Stop", "refused"]


class Stop(Exception):
    """Reading ends here.

    Args:
        reason: A key of the list below.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


_SPLIT = "Split it into smaller files."
_REASONS = {
    "archive-empty": ("{name} holds no file that can be read.", "Put documents into it, or add them one by one."),
    "characters": ("{name} has more than {characters:,} characters of text.", _SPLIT),
    "damaged": ("{name} is damaged or cut off.", "Open it in the program it was made with, save it again and add that."),
    "deep": ("{name} is nested too deeply.", "Save it again in the program it was made with, or as PDF."),
    "dtd": ("{name} declares entities of its own, which can be used to smuggle text in.", "Save it again in the program it was made with."),
    "empty": ("{name} is empty.", "Check that it is the right file."),
    "encrypted": ("{name} is encrypted or protected by a password.", "Save a copy without a password."),
    "kind": ("{name} is of a kind that is not read.", "Save it as .docx, .pdf, .html, .md or .txt."),
    "large": ("{name} is larger than {file_bytes:,} bytes.", _SPLIT),
    "members": ("{name} holds more than {members:,} files.", _SPLIT),
    "memory": ("{name} needs too much memory to read.", _SPLIT),
    "name": ("The archive names {name} in a way that could leave its folder.", "Pack it again with plain names."),
    "nested": ("{name} is an archive inside an archive.", "Unpack it and add the files."),
    "no-text": ("{name} has no text in it.", "If it is made of pictures, run text recognition (OCR) over it first."),
    "old-office": ("{name} is in the old format of Microsoft Office.", "Save it as .docx, .xlsx or .pptx."),
    "pages": ("{name} has more than {pages:,} pages.", _SPLIT),
    "polyglot": ("{name} is two kinds of file at once.", "Save it again in the program it was made with."),
    "ratio": ("{name} unpacks to more than {ratio} times its size.", "Unpack it and add the files."),
    "rights": ("{name} cannot be opened.", "Check that it is a file and that you may read it."),
    "scan": ("{name} has pictures of pages and no text.", "Run text recognition (OCR) over it first."),
    "stopped": ("{name} made the reader break off: it is damaged or needs too much memory.", "Save it again in the program it was made with, or split it."),
    "time": ("{name} took longer than {seconds:.0f} seconds to read.", _SPLIT),
    "transcript": ("{name} is a session transcript; transcripts are private and stay out of the library.", "Use Summarise."),
    "unpacked": ("{name} unpacks to more than {unpacked_bytes:,} bytes.", _SPLIT),
}


def refused(reason: str, name: str, limits: Limits) -> Refused:
    """The refusal for a person.

    Raises:
        KeyError: The reason is not on the list.
    """
    message, hint = _REASONS[reason]
    values = {key: getattr(limits, key) for key in Limits.__slots__}
    return Refused(message.format(name=repr(shown(name)), **values), hint=hint)
