"""Answers: what became of each dropped file, as a text and a page in the drop folder itself."""

import codecs
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from archive.evidence.letters import shown
from archive.evidence.tray.decisions import EMPTY
from archive.home import Archive
from archive.ingest.answer_book import counts_of, row_sentence, write_book
from archive.ingest.arrivals import ANSWERS
from archive.ingest.day_page import add_to_page
from archive.ingest.outcomes import Outcome
from archive.wording import Wording


def sentence(outcome: Outcome, wording: Wording) -> str:
    """One outcome in words."""
    printed = outcome.code or ""
    values: dict[str, object] = {"path": shown(outcome.path), "code": printed, "pages": outcome.pages}
    match outcome.kind:
        case "refused":
            values["why"] = wording.say(f"refusal.{outcome.reason}")
        case "waiting":
            values["why"] = wording.say(f"waiting.{outcome.reason}")
        case "tray":
            values["why"] = wording.say(f"outcome.tray_why_{outcome.reason}")
        case "again":
            values["where"] = _where(outcome, wording)
        case "filed":
            values["why"] = wording.say(f"outcome.filed_why_{outcome.reason}")
        case "sheet":
            values |= counts_of(outcome.rows)
    text = wording.say(f"outcome.{outcome.kind}", **values)
    if outcome.unread_pages:
        text += " " + wording.say("outcome.unread", count=outcome.unread_pages)
    return text


def _where(outcome: Outcome, wording: Wording) -> str:
    """Where a document is that was in the archive before its file came again."""
    if outcome.code is None:
        return wording.say("outcome.again_tray")
    if outcome.reason == "known":
        return wording.say("outcome.again_filed", code=outcome.code)
    why = wording.say(f"outcome.filed_why_{outcome.reason}")
    return wording.say("outcome.again_filed_now", code=outcome.code, why=why)


def write_answer(outcome: Outcome, archive: Archive, wording: Wording, at: datetime) -> Path | None:
    """Add one outcome to today's answers; None when the folder cannot be written, which loses nothing.

    Each is written as it comes, so that no answer is lost when the program is ended. That to a sheet of the
    tray has a line for each row, and a workbook of its own.
    """
    texts = [sentence(outcome, wording)]
    try:
        if outcome.kind == "sheet":
            book = write_book(outcome, archive, wording, at)
            texts[0] += " " + wording.say("tray_answer.see", book=shown(book.name))
            texts += _row_lines(outcome, archive, wording)
        return write_lines(outcome.kind, texts, archive, wording, at)
    except OSError:
        return None


def _row_lines(outcome: Outcome, archive: Archive, wording: Wording) -> Iterator[str]:
    for row in outcome.rows:
        if row.kind not in EMPTY:
            what = row_sentence(row, archive.edition, wording)
            yield wording.say("tray_answer.line", row=row.row, name=shown(row.name), what=what)


def write_lines(kind: str, texts: Sequence[str], archive: Archive, wording: Wording, at: datetime) -> Path:
    """Add lines to today's answers, text and page; the first one is of a ``kind``, the others tell more.

    Raises ``OSError``.
    """
    path = archive.drop / ANSWERS / f"{at.date().isoformat()}.txt"
    lines = "".join(f"{at:%H:%M}  {text}\n" for text in texts).encode()
    path.parent.mkdir(exist_ok=True)
    with path.open("ab") as stream:
        # The mark tells Windows' Notepad that this is UTF-8.
        stream.write(lines if stream.tell() else codecs.BOM_UTF8 + lines)
    add_to_page(path.with_suffix(".html"), kind, texts, wording, at)
    return path
