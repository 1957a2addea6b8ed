"""Plain: text files, in whichever of the usual encodings they are."""

import codecs
from pathlib import Path

from archive.evidence.refusals import Reason
from archive.ingest.judge import judge
from archive.ingest.limits import DOCUMENT_CHARACTERS, Limits, ReadFault
from archive.ingest.office import Part, paged

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WITHOUT_MARK = ("utf-8", "utf-16-le", "utf-16-be", "cp1258")


def text_pages(path: Path, limits: Limits) -> tuple[Part, ...]:
    """The text, cut as a Word file is. Raises ``ReadFault``, also where no encoding makes words of it."""
    with path.open("rb") as stream:
        data = stream.read(4 * DOCUMENT_CHARACTERS + 1)
    if len(data) > 4 * DOCUMENT_CHARACTERS:
        raise ReadFault(Reason.TOO_LARGE)
    encodings = next(((name,) for mark, name in _MARKS if data.startswith(mark)), _WITHOUT_MARK)
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        # A file of a few words, or of numbers, is more likely a program's than a paper.
        if "\0" not in text and judge(text).good:
            return paged(tuple(text.splitlines()), limits)
    raise ReadFault(Reason.UNSUPPORTED)
