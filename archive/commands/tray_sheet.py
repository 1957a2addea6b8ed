"""The sheet of the tray: written where a person asks for it, and beside the answers when the tray changed."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from itertools import islice
from pathlib import Path

import msgspec

from archive.catalogue import Catalogue
from archive.home import Archive
from archive.ingest.answered import free_name
from archive.ingest.answers import write_lines
from archive.ingest.arrivals import ANSWERS, is_being_written
from archive.ingest.limits import ReadFault
from archive.ingest.pictures import THUMBNAIL, Pictures
from archive.ingest.readers import Readers, result_of
from archive.lists.tray import Waiting, waiting
from archive.lists.tray_sheet import MARKS, tray_sheet
from archive.records import DocumentRecord
from archive.tables.sheet import Picture
from archive.wording import Wording
from storage.files import replace_file

NAME = "khay.xlsx"
"""The sheet beside the answers."""

_DAY = 86_400

_MOST = 100
"""Documents in the sheet beside the answers: more than anybody files in a day, and soon written."""


class _State(msgspec.Struct, frozen=True):
    """What the sheet beside the answers was written of, and the digest of its bytes; "" for no sheet."""

    tray: str = ""
    sheet: str = ""


def write_sheet(
    archive: Archive,
    catalogue: Catalogue,
    readers: Readers,
    wording: Wording,
    path: Path,
    most: int | None = None,
) -> int:
    """Write the tray, or the ``most`` documents of it that came first; how many there are in the sheet."""
    # Brings a library along that most runs do without.
    from archive.tables import xlsx

    found = tuple(islice(waiting(catalogue, archive.cycles), most))
    shelf, edition = catalogue.shelf, archive.edition
    register = {one.code: one.title for one in shelf.register(edition.id)}
    filled = shelf.codes_filled()
    sheet = tray_sheet(
        found,
        len(catalogue.tray()),
        _thumbnails(archive, catalogue, readers, found),
        register,
        tuple(code for code in register if code not in filled),
        edition,
        wording,
    )
    xlsx.write(path, (sheet,), MARKS)
    return len(found)


def _thumbnails(
    archive: Archive, catalogue: Catalogue, readers: Readers, found: Sequence[Waiting]
) -> dict[str, Picture]:
    pictures = Pictures(archive, readers)
    made = {}
    begun = []
    for one in found:
        document = one.document
        path = pictures.thumbnail_path(document.digest)
        with suppress(OSError):
            made[document.digest] = path.read_bytes()
            continue
        with suppress(ReadFault):
            turned = catalogue.turned(document.digest, 1)
            begun.append((document, path, pictures.start_thumbnail(document, turned)))
    for document, path, future in begun:
        readers.wait((future,))
        # A page that cannot be drawn has no picture.
        with suppress(ReadFault):
            made[document.digest] = result_of(future)
            with suppress(OSError):
                pictures.keep(path, made[document.digest])
    return {digest: Picture(png, THUMBNAIL[0], _rows_of(png)) for digest, png in made.items()}


def _rows_of(png: bytes) -> int:
    """How many pixels a PNG is high, from its header."""
    return int.from_bytes(png[20:24], "big")


def refresh(archive: Archive, catalogue: Catalogue, readers: Readers, wording: Wording, at: datetime) -> None:
    """Bring the sheet beside the answers up to the tray; an empty tray has none.

    It stays as it is while the tray does, while somebody has it open, and where it cannot be written. What a
    person filled in and did not drop is kept under another name, and the day's answers say so.
    """
    folder = archive.drop / ANSWERS
    path, remembered = folder / NAME, archive.derived / "tray-sheet.json"
    state = _load(remembered)
    documents = catalogue.tray()
    now = _tray_of(documents, catalogue, wording)
    if now == state.tray and path.exists() == bool(documents):
        return
    with suppress(OSError):
        folder.mkdir(exist_ok=True)
        for left in folder.glob(".partial-*"):
            # What a killed writer was putting in place.
            left.unlink()
        if _is_open(path, at):
            return
        _set_aside(path, state.sheet, archive, wording, at)
        digest = ""
        if documents:
            made = archive.derived / NAME
            write_sheet(archive, catalogue, readers, wording, made, _MOST)
            digest = _digest(made)
            replace_file(path, made.read_bytes(), durable=False)
            made.unlink()
        else:
            path.unlink(missing_ok=True)
        replace_file(remembered, msgspec.json.encode(_State(now, digest)), durable=False)


def _load(path: Path) -> _State:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_State)
    except (OSError, msgspec.DecodeError):
        return _State()


def _tray_of(documents: Sequence[DocumentRecord], catalogue: Catalogue, wording: Wording) -> str:
    """What the sheet shows, in short: the documents, and the register that its suggestions come from."""
    said = (
        wording.language,
        catalogue.shelf.register_version(),
        [(one.digest, one.title) for one in documents],
    )
    return hashlib.sha256(msgspec.json.encode(said)).hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _is_open(path: Path, at: datetime) -> bool:
    """Whether somebody has the sheet open: by what Excel and LibreOffice put beside it, or a lease."""
    for mark in (f"~${path.name}", f".~lock.{path.name}#"):
        with suppress(OSError):
            # One that a program left behind when it died is of another day.
            if at.timestamp() - path.with_name(mark).stat().st_mtime < _DAY:
                return True
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return is_being_written(stream.fileno())


def _set_aside(path: Path, ours: str, archive: Archive, wording: Wording, at: datetime) -> None:
    """Keep the sheet that lies there where it is no longer as we wrote it, and no copy of it was dropped."""
    if not path.is_file():
        return
    digest, size = _digest(path), path.stat().st_size
    others = (one for one in path.parent.glob("*.xlsx") if one != path and one.is_file())
    if digest == ours or any(one.stat().st_size == size and _digest(one) == digest for one in others):
        return
    kept = free_name(path.parent, path.stem, f" {at:%Y-%m-%d %H%M}", path.suffix)
    path.rename(kept)
    text = wording.say("tray_sheet.set_aside", name=path.name, kept=kept.name)
    write_lines("waiting", (text,), archive, wording, at)
