"""Enclosed (đính kèm): a mail, and what came with it, by their places in the drop folder."""

from archive.catalogue import Catalogue
from archive.ingest.sniff import EML
from archive.records import DocumentRecord


def attachments_of(document: DocumentRecord, catalogue: Catalogue) -> tuple[DocumentRecord, ...]:
    """The documents that came with a mail, as they came; () of any other document."""
    if document.media_type != EML:
        return ()
    below = f"{document.path}/"
    return tuple(one for one in catalogue.all_documents() if one.path.startswith(below))


def mail_of(document: DocumentRecord, catalogue: Catalogue) -> DocumentRecord | None:
    """The mail that a document came with, the nearest where that came with another."""
    # Only where a folder is named as mails are, the catalogue is gone through.
    if ".eml/" not in document.path.lower():
        return None
    mails = (one for one in catalogue.all_documents() if one.media_type == EML)
    around = (one for one in mails if document.path.startswith(f"{one.path}/"))
    return max(around, key=lambda one: len(one.path), default=None)
