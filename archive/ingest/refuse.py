"""Refuse: put a file that cannot be taken aside, with a sentence beside it and a line in the ledger."""

import os
import shutil
from pathlib import Path

from archive.evidence import events
from archive.evidence.refusals import Reason
from archive.home import Registrar
from archive.ingest.arrivals import Arrival
from storage.files import make_directory, replace_file, sync_directory

_LONGEST_NAME = 255
"""Bytes in a file's name, on every file system in use."""

_LONGEST_SUFFIX = 16
"""Characters of what is still a suffix, and not the half of a name behind its last full stop."""


def refuse(registrar: Registrar, arrival: Arrival, reason: Reason, digest: str | None, sentence: str) -> None:
    """The ledger line, then the sentence, then the move: killed in between, the next run finishes it."""
    refused = registrar.archive.refused
    before = registrar.catalogue.refused_from(arrival.label)
    if before and before.document == digest and before.size == arrival.signature.size:
        target = refused / before.kept
        if not os.path.lexists(target):
            _move(arrival.path, target, sentence)
            return
    day = registrar.now().date().isoformat()
    target = _free_name(refused / day, Path(arrival.label).name)
    kept = target.relative_to(refused).as_posix()
    registrar.record(events.Refused(digest, arrival.label, arrival.signature.size, reason, kept))
    _move(arrival.path, target, sentence)


def _move(source: Path, target: Path, sentence: str) -> None:
    make_directory(target.parent)
    replace_file(_note_of(target), (sentence + "\n").encode("utf-8"))
    # A rename where it can be; a copy where the drop folder is another file system. A link moves as a link.
    shutil.move(source, target)
    sync_directory(target.parent)


def _note_of(target: Path) -> Path:
    name = _cut(target.name, "", ".txt")
    # The longest name that ends so would be its own note's.
    return target.with_name(name if name != target.name else _cut(target.name, "-", ".txt"))


def _free_name(folder: Path, name: str) -> Path:
    """A name in ``folder`` that neither a file nor a note has."""
    suffix = Path(name).suffix if len(Path(name).suffix) <= _LONGEST_SUFFIX else ""
    stem = name.removesuffix(suffix)
    for number in range(1, 1_000_000):
        target = folder / _cut(stem, "" if number == 1 else f" ({number})", suffix)
        if not os.path.lexists(target) and not os.path.lexists(_note_of(target)):
            return target
    raise FileExistsError(folder / name)


def _cut(stem: str, number: str, suffix: str) -> str:
    """A name of at most 255 bytes, cut between characters, that still ends as it should."""
    room = _LONGEST_NAME - len((number + suffix).encode())
    return stem.encode()[:room].decode("utf-8", "ignore") + number + suffix
