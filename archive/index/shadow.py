"""Shadow: an index opened where this process may not write, by links in a folder of its own.

tantivy puts a short-lived lock beside the files even to read them.
"""

import os
import shutil
import tempfile
import weakref
from contextlib import suppress
from pathlib import Path


class Shadow:
    """``where`` is the folder to open: the index's own, where that can be written in."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.where = path
        if path.is_dir() and not os.access(path, os.W_OK):
            self.where = Path(tempfile.mkdtemp(prefix="archive-index-"))
            weakref.finalize(self, shutil.rmtree, self.where, ignore_errors=True)
            self.refresh()

    def refresh(self) -> None:
        """Link what came since, and let go of what is gone."""
        if self.where == self._path:
            return
        for link in self.where.iterdir():
            if link.is_symlink() and not link.exists():
                link.unlink()
        for file in self._path.resolve().iterdir():
            if file.suffix != ".lock":
                with suppress(FileExistsError):
                    (self.where / file.name).symlink_to(file)
