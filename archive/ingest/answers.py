"""Answers: what became of each dropped file, as a text file in the drop folder itself."""

import codecs
from datetime import datetime
from pathlib import Path

from archive.evidence.letters import shown
from archive.home import Archive
from archive.ingest.arrivals import ANSWERS
from archive.ingest.outcomes import Outcome
from archive.wording import Wording


def sentence(outcome: Outcome, archive: Archive, wording: Wording) -> str:
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
            place = "again_filed" if outcome.code else "again_tray"
            values["where"] = wording.say(f"outcome.{place}", code=printed)
        case "filed":
            values["why"] = wording.say(f"outcome.filed_why_{outcome.reason}")
    text = wording.say(f"outcome.{outcome.kind}", **values)
    if outcome.unread_pages:
        text += " " + wording.say("outcome.unread", count=outcome.unread_pages)
    return text


def write_answer(outcome: Outcome, archive: Archive, wording: Wording, at: datetime) -> Path | None:
    """Add one outcome to today's answers; None when the folder cannot be written, which loses nothing.

    Each is written as it comes, so that no answer is lost when the program is ended.
    """
    path = archive.drop / ANSWERS / f"{at.date().isoformat()}.txt"
    line = f"{at:%H:%M}  {sentence(outcome, archive, wording)}\n".encode()
    try:
        path.parent.mkdir(exist_ok=True)
        with path.open("ab") as stream:
            # The mark tells Windows' Notepad that this is UTF-8.
            stream.write(line if stream.tell() else codecs.BOM_UTF8 + line)
    except OSError:
        return None
    return path
