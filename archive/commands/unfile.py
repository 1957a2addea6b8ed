"""``archive unfile``: take a document from under its code, back into the tray."""

from archive.commands.indexing import bring_up
from archive.commands.show import find_document
from archive.console import Console, now, user
from archive.evidence import events
from archive.failures import Exit, Failure
from archive.home import Archive


def run(console: Console, archive: Archive, name: str) -> None:
    """Undo a filing, in the open: the history keeps both. The code's number stays given.

    Documents that it is the better version of speak for themselves again, lest the piece lose them with it.
    """
    with archive.writing(now, user()) as registrar:
        document = find_document(registrar.catalogue, name)
        if document.code is None:
            raise Failure(Exit.USAGE, "in-tray", document=name)
        if document.replaced_by:
            raise Failure(Exit.USAGE, "unfile-replaced", document=name)
        older = registrar.catalogue.versions_of(document.digest)
        back = (events.Replaced(one.digest) for one in older)
        registrar.record(*back, events.Unfiled(document.digest, document.code, "by-hand"))
        if fault := bring_up(archive, registrar.catalogue):
            console.warn("index.behind", why=str(fault))
    console.data({"document": document.digest, "code": None, "before": document.code})
    console.say("unfile.done", title=document.title, code=document.code)
    for one in older:
        console.say("replace.undone", title=one.title)
