"""Assembly: pages that were read, put together to a document's reading. In the process that asked."""

from archive.evidence.bundles import parts_of
from archive.evidence.documents import Page, Reading, Signature
from archive.evidence.letterhead import letterhead_of
from archive.ingest import sniff


def assemble(
    document: str,
    media_type: str,
    pages: tuple[Page, ...],
    reader: str,
    signatures: tuple[Signature, ...] = (),
) -> Reading:
    """The reading of a whole document, with what it says of itself and which papers it carries."""
    if media_type in sniff.WITHOUT_LETTERHEAD or not pages:
        return Reading(document, reader, media_type, pages, signatures=signatures)
    parts = parts_of(pages)
    return Reading(document, reader, media_type, pages, letterhead_of(pages[0]), parts, signatures)
