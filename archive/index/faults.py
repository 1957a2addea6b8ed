"""What can be wrong with an index (lỗi chỉ mục), and tantivy's errors said in these words."""

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

_OS_CODE = re.compile(r"\bOs \{ code: (\d+)")
# The fault of the disk or of a right, not of the index: building anew would not help.
_NOT_OURS = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE}


class IndexUnusable(Exception):
    """The directory holds a damaged index, or another version's: delete it and build it anew."""


class IndexBusy(Exception):
    """Another process is writing the index; nothing was changed."""


@contextmanager
def plainly(path: Path) -> Iterator[None]:
    """Errors of tantivy on the index at `path` become IndexUnusable, IndexBusy or OSError.

    tantivy-py raises ValueError for nearly all; a damaged file may be a panic, which is no Exception.
    """
    try:
        yield
    except msgspec.MsgspecError as error:
        raise IndexUnusable(f"{path}: rows of another version: {error}") from error
    except ValueError as error:
        if "LockBusy" in str(error):
            raise IndexBusy(f"{path}: {error}") from error
        code = _OS_CODE.search(str(error))
        if code and int(code.group(1)) in _NOT_OURS:
            raise OSError(int(code.group(1)), str(error), str(path)) from error
        raise IndexUnusable(f"{path}: {error}") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise IndexUnusable(f"{path}: {error}") from error
