"""Packages: ZIP files opened within bounds; the formats of Word and Excel are ZIP files too."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.evidence.refusals import Reason
from archive.ingest.limits import ReadFault

MEMBERS = 5_000
"""Files in one ZIP at most; a school's papers of a whole cycle are fewer."""

ENCRYPTED = 0x1
"""The flag of a member with a password."""

_BOUNDED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Ways of packing that give no more at a time than was asked for; by others a few bytes become gigabytes."""

_MOST_AT_ONCE = 4 << 20
"""Bytes read by one call. The list of members is: this is room for 40,000 of them with long names."""

FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    ValueError,
    KeyError,
    NotImplementedError,
    RuntimeError,
)
"""What reading a ZIP raises where it is not what it says; a member with a password is a ``RuntimeError``."""


class _Bounded(io.FileIO):
    """A file that does not give more at once than a list of members may have."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or size > _MOST_AT_ONCE:
            raise ReadFault(Reason.TOO_MANY_FILES)
        return super().read(size) or b""


@contextmanager
def open_package(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a ZIP file. Raises ``ReadFault``: broken, packed otherwise than usual, too many members."""
    with _Bounded(path) as stream:
        try:
            package = zipfile.ZipFile(stream)
        except FAULTS as fault:
            raise ReadFault(Reason.BROKEN) from fault
        with package:
            if len(package.infolist()) > MEMBERS:
                raise ReadFault(Reason.TOO_MANY_FILES)
            # A member with a password is not unpacked, whatever it was packed by.
            if any(
                info.compress_type not in _BOUNDED and not info.flag_bits & ENCRYPTED
                for info in package.infolist()
            ):
                raise ReadFault(Reason.PACKED)
            yield package
