"""``archive tray``: the documents that are not filed, with suggestions where they might go."""

from typing import Any

from archive.console import Console, now, user
from archive.evidence.filing import label_of, place
from archive.home import Archive
from archive.index.engine_tantivy import TantivyIndex
from archive.index.faults import IndexUnusable
from archive.index.hits import Question
from archive.records import DocumentRecord

_SUGGESTIONS = 3
_LOOKED_AT = 10


def run(console: Console, archive: Archive) -> None:
    """List the tray, oldest first, each with the reason why it is there and criteria of papers like it."""
    with archive.up_to_date_catalogue(now, user()) as catalogue:
        documents = catalogue.tray()
    index = _index(archive) if documents else None
    rows = [_row(archive, index, document) for document in documents]
    console.data(rows)
    if not documents:
        console.say("tray.empty")
        return
    say = console.wording.say
    console.table(
        ("document", "path", "title", "suggestions", "why"),
        (
            (
                document.digest[:12],
                document.path,
                document.title,
                ", ".join(say("tray.suggestion", **one) for one in row["suggestions"]),
                say(f"outcome.tray_why_{row['reason']}"),
            )
            for document, row in zip(documents, rows, strict=True)
        ),
    )
    console.say("tray.next", count=len(documents))


def _row(archive: Archive, index: TantivyIndex | None, document: DocumentRecord) -> dict[str, Any]:
    return {
        "document": document.digest,
        "path": document.path,
        "title": document.title,
        "pages": document.pages,
        "received_at": document.received_at,
        "reason": _reason(archive, document),
        "suggestions": _suggestions(archive, index, document) if index else [],
    }


def _reason(archive: Archive, document: DocumentRecord) -> str:
    placement = place(label_of(document.path, archive.cycles), archive.cycles, (), None)
    # A path that names a code, and yet lies here: it was taken from under that code again.
    return "no-code" if placement.code else placement.reason


def _suggestions(archive: Archive, index: TantivyIndex, document: DocumentRecord) -> list[dict[str, str]]:
    """Criteria of the filed papers that come first when this one's title is searched for."""
    like: dict[str, str] = {}
    for hit in index.search(Question(document.title, _LOOKED_AT)).hits:
        if hit.code and hit.document != document.digest:
            like.setdefault(str(archive.cycles.parse(hit.code).code.criterion), hit.code)
    return [{"criterion": criterion, "like": code} for criterion, code in like.items()][:_SUGGESTIONS]


def _index(archive: Archive) -> TantivyIndex | None:
    """The index as it stands; the tray is listed without one too."""
    try:
        return TantivyIndex.open(archive.index_path)
    except (IndexUnusable, OSError):
        return None
