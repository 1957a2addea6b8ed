"""Files that are safe on disk before anyone relies on them."""

import os
import tempfile
from pathlib import Path


def sync_directory(directory: Path) -> None:
    """Force the names in ``directory`` to disk."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_directory(directory: Path) -> None:
    """Make ``directory`` and its missing parents, each forced to disk."""
    if directory.is_dir():
        return
    make_directory(directory.parent)
    directory.mkdir(exist_ok=True)
    sync_directory(directory.parent)


def stamp(path: Path) -> tuple[int, int, int] | None:
    """What tells a file from what it was before, by one look; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def write_all(descriptor: int, data: bytes) -> None:
    """Write every byte of ``data``, however many calls the system needs for it."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def replace_file(path: Path, data: bytes, durable: bool = True, mode: int = 0o644) -> None:
    """Put ``data`` at ``path`` so that a reader sees the old file or the new one, never a part.

    ``durable`` also forces it to disk; what can be made again does not need that.
    """
    make_directory(path.parent)
    descriptor, name = tempfile.mkstemp(prefix=".partial-", dir=path.parent)
    try:
        try:
            write_all(descriptor, data)
            os.fchmod(descriptor, mode)
            if durable:
                os.fsync(descriptor)
        finally:
            os.close(descriptor)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    if durable:
        sync_directory(path.parent)
