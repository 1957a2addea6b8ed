"""``archive tray``: the documents that are not filed, with suggestions where they might go."""

from pathlib import Path
from typing import Any

from archive.commands.tray_sheet import write_sheet
from archive.console import Console, now, user
from archive.failures import Exit, Failure
from archive.home import Archive
from archive.ingest.readers import Readers
from archive.lists.tray import Waiting, waiting

_SUFFIX = ".xlsx"


def run(console: Console, archive: Archive, xlsx: Path | None = None) -> None:
    """List the tray, oldest first, each with the reason why it is there and where it may belong.

    With ``xlsx`` write it there, to be filled in and dropped; a file that is there stays as it is.
    """
    if xlsx:
        _write(console, archive, xlsx)
        return
    with archive.up_to_date_catalogue(now, user()) as catalogue:
        found = tuple(waiting(catalogue, archive.cycles))
    console.data([_row(one) for one in found])
    if not found:
        console.say("tray.empty")
        return
    say = console.wording.say
    console.table(
        ("document", "path", "title", "suggestions", "why"),
        (
            (
                one.document.digest[:12],
                one.document.path,
                one.document.title,
                "; ".join(_suggestion(console, row) for row in _row(one)["suggestions"]),
                say(f"outcome.tray_why_{one.reason}"),
            )
            for one in found
        ),
    )
    console.say("tray.next", count=len(found))


def _write(console: Console, archive: Archive, path: Path) -> None:
    if path.suffix.lower() != _SUFFIX:
        path = path.with_name(path.name + _SUFFIX)
    if path.exists():
        raise Failure(Exit.USAGE, "file-exists", path=path)
    if not path.absolute().parent.is_dir():
        raise Failure(Exit.NOT_FOUND, "no-folder", path=path.absolute().parent)
    reading = archive.settings.reading
    with (
        Readers(reading.jobs, reading.memory_mb << 20) as readers,
        archive.up_to_date_catalogue(now, user()) as catalogue,
    ):
        count = write_sheet(archive, catalogue, readers, console.wording, path)
    console.data({"file": str(path), "documents": count})
    console.say("tray_sheet.written", count=count, path=path, drop=archive.drop)


def _row(one: Waiting) -> dict[str, Any]:
    document = one.document
    return {
        "document": document.digest,
        "path": document.path,
        "title": document.title,
        "pages": document.pages,
        "received_at": document.received_at,
        "reason": one.reason,
        "suggestions": [
            {
                "code": each.code,
                "criterion": each.criterion,
                "score": round(each.score, 2),
                "reason": each.reason,
                "like": each.like or None,
            }
            for each in one.suggestions
        ],
    }


def _suggestion(console: Console, row: dict[str, Any]) -> str:
    why = console.wording.say(f"suggestion.{row['reason']}", like=row["like"] or "")
    return f"{row['code'] or row['criterion']} ({why})"
