"""``archive tray``: the documents that are not filed."""

from archive.console import Console, now, user
from archive.evidence.filing import label_of, place
from archive.home import Archive
from archive.records import DocumentRecord


def run(console: Console, archive: Archive) -> None:
    """List the tray, oldest first, each with the reason why it is there."""
    with archive.up_to_date_catalogue(now, user()) as catalogue:
        documents = catalogue.tray()
    reasons = {document.digest: _reason(archive, document) for document in documents}
    console.data(
        [
            {
                "document": document.digest,
                "path": document.path,
                "title": document.title,
                "pages": document.pages,
                "received_at": document.received_at,
                "reason": reasons[document.digest],
            }
            for document in documents
        ]
    )
    if not documents:
        console.say("tray.empty")
        return
    console.table(
        ("document", "path", "title", "why"),
        (
            (
                document.digest[:12],
                document.path,
                document.title,
                console.wording.say(f"outcome.tray_why_{reasons[document.digest]}"),
            )
            for document in documents
        ),
    )
    console.say("tray.next", count=len(documents))


def _reason(archive: Archive, document: DocumentRecord) -> str:
    placement = place(label_of(document.path, archive.edition.code_style), archive.edition, (), None)
    # A path that names a code, and yet lies here: it was taken from under that code again.
    return "no-code" if placement.code else placement.reason
