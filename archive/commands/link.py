"""``archive link``: a piece of evidence serves a further criterion, under the code of its first use."""

from archive.console import Console, now, user
from archive.evidence import events
from archive.evidence.codes import CriterionId
from archive.failures import Exit, Failure
from archive.home import Archive


def run(console: Console, archive: Archive, code: str, criterion: str, undo: bool) -> None:
    """Record the link, or take it back."""
    try:
        coded = archive.cycles.parse(code)
    except ValueError as fault:
        raise Failure(Exit.NOT_FOUND, "no-piece", code=code) from fault
    wanted = _criterion(criterion)
    with archive.writing(now, user()) as registrar:
        shelf = registrar.catalogue.shelf
        if shelf.piece(coded.plain) is None:
            raise Failure(Exit.NOT_FOUND, "no-piece", code=coded.plain)
        if coded.edition.criterion(wanted) is None:
            raise Failure(Exit.USAGE, "no-criterion", criterion=wanted)
        linked = str(wanted) in shelf.links().get(coded.plain, ())
        if undo and not linked:
            raise Failure(Exit.USAGE, "not-linked", code=coded.plain, criterion=wanted)
        if not undo and (linked or wanted == coded.code.criterion):
            raise Failure(Exit.USAGE, "linked-already", code=coded.plain, criterion=wanted)
        kind = events.Unlinked if undo else events.Linked
        registrar.record(kind(coded.plain, str(wanted)))
    console.data({"code": coded.plain, "criterion": str(wanted), "linked": not undo})
    console.say("link.undone" if undo else "link.done", code=coded.plain, criterion=wanted)


def _criterion(text: str) -> CriterionId:
    try:
        return CriterionId.from_label(text) or CriterionId.parse(text)
    except ValueError as fault:
        raise Failure(Exit.USAGE, "no-criterion", criterion=text) from fault
