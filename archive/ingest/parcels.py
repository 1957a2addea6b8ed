"""Parcels: files sent to another machine in pieces, and kept there by their digests, within bounds."""

import hashlib
import threading
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

KEPT = 4 << 30
"""Bytes of files that one worker keeps, besides those in use: what is read by several tasks comes once."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """What stands for a file on its way: the SHA-256 of its bytes, and how many they are."""

    digest: str
    size: int

    @classmethod
    def of(cls, path: Path) -> "Parcel":
        """The one for a file of this machine. Raises ``OSError``."""
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            return cls(digest, stream.tell())


class Parcels:
    """Files in one folder, which is ours alone. Those longest unused go when there are too many bytes."""

    def __init__(self, folder: Path, kept: int = KEPT) -> None:
        self._folder = folder
        self._kept = kept
        self._changing = threading.Lock()
        self._here: dict[Parcel, Path] = {}
        self._in_use = Counter[Parcel]()

    def put(self, parcel: Parcel, sender: str, offset: int, data: bytes) -> None:
        """Write a piece of a file that ``sender`` is sending. Raises ``OSError``."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._unfinished(parcel, sender).open("r+b" if offset else "wb") as stream:
            stream.seek(offset)
            stream.write(data)

    def finish(self, parcel: Parcel, sender: str) -> None:
        """Take a file whose last piece was put. Raises ``OSError``, also when it is not what was sent."""
        path = self._unfinished(parcel, sender)
        if Parcel.of(path) != parcel:
            path.unlink()
            raise OSError("a file came over otherwise than it was sent")
        with self._changing:
            self._here[parcel] = path.replace(self._folder / parcel.digest)
            self._make_room(besides=parcel)

    def take(self, wanted: tuple[Parcel, ...]) -> dict[Parcel, Path]:
        """Where those of ``wanted`` lie that are here; none of them goes until they are given back."""
        with self._changing:
            here = {parcel: self._here.pop(parcel) for parcel in set(wanted) if parcel in self._here}
            # One may have been swept away by what keeps such folders clean; then it is to be sent again.
            found = {parcel: path for parcel, path in here.items() if path.is_file()}
            # The last ones are those used last.
            self._here |= found
            self._in_use.update(found.keys())
            return found

    def give_back(self, taken: dict[Parcel, Path]) -> None:
        """What was taken may go again."""
        with self._changing:
            self._in_use.subtract(taken.keys())

    def _unfinished(self, parcel: Parcel, sender: str) -> Path:
        return self._folder / f"{parcel.digest}.{sender}"

    def _make_room(self, besides: Parcel) -> None:
        much = sum(parcel.size for parcel in self._here)
        for parcel in tuple(self._here):
            if much <= self._kept:
                return
            if parcel != besides and not self._in_use[parcel]:
                self._here.pop(parcel).unlink(missing_ok=True)
                much -= parcel.size
