"""ObjectStore: write-once files named by what is in them."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from storage.digest import Digest
from storage.files import make_directory, sync_directory, write_all

_CHUNK = 1 << 20
_STAGING = ".staging"


@dataclass(frozen=True, slots=True)
class Staged:
    """Bytes on their way in: whole, forced to disk, hashed, but not yet an object."""

    path: Path
    digest: Digest
    size: int


class ObjectStore:
    """Objects below ``root``: ``ab/ab12…``, each named by its digest, written once, never changed.

    Staging lies inside ``root`` so that becoming an object is one rename on one file system.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, digest: Digest) -> Path:
        """Where the object lies, or would lie."""
        return self.root / digest[:2] / digest

    def __contains__(self, digest: Digest) -> bool:
        return self.path(digest).is_file()

    def __iter__(self) -> Iterator[Digest]:
        """The digests of all objects, in order; what has another name or lies elsewhere is passed over."""
        for path in self._files():
            if _is_object(path):
                yield Digest(path.name)

    def strays(self) -> Iterator[Path]:
        """Files below ``root`` that are no objects: wrong name, wrong folder, or left in staging."""
        for path in self._files():
            if not _is_object(path):
                yield path
        yield from sorted((self.root / _STAGING).glob("*"))

    def _files(self) -> Iterator[Path]:
        for folder in sorted(self.root.iterdir()) if self.root.is_dir() else ():
            if folder.name == _STAGING:
                continue
            if folder.is_dir():
                yield from sorted(folder.iterdir())
            else:
                yield folder

    def stage(self, stream: BinaryIO) -> Staged:
        """Copy ``stream`` into staging while hashing it.

        Raises ``OSError`` as the system gives it (a full disk, a read error); nothing is left then.
        """
        staging = self.root / _STAGING
        make_directory(staging)
        descriptor, name = tempfile.mkstemp(dir=staging)
        hashing = hashlib.sha256()
        size = 0
        try:
            try:
                while chunk := stream.read(_CHUNK):
                    hashing.update(chunk)
                    write_all(descriptor, chunk)
                    size += len(chunk)
                os.fchmod(descriptor, 0o444)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return Staged(Path(name), Digest(hashing.hexdigest()), size)

    def commit(self, staged: Staged) -> bool:
        """Make ``staged`` an object. False when the store had these bytes already (they stay as they are).

        An object that is damaged or cannot be read is replaced: its name says which bytes it should hold, and
        here they are.
        """
        target = self.path(staged.digest)
        if staged.digest in self:
            if not self._can_be_relied_on(staged.digest):
                staged.path.replace(target)
                sync_directory(target.parent)
                return True
            self.discard(staged)
            # Whoever put it there may have been killed before its name was forced to disk.
            sync_directory(target.parent)
            return False
        make_directory(target.parent)
        # The staged name is linked, not renamed over: an object is never overwritten, even in a race.
        try:
            os.link(staged.path, target)
        except FileExistsError:
            self.discard(staged)
            return False
        except OSError:
            # File systems without hard links (exFAT, some shares): the writer's lock guards the rename.
            staged.path.rename(target)
        staged.path.unlink(missing_ok=True)
        sync_directory(target.parent)
        return True

    def discard(self, staged: Staged) -> None:
        """Forget staged bytes."""
        staged.path.unlink(missing_ok=True)

    def put(self, stream: BinaryIO) -> Digest:
        """Stage and commit in one step."""
        staged = self.stage(stream)
        self.commit(staged)
        return staged.digest

    def open(self, digest: Digest) -> BufferedReader:
        """The object's bytes. ``FileNotFoundError`` when it is not there."""
        return self.path(digest).open("rb")

    def intact(self, digest: Digest) -> bool:
        """Whether the object's bytes still have its digest."""
        with self.open(digest) as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == digest

    def _can_be_relied_on(self, digest: Digest) -> bool:
        try:
            return self.intact(digest)
        except OSError:
            # A bad sector, a right that was lost: good bytes are at hand, so nothing is risked.
            return False

    def sweep(self) -> int:
        """Clear staging of what a killed writer left; only for the holder of the writer's lock."""
        leftovers = tuple(path for path in (self.root / _STAGING).glob("*") if not path.is_dir())
        for path in leftovers:
            path.unlink(missing_ok=True)
        return len(leftovers)


def _is_object(path: Path) -> bool:
    try:
        return path.parent.name == Digest(path.name)[:2]
    except ValueError:
        return False
