"""Filing: which code a dropped file says it belongs under. Gives reasons; moves nothing."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from archive.evidence.codes import EvidenceCode
from archive.evidence.cycles import Coded, Cycles
from archive.evidence.numbering import next_code
from archive.evidence.standards import CriterionId
from archive.evidence.years import SchoolYear

REASONS = (
    "code-in-name", "code-in-folder", "criterion-in-folder", "by-hand", "cover-sheet", "code-on-page",
    "symbol-and-date", "symbol-and-title", "date-and-title", "title", "tray-sheet",
)  # fmt: skip
"""Why a document was filed where it was."""

TRAY_REASONS = ("no-code", "several-codes", "unknown-criterion", "numbers-used-up")
"""Why a document was not filed by itself."""

_EDGE = re.compile(r"^[\s_.,;:()\[\]\-\u2010-\u2015]+|[\s_,;:(\[\-\u2010-\u2015]+$")

_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,9}\Z")


@dataclass(frozen=True, slots=True)
class Label:
    """What a path in the drop folder says: codes, criterion, school year, a title from the name."""

    title: str
    codes: tuple[Coded, ...]
    code_source: str
    criterion: CriterionId | None
    school_year: SchoolYear | None


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a document goes. ``code`` is None for the tray; ``reason`` says why either way."""

    code: Coded | None
    reason: str


def split_suffix(name: str, cycles: Cycles) -> tuple[str, str]:
    """A file's name (NFC) and its suffix (``.pdf``), which may be empty; joined they are the name again.

    Names have full stops that begin no suffix: ``H1-1.1-01 Kế hoạch``, ``Báo cáo số 12.2022 của trường``.
    """
    match = _SUFFIX.search(name)
    if match is None or match.start() == 0 or any(one.end > match.start() for _, one in cycles.find(name)):
        return name, ""
    return name[: match.start()], match[0]


def label_of(path: str, cycles: Cycles) -> Label:
    """Read the label from a path in the drop folder, ``/`` between folders.

    The file's own name comes before its folders, a nearer folder before a farther one. The name wins over a
    folder of another criterion on purpose: a piece used again lies in that folder under its first code.
    """
    parts = PurePosixPath(unicodedata.normalize("NFC", path)).parts
    stem, _ = split_suffix(parts[-1], cycles)
    found = tuple(cycles.find(stem))
    title = stem
    for _, one in reversed(found):
        title = f"{title[: one.start]} {title[one.end :]}"
    # A name that is nothing but a code is the best title there is: no paper goes without one.
    title = _EDGE.sub("", re.sub(r"[\s_]+", " ", title)).strip() or stem
    codes = tuple(dict.fromkeys(coded for coded, _ in found))
    source = "code-in-name"
    criterion = None
    for folder in () if codes else reversed(parts[:-1]):
        codes = tuple(dict.fromkeys(coded for coded, _ in cycles.find(folder)))
        source = "code-in-folder"
        criterion = CriterionId.from_label(folder)
        if codes or criterion:
            break
    years = (SchoolYear.find(part) for part in (stem, *reversed(parts[:-1])))
    return Label(title, codes, source, criterion, next((year for year in years if year), None))


def place(label: Label, cycles: Cycles, given: Iterable[EvidenceCode], box: int | None) -> Placement:
    """Decide the code. ``given`` are all codes ever given in the main edition; a criterion that has none yet
    begins in ``box``.
    """
    if len(label.codes) > 1:
        return Placement(None, "several-codes")
    if label.codes:
        (code,) = label.codes
        if code.criterion is None:
            return Placement(None, "unknown-criterion")
        return Placement(code, label.code_source)
    if label.criterion is None:
        return Placement(None, "no-code")
    if cycles.criterion(label.criterion) is None:
        return Placement(None, "unknown-criterion")
    try:
        following = next_code(label.criterion, given, box if cycles.main.code_style.has_box else None)
        return Placement(Coded(cycles.main, following), "criterion-in-folder")
    except ValueError:
        return Placement(None, "numbers-used-up")
