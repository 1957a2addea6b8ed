"""``archive sensitive``: a piece that only accounts with the right to such pieces see in the portal."""

from archive.commands.indexing import bring_up
from archive.console import Console, now, plain_text, user
from archive.evidence import events
from archive.failures import Exit, Failure
from archive.home import Archive


def run(console: Console, archive: Archive, code: str, reason: str, undo: bool) -> None:
    """Mark a piece, for a reason that the history keeps; or let everybody see it again."""
    try:
        coded = archive.cycles.parse(code)
    except ValueError as fault:
        raise Failure(Exit.NOT_FOUND, "no-piece", code=code) from fault
    reason = plain_text(reason.strip())
    if not reason:
        raise Failure(Exit.USAGE, "no-reason", code=coded.plain)
    with archive.writing(now, user()) as registrar:
        if coded.plain not in registrar.catalogue.shelf.codes_given():
            raise Failure(Exit.NOT_FOUND, "no-piece", code=coded.plain)
        if registrar.catalogue.codes().is_sensitive(coded.plain) == undo:
            registrar.record(events.Marked(coded.plain, not undo, reason))
            if behind := bring_up(archive, registrar.catalogue):
                console.warn("index.behind", why=str(behind))
        still = registrar.catalogue.codes().is_sensitive(coded.plain)
    console.data({"code": coded.plain, "sensitive": still, "reason": reason})
    console.say("sensitive.marked" if still else "sensitive.unmarked", code=coded.plain)
