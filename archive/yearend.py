"""Year end: filings become holdings, holdings get verdicts, and what is kept goes into a bag."""

import csv
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path, PurePosixPath

import msgspec

from archive import __version__
from archive.catalogue import Catalogue
from archive.evidence import events
from archive.evidence.years import SchoolYear
from archive.home import Archive, Registrar
from archive.records import DocumentRecord
from archive.wording import Wording
from retention.export import Bag, BagFile, safe_paths, write_bag
from retention.schedule import Schedule, load_schedule
from retention.verdicts import Holding, Reason, Verdict, judge

LIST_NAME = "danh-muc.csv"
HEAD_NAME = "ledger-head.json"

_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
_SUFFIXES = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "image/png": (".png",),
    "image/tiff": (".tif", ".tiff"),
    "image/heic": (".heic", ".heif"),
    "image/webp": (".webp",),
    f"{_OFFICE}.wordprocessingml.document": (".docx", ".dotx"),
    f"{_OFFICE}.spreadsheetml.sheet": (".xlsx", ".xltx", ".xlsm"),
    f"{_OFFICE}.presentationml.presentation": (".pptx", ".ppsx", ".potx"),
    "application/vnd.ms-word.document.macroenabled.12": (".docm", ".dotm"),
    "application/vnd.ms-excel.sheet.binary.macroenabled.12": (".xlsb",),
    "application/msword": (".doc", ".dot"),
    "application/vnd.ms-excel": (".xls", ".xlt"),
    "application/vnd.ms-powerpoint": (".ppt", ".pps"),
    f"{_OPEN}.text": (".odt", ".ott"),
    f"{_OPEN}.spreadsheet": (".ods", ".ots"),
    f"{_OPEN}.presentation": (".odp", ".otp"),
    "application/rtf": (".rtf",),
    "message/rfc822": (".eml",),
    "text/plain": (".txt",),
}
"""The suffixes by which programs know what a file is; the first is given to one that has none of them."""


class NothingToExport(Exception):
    """No filed document belongs to the school year."""


@dataclass(frozen=True, slots=True)
class YearEnd:
    """What a year end found: each filed document of the year with its verdict, and what stands outside."""

    school_year: SchoolYear
    schedule: Schedule
    judged: tuple[tuple[DocumentRecord, Verdict], ...]
    without_year: int
    in_tray: int

    @property
    def kept(self) -> tuple[tuple[DocumentRecord, Verdict], ...]:
        """All but what is proposed for disposal."""
        return tuple(pair for pair in self.judged if pair[1].outcome != "expired")


def school_schedule(archive: Archive) -> Schedule:
    """The retention schedule of ``archive.toml``; the school's own copy in ``schedules/`` comes first."""
    return load_schedule(archive.settings.retention, archive.root / "schedules")


def judge_year(catalogue: Catalogue, year: SchoolYear, on: date, schedule: Schedule) -> YearEnd:
    """The verdicts on the filed documents of a school year, in code order.

    Their work ended with the school year, which is in the calendar year of its last day.
    """
    filed = [record for record in catalogue.all_documents() if record.code]
    order = {piece.code: place for place, piece in enumerate(catalogue.shelf.all_pieces())}
    records = sorted(
        (record for record in filed if record.school_year == str(year)),
        key=lambda record: (order.get(record.code or "", len(order)), record.received_at, record.digest),
    )
    return YearEnd(
        year,
        schedule,
        judge_documents(records, on, schedule),
        sum(1 for record in filed if record.school_year is None),
        len(catalogue.tray()),
    )


def judge_documents(
    records: Sequence[DocumentRecord], on: date, schedule: Schedule
) -> tuple[tuple[DocumentRecord, Verdict], ...]:
    """Each document with its verdict, in the order given; see ``judge_year``."""
    holdings = (
        Holding(record.digest, record.type, _closed(record), record.pages, label=record.title)
        for record in records
    )
    return tuple(zip(records, judge(holdings, on, schedule), strict=True))


