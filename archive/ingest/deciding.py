"""Deciding: under which code a new document is filed by itself, and why; or why it goes to the tray."""

from datetime import date

from archive.evidence import events
from archive.evidence.cycles import Coded
from archive.evidence.documents import Letterhead, Reading
from archive.evidence.filing import Label, Placement, label_of, place
from archive.evidence.letterhead.file_name import with_name
from archive.evidence.matching import Line, Paper, match
from archive.evidence.stamped import on_cover, stamped
from archive.evidence.titles import own_title
from archive.evidence.years import SchoolYear
from archive.home import Registrar


class Decider:
    """Decides for one registrar. The register's lines are made ready once, and again when it has changed."""

    def __init__(self, registrar: Registrar) -> None:
        self._registrar = registrar
        self._cycles = registrar.archive.cycles
        self._lines: tuple[Line, ...] = ()
        self._version = -1

    def decide(self, path: str, reading: Reading | None) -> Placement:
        """What name and folders say comes first, then what the paper bears, then what the register has."""
        label = label_of(path, self._cycles)
        settings = self._registrar.archive.settings
        box = settings.box_for(label.criterion.standard) if label.criterion else None
        by_label = place(label, self._cycles, self._registrar.codes_given(), box)
        if label.codes or reading is None:
            return by_label
        return self._by_paper(label, path, reading) or by_label

    def _by_paper(self, label: Label, path: str, reading: Reading) -> Placement | None:
        covers = on_cover(tuple(mark.text for mark in reading.marks), self._cycles)
        if covers:
            return _one(covers, "cover-sheet")
        codes = stamped(reading.pages[0].text, self._cycles) if reading.pages else ()
        if label.criterion:
            # Who put it into a criterion's folder knew that; a stamp of another one is of an earlier use.
            codes = tuple(one for one in codes if one.code.criterion == label.criterion)
        if codes:
            return _one(codes, "code-on-page")
        lines = self._register()
        if not lines:
            return None
        paper = paper_of(label, with_name(reading.letterhead, path.rpartition("/")[2]), self._year_starts)
        found = match(paper, lines, self._registrar.catalogue.shelf.codes_filled())
        return Placement(self._cycles.parse(found.sure.line.code), found.sure.reason) if found.sure else None

    @property
    def _year_starts(self) -> tuple[int, int]:
        return self._registrar.archive.settings.year_starts

    def _register(self) -> tuple[Line, ...]:
        shelf = self._registrar.catalogue.shelf
        version = shelf.register_version()
        if version != self._version:
            self._version = version
            self._lines = shelf.lines(self._cycles)
        return self._lines


def file_what_is_sure(registrar: Registrar) -> tuple[events.Filed, ...]:
    """File what lies in the tray and is sure now, as after a register came in; the filings, oldest first.

    What a person took from under a code stays in the tray.
    """
    decider, archive = Decider(registrar), registrar.archive
    filed: list[events.Filed] = []
    for document in registrar.catalogue.tray():
        history = registrar.catalogue.history_of_document(document.digest)
        if any(line.kind == "unfiled" for line in history):
            continue
        placement = decider.decide(document.path, archive.readings.load(document.digest))
        if placement.code is None:
            continue
        year = label_of(document.path, archive.cycles).school_year
        event = events.Filed(
            document.digest,
            placement.code.plain,
            document.title,
            placement.reason,
            str(year) if year else None,
        )
        # One by one: a title alone does not fill a line twice.
        registrar.record(event)
        filed.append(event)
    return tuple(filed)


def _one(codes: tuple[Coded, ...], reason: str) -> Placement:
    if len(codes) > 1:
        return Placement(None, "several-codes")
    return Placement(codes[0], reason) if codes[0].criterion else Placement(None, "unknown-criterion")


def paper_of(label: Label, head: Letterhead, year_starts: tuple[int, int]) -> Paper:
    """What a document says of itself, from its label and letterhead."""
    day = date.fromisoformat(head.date.value) if head.date else None
    year = label.school_year or (SchoolYear.of(day, year_starts) if day else None)
    subject = head.subject.value if head.subject else ""
    kind = head.type.value if head.type else ""
    return Paper(
        (own_title(label.title, head), f"{kind} {subject}".strip(), subject, label.title),
        head.symbol.value if head.symbol else None,
        day,
        head.issuer.value if head.issuer else None,
        year,
        str(label.criterion) if label.criterion else None,
    )
