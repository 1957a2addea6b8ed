"""Answered: what people typed into a sheet of the tray is filed, and the sheet kept beside the answers."""

import shutil
from collections.abc import Generator, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path

from archive.evidence import events
from archive.evidence.filing import label_of, split_suffix
from archive.evidence.tray.decisions import RowAnswer, Standing, decide
from archive.evidence.tray.rows import TypedRow
from archive.home import Registrar
from archive.ingest.arrivals import ANSWERS, Arrival
from archive.ingest.outcomes import Outcome
from archive.records import DocumentRecord

_LONGEST_NAME = 180
"""Bytes of a sheet's name that its kept copy and its answer begin with, at most."""


def answered(registrar: Registrar, arrival: Arrival, rows: Sequence[TypedRow]) -> Generator[Outcome]:
    """File what the rows say, as one entry of the ledger; the sheet is then kept beside the answers.

    Killed in between, the next run finds each document where its row says. What it raises, it raises before
    anything was changed.
    """
    answers = _file(registrar, rows)
    try:
        yield Outcome("sheet", arrival.label, "tray-sheet", rows=answers)
    finally:
        # A drop folder that may not be changed: the sheet says the same again, and changes nothing.
        with suppress(OSError):
            _keep(arrival, registrar)


def _file(registrar: Registrar, rows: Sequence[TypedRow]) -> tuple[RowAnswer, ...]:
    archive, catalogue = registrar.archive, registrar.catalogue
    registrar.follow()
    named = dict.fromkeys(row.document for row in rows if row.document)
    documents = {digest: document for digest in named if (document := catalogue.document(digest)) is not None}
    standing = {digest: _standing(registrar, document) for digest, document in documents.items()}
    boxes = {one.number: archive.settings.box_for(one.number) for one in archive.edition.standards}
    answers = decide(rows, standing, archive.cycles, registrar.codes_given(), boxes)
    record = [
        _filed(registrar, documents[row.document], one)
        for row, one in zip(rows, answers, strict=True)
        if one.kind == "filed"
    ]
    if record:
        registrar.record(*record)
    return answers


def _standing(registrar: Registrar, document: DocumentRecord) -> Standing:
    by = at = None
    if document.code:
        history = registrar.catalogue.history_of_document(document.digest)
        filed = [event for event in history if event.kind == "filed"]
        by, at = (filed[-1].by, filed[-1].at) if filed else (None, None)
    return Standing(document.path, document.code, by, at, document.replaced_by is not None)


def _filed(registrar: Registrar, document: DocumentRecord, answer: RowAnswer) -> events.Filed:
    year = label_of(document.path, registrar.archive.cycles).school_year
    return events.Filed(
        document.digest,
        answer.code or "",
        answer.title or document.title,
        "tray-sheet",
        str(year) if year else None,
    )


def _keep(arrival: Arrival, registrar: Registrar) -> None:
    """Move the sheet to the answers, under a name that nothing there has."""
    if not arrival.unchanged:
        return
    folder = registrar.archive.drop / ANSWERS
    folder.mkdir(exist_ok=True)
    stem, suffix = split_suffix(Path(arrival.label).name, registrar.archive.cycles)
    shutil.move(arrival.path, free_name(folder, stem, f" {registrar.now():%Y-%m-%d %H%M}", suffix))


def free_name(folder: Path, stem: str, rest: str, suffix: str) -> Path:
    """A path in the folder where nothing lies; of a long stem only the beginning is in it."""
    stem = stem.encode()[:_LONGEST_NAME].decode("utf-8", "ignore")
    names = (f"{stem}{rest}{f' ({number})' if number > 1 else ''}{suffix}" for number in count(1))
    return next(path for name in names if not (path := folder / name).exists())
