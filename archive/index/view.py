"""A view of an index (bản nối) that nobody may write in: links to its files, in a directory of our own."""

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

_TRIES = 5
"""A writer may take away files between our linking and our opening: then there is a new list of them."""


def may_write(path: Path) -> bool:
    """Whether we may make files in a directory; as root, whether the file system takes any."""
    return os.access(path, os.W_OK | os.X_OK)


class Linked:
    """Links to the files of one directory; made anew each time the files are read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._view: Path | None = None

    def read(self, use: Callable[[Path], T]) -> T:
        """What ``use`` makes of a directory with the same files. Raises what it raises at the last try."""
        for _ in range(_TRIES - 1):
            try:
                return use(self._linked())
            except (OSError, ValueError):
                continue
        return use(self._linked())

    def close(self) -> None:
        """Take the links away."""
        if self._view:
            shutil.rmtree(self._view, ignore_errors=True)
            self._view = None

    def _linked(self) -> Path:
        self.close()
        self._view = Path(tempfile.mkdtemp(prefix="archive-index-"))
        # The list of files first: what it names was there when it was read.
        shutil.copyfile(self._path / "meta.json", self._view / "meta.json")
        for source in self._path.iterdir():
            if source.name != "meta.json" and source.suffix != ".lock":
                (self._view / source.name).symlink_to(source)
        return self._view
