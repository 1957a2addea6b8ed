"""``archive file``: put a document of the archive under a code."""

from collections.abc import Iterator

from archive.commands.indexing import bring_up
from archive.commands.show import find_document
from archive.console import Console, now, plain_text, user
from archive.evidence import events
from archive.evidence.codes import EvidenceCode
from archive.evidence.cycles import Coded
from archive.evidence.filing import label_of
from archive.evidence.numbering import next_code
from archive.evidence.standards import CriterionId
from archive.failures import Exit, Failure
from archive.home import Archive, Registrar
from archive.records import DocumentRecord


def run(console: Console, archive: Archive, name: str, code: str, title: str | None, move: bool) -> None:
    """File it. ``code`` may also be a criterion, which gives the next number."""
    title = plain_text(title) if title else None
    with archive.writing(now, user()) as registrar:
        document = find_document(registrar.catalogue, name)
        plain = _code(archive, registrar, code).plain
        if document.code == plain and title in (None, document.title):
            raise Failure(Exit.USAGE, "filed-there", code=plain)
        if document.code not in (None, plain):
            if not move:
                raise Failure(Exit.USAGE, "filed-elsewhere", code=document.code, wanted=plain, document=name)
            if document.replaced_by:
                raise Failure(Exit.USAGE, "unfile-replaced", document=name)
        record = list(_filed(archive, document, plain, title))
        # What it is the better version of lies with it, so that the piece does not lose its past.
        for older in registrar.catalogue.versions_of(document.digest):
            if document.code and older.code == document.code != plain:
                record += _filed(archive, older, plain)
        registrar.record(*record)
        if fault := bring_up(archive, registrar.catalogue):
            console.warn("index.behind", why=str(fault))
    console.data({"document": document.digest, "code": plain, "before": document.code})
    console.say("file.done", title=title or document.title, code=plain)


def _filed(
    archive: Archive, document: DocumentRecord, plain: str, title: str | None = None
) -> Iterator[events.Event]:
    if document.code:
        yield events.Unfiled(document.digest, document.code, "by-hand")
    year = _year(archive, document)
    yield events.Filed(document.digest, plain, title or document.title, "by-hand", year)


def _year(archive: Archive, document: DocumentRecord) -> str | None:
    """The school year that a person wrote on the path; one that was only read stays a reading's guess."""
    year = label_of(document.path, archive.cycles).school_year
    return str(year) if year else None


def _code(archive: Archive, registrar: Registrar, text: str) -> Coded:
    edition = archive.edition
    try:
        criterion = CriterionId.from_label(text) or CriterionId.parse(text)
    except ValueError:
        try:
            coded = archive.cycles.parse(text)
        except ValueError as fault:
            style = edition.code_style
            first = EvidenceCode(edition.criteria[0].id, 1, 1 if style.has_box else None)
            raise Failure(Exit.USAGE, "no-code", text=text, example=style.printed_of(first)) from fault
        if coded.criterion is None:
            raise Failure(Exit.USAGE, "no-criterion", criterion=coded.code.criterion) from None
        return coded
    if edition.criterion(criterion) is None:
        raise Failure(Exit.USAGE, "no-criterion", criterion=criterion)
    box = archive.settings.box_for(criterion.standard) if edition.code_style.has_box else None
    try:
        return Coded(edition, next_code(criterion, registrar.codes_given(), box))
    except ValueError as fault:
        raise Failure(Exit.USAGE, "numbers-used-up", criterion=criterion) from fault
