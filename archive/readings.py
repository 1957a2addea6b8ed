"""Readings kept on disk, one compressed JSON file a document. Derived: can go, and is made again."""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from archive.evidence.documents import Reading
from storage.files import replace_file

_decoder = msgspec.json.Decoder(Reading)


class Readings:
    """Readings below ``root``: ``ab/ab12….json.gz``."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, document: str) -> Path:
        """Where the reading of a document lies, or would lie."""
        return self.root / document[:2] / f"{document}.json.gz"

    def save(self, reading: Reading) -> None:
        """Keep a reading, in the place of an older one of the same document."""
        # No time stamp in the file, so that the same reading is the same bytes.
        data = gzip.compress(msgspec.json.encode(reading, enc_hook=str), compresslevel=3, mtime=0)
        replace_file(self.path(reading.document), data, durable=False)

    def load(self, document: str) -> Reading | None:
        """The reading of a document; None when it is not there or is damaged, so that it is made again."""
        try:
            return _decoder.decode(gzip.decompress(self.path(document).read_bytes()))
        except (OSError, EOFError, zlib.error, msgspec.DecodeError):
            return None

    def __iter__(self) -> Iterator[str]:
        """The documents that have a reading file."""
        for path in sorted(self.root.glob("*/*.json.gz")):
            yield path.name.removesuffix(".json.gz")
