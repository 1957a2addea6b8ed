"""Refuse: put a file that cannot be taken aside, with a sentence beside it and a line in the ledger."""

import errno
import hashlib
import os
import shutil
import stat
import tempfile
from pathlib import Path

from archive.evidence import events
from archive.evidence.filing import split_suffix
from archive.evidence.refusals import Reason
from archive.home import Registrar
from archive.ingest.arrivals import Arrival, open_arrival
from storage.files import make_directory, replace_file, sync_directory

_LONGEST_NAME = 255
"""Bytes in a file's name, on every file system in use."""


def refuse(registrar: Registrar, arrival: Arrival, reason: Reason, digest: str | None, sentence: str) -> None:
    """The sentence, then the ledger line, then the move: killed in between, the next run finishes it."""
    refused = registrar.archive.refused
    before = registrar.catalogue.refused_from(arrival.label)
    if arrival.within:
        # Unpacked a moment ago; what it was in goes from the drop folder once this lies here.
        _sync(arrival.path)
    if before and before.document == digest and before.size == arrival.signature.size:
        target = refused / before.kept
        if arrival.within and os.path.lexists(_note_of(target)) and _has_bytes(target, digest):
            # The file that it was in is opened once more, after a run that was cut short or by a person.
            arrival.path.unlink()
            return
        # A sentence without its file is a move that was cut short. Where both are gone a person took them
        # away, and the same file dropped again is refused again.
        if os.path.lexists(_note_of(target)) and not os.path.lexists(target):
            _move(arrival, target)
            return
    note = (sentence + "\n").encode("utf-8")
    target = _free_name(registrar, Path(arrival.label).name, note)
    make_directory(target.parent)
    replace_file(_note_of(target), note)
    kept = target.relative_to(refused).as_posix()
    registrar.record(events.Refused(digest, arrival.label, arrival.signature.size, reason, kept))
    _move(arrival, target)


def _has_bytes(path: Path, digest: str | None) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == digest


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _move(arrival: Arrival, target: Path) -> None:
    try:
        arrival.path.rename(target)
    except OSError as fault:
        if fault.errno != errno.EXDEV:
            raise
        # The drop folder is another file system. Killed before the last step, both have the whole file.
        _copy(arrival, target)
        sync_directory(target.parent)
        arrival.path.unlink()
    sync_directory(target.parent)


def _copy(arrival: Arrival, target: Path) -> None:
    """Put a copy at ``target``, whole or not at all; a link is copied as a link, a pipe as a pipe."""
    status = arrival.path.lstat()
    # What is left of it by a killed writer goes with the next one.
    descriptor, name = tempfile.mkstemp(prefix=".partial-", dir=target.parent)
    partial = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as copy:
            if stat.S_ISREG(status.st_mode):
                with open_arrival(arrival) as stream:
                    shutil.copyfileobj(stream, copy)
                copy.flush()
                os.fchmod(descriptor, 0o644)
                os.utime(descriptor, ns=(status.st_atime_ns, status.st_mtime_ns))
                os.fsync(descriptor)
        if not stat.S_ISREG(status.st_mode):
            partial.unlink()
            if stat.S_ISLNK(status.st_mode):
                partial.symlink_to(arrival.path.readlink())
            else:
                os.mknod(partial, status.st_mode, status.st_rdev)
        partial.rename(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def _note_of(target: Path) -> Path:
    name = _cut(target.name, "", ".txt")
    # The longest name that ends so would be its own note's.
    return target.with_name(name if name != target.name else _cut(target.name, "-", ".txt"))


def _free_name(registrar: Registrar, name: str, note: bytes) -> Path:
    """A name in today's folder that neither a file nor another file's note has."""
    folder = registrar.archive.refused / registrar.now().date().isoformat()
    stem, suffix = split_suffix(name, registrar.archive.cycles)
    for number in range(1, 1_000_000):
        target = folder / _cut(stem, "" if number == 1 else f" ({number})", suffix)
        if os.path.lexists(target):
            continue
        if not os.path.lexists(_note_of(target)) or _is_left_over(registrar, _note_of(target), note):
            return target
    raise FileExistsError(folder / name)


def _is_left_over(registrar: Registrar, path: Path, note: bytes) -> bool:
    """Whether the file is this very note, put there by a writer who was killed before the ledger line."""
    if (
        not stat.S_ISREG(path.lstat().st_mode)
        or path.stat().st_size != len(note)
        or path.read_bytes() != note
    ):
        return False
    kept = (registrar.archive.refused / refusal.kept for refusal in registrar.catalogue.refusals())
    return all(path not in (target, _note_of(target)) for target in kept)


def _cut(stem: str, number: str, suffix: str) -> str:
    """A name of at most 255 bytes, cut between characters, that still ends as it should."""
    room = _LONGEST_NAME - len((number + suffix).encode())
    return stem.encode()[:room].decode("utf-8", "ignore") + number + suffix
