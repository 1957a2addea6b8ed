"""Assembly: pages that were read, put together to a document's reading. In the process that asked."""

import msgspec

from archive.evidence.bundles import parts_of
from archive.evidence.documents import Page, Reading, Signature
from archive.evidence.letterhead import letterhead_of
from archive.evidence.letterhead.mail import letterhead_of_mail
from archive.evidence.stamped import without_cover
from archive.ingest import sniff


def assemble(
    document: str,
    media_type: str,
    pages: tuple[Page, ...],
    reader: str,
    signatures: tuple[Signature, ...] = (),
) -> Reading:
    """The reading of a whole document, with what it says of itself and which papers it carries.

    A cover sheet is page 1 and says nothing of the paper; it goes with the first one behind it.
    """
    if media_type == sniff.EML and pages:
        return Reading(document, reader, media_type, pages, letterhead_of_mail(pages[0]))
    if media_type in sniff.WITHOUT_LETTERHEAD or not pages:
        return Reading(document, reader, media_type, pages, signatures=signatures)
    paper = without_cover(pages)
    parts = parts_of(paper)
    if parts:
        parts = (msgspec.structs.replace(parts[0], first=pages[0].number), *parts[1:])
    return Reading(document, reader, media_type, pages, letterhead_of(paper[0]), parts, signatures)