def _closed(record: DocumentRecord) -> int | None:
    year = SchoolYear.find(record.school_year or "")
    return year.last_day.year if year else None


def export(
    archive: Archive, registrar: Registrar, found: YearEnd, to: Path, on: date, wording: Wording
) -> Bag:
    """Write the bag of what is kept, with the list, the ledger and its head; then the ledger line about it.

    Raises ``NothingToExport``, and what ``write_bag`` raises.
    """
    if not found.kept:
        raise NothingToExport(str(found.school_year))
    paths = safe_paths(_path(record) for record, _ in found.kept)
    payload = [
        BagFile(path, archive.original(record.digest), record.digest)
        for path, (record, _) in zip(paths, found.kept, strict=True)
    ]
    payload += _ledger_files(archive)
    head = archive.ledger.end().head
    tags = (
        (LIST_NAME, _list(found, dict(zip(paths, found.kept, strict=True)), wording)),
        (HEAD_NAME, msgspec.json.encode({"sequence": head.sequence, "digest": str(head.digest)}) + b"\n"),
    )
    info = {
        "Source-Organization": archive.settings.school,
        "External-Description": wording.say("yearend.bag_description", year=found.school_year),
        "External-Identifier": f"{found.school_year} {head.digest}",
        "Bagging-Date": on.isoformat(),
        "Bag-Software-Agent": f"evidence-archive {__version__}",
    }
    bag = write_bag(to, payload, info, tags)
    registrar.record(events.Exported(str(found.school_year), to.name, len(found.kept), str(head.digest)))
    return bag


def _path(record: DocumentRecord) -> str:
    """``H1-1.1-01 Kế hoạch chiến lược.pdf``: the code first, so that any file manager sorts by it.

    A PDF that came as ``Kế hoạch.doc`` ends in ``.pdf`` here, for no program would open it by the other.
    """
    title = record.title.replace("/", "-")
    suffix = PurePosixPath(record.name).suffix.lower()
    fitting = _SUFFIXES.get(record.media_type, (suffix,))
    return f"{record.code} {title}{suffix if suffix in fitting else fitting[0]}"


def _ledger_files(archive: Archive) -> Iterator[BagFile]:
    for segment in archive.ledger.segments():
        path = archive.ledger.path(segment)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        yield BagFile(f"ledger/{path.name}", path, digest)


def _list(found: YearEnd, kept: dict[str, tuple[DocumentRecord, Verdict]], wording: Wording) -> bytes:
    """The list as CSV with a byte order mark, which Excel needs to read Vietnamese."""
    path_of = {record.digest: path for path, (record, _) in kept.items()}
    stream = StringIO()
    writer = csv.writer(stream)
    writer.writerow([wording.say(f"yearend.column_{name}") for name in _COLUMNS])
    for place, (record, verdict) in enumerate(found.judged, 1):
        writer.writerow(
            (
                place,
                f"[{record.code}]",
                *(_inert(text or "") for text in (record.title, record.symbol, record.date, record.issuer)),
                record.pages,
                wording.say(f"verdict.{verdict.outcome}"),
                verdict.keep_until or "",
                " ".join(reason_sentence(reason, found.schedule, wording) for reason in verdict.reasons),
                path_of.get(record.digest, ""),
                record.digest,
            )
        )
    return b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8")


_COLUMNS = (
    "place", "code", "title", "symbol", "date", "issuer", "pages", "verdict", "until", "reasons", "file",
    "digest",
)  # fmt: skip


def reason_sentence(reason: Reason, schedule: Schedule, wording: Wording) -> str:
    """A verdict's reason in words, with the name of the record class, not its id."""
    values: dict[str, object] = dict(reason.values)
    record_class = schedule.record_class(str(values.get("class", "")))
    if record_class:
        values["class"] = record_class.name
    if "confidence" in values:
        values["confidence"] = wording.say(f"confidence.{values['confidence']}")
    return wording.say(f"verdict_reason.{reason.key}", **values)


def _inert(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
