"""``archive replace``: of two versions of a document the better one speaks; both stay."""

from archive.catalogue import Catalogue
from archive.commands.indexing import bring_up
from archive.commands.show import find_document
from archive.console import Console, now, user
from archive.evidence import events
from archive.failures import Exit, Failure
from archive.home import Archive
from archive.records import DocumentRecord


def run(console: Console, archive: Archive, older: str, newer: str | None, undo: bool) -> None:
    """Put ``newer`` in the place of ``older``, under the same code; or let ``older`` speak again."""
    with archive.writing(now, user()) as registrar:
        old = find_document(registrar.catalogue, older)
        if undo == (newer is not None):
            raise Failure(Exit.USAGE, "replace-by-what")
        if undo:
            if old.replaced_by is None:
                raise Failure(Exit.USAGE, "not-replaced", document=older)
            record: list[events.Event] = [events.Replaced(old.digest)]
        else:
            record = _replacement(registrar.catalogue, old, newer or "")
        registrar.record(*record)
        if fault := bring_up(archive, registrar.catalogue):
            console.warn("index.behind", why=str(fault))
        after = registrar.catalogue.document(old.digest)
    by = after.replaced_by if after else None
    console.data({"document": old.digest, "replaced_by": by, "code": old.code})
    console.say("replace.undone" if undo else "replace.done", title=old.title)


def _replacement(catalogue: Catalogue, old: DocumentRecord, newer: str) -> list[events.Event]:
    new = find_document(catalogue, newer)
    if new.digest == old.digest or old.replaced_by or new.replaced_by:
        raise Failure(Exit.USAGE, "replaced-already", document=(new if new.replaced_by else old).name)
    if new.code not in (None, old.code):
        raise Failure(Exit.USAGE, "filed-elsewhere", code=new.code, wanted=old.code or "MÃ", document=newer)
    record: list[events.Event] = [events.Replaced(old.digest, new.digest)]
    if old.code and new.code is None:
        record.insert(0, events.Filed(new.digest, old.code, old.title, "by-hand", old.school_year))
    return record
