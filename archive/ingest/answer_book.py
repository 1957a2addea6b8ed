"""Answer book: what each row of a returned sheet of the tray did, in a workbook that may be returned too."""

from collections import Counter
from datetime import datetime
from pathlib import Path

from archive.evidence.filing import split_suffix
from archive.evidence.letters import shown
from archive.evidence.standards import Edition
from archive.evidence.tray.decisions import DONE, EMPTY, RowAnswer
from archive.evidence.tray.rows import MARK, examples
from archive.home import Archive
from archive.ingest.answered import free_name
from archive.ingest.arrivals import ANSWERS
from archive.ingest.outcomes import Outcome
from archive.tables.sheet import Column, Line, Sheet, Tinted
from archive.wording import Wording

_GREEN, _GREY, _RED = "E2F0D9", "F2F2F2", "FCE4D6"


def counts_of(rows: tuple[RowAnswer, ...]) -> dict[str, object]:
    """How many rows are filed, how many are to be looked at again, and how many were left empty."""
    counts = Counter(
        "filed" if row.kind in DONE else "empty" if row.kind in EMPTY else "look" for row in rows
    )
    return {name: counts[name] for name in ("filed", "look", "empty")}


def row_sentence(row: RowAnswer, edition: Edition, wording: Wording) -> str:
    """What became of a row."""
    why = row.reason or ""
    if f"doubt.{why}" in wording.sentences:
        why = wording.say(f"doubt.{why}")
    values = {
        "code": row.code or "",
        "written": row.written,
        "why": why,
        "readings": ", ".join(row.readings),
        "rows": ", ".join(map(str, row.rows)),
        "who": _who(row, wording),
    }
    return wording.say(f"tray_row.{row.kind}", **values, **examples(edition))


def _who(row: RowAnswer, wording: Wording) -> str:
    if not row.by or not row.at:
        return ""
    at = datetime.fromisoformat(row.at)
    return wording.say("tray_answer.who", by=row.by, time=f"{at:%H:%M}", day=f"{at:%d/%m/%Y}")


def write_book(outcome: Outcome, archive: Archive, wording: Wording, at: datetime) -> Path:
    """Write the workbook into the answers. Raises ``OSError`` where they cannot be written."""
    # Brings a library along that most runs do without.
    from archive.tables import xlsx

    stem, _ = split_suffix(Path(outcome.path).name, archive.cycles)
    folder = archive.drop / ANSWERS
    folder.mkdir(exist_ok=True)
    name = wording.say("tray_answer.book", name=stem)
    path = free_name(folder, name, f" {at:%Y-%m-%d %H%M}", ".xlsx")
    xlsx.write(path, (_sheet(outcome, archive, wording, at),), {MARK: "answer"})
    return path


def _sheet(outcome: Outcome, archive: Archive, wording: Wording, at: datetime) -> Sheet:
    say = wording.say
    moment = {"time": f"{at:%H:%M}", "day": f"{at:%d/%m/%Y}"}
    rows = tuple(
        (
            str(row.row),
            shown(row.name),
            row.written,
            row.title,
            Tinted(row_sentence(row, archive.edition, wording), _colour(row)),
            row.document or "",
        )
        for row in outcome.rows
    )
    return Sheet(
        say("tray_answer.name"),
        (
            Column(say("tray_answer.row"), 7, "center"),
            Column(say("tray_sheet.file"), 34),
            Column(say("tray_sheet.code"), 17, "center"),
            Column(say("tray_sheet.title"), 28),
            Column(say("tray_answer.outcome"), 64),
            Column(say("tray_sheet.digest"), 18),
        ),
        rows,
        above=(
            Line(say("tray_answer.heading", path=shown(outcome.path)), bold=True, size=14, align="center"),
            Line(say("tray_answer.counts", **moment, **counts_of(outcome.rows)), bold=True),
            Line(say("tray_answer.how")),
        ),
        size=12,
    )


def _colour(row: RowAnswer) -> str:
    return _GREEN if row.kind in DONE else _GREY if row.kind in EMPTY else _RED
