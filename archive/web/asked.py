"""Asked: the parameters of an address, read into values in one place. What cannot be read is a ``Fault``."""

import re
import unicodedata

from starlette.requests import Request

from archive.evidence.cycles import Cycles
from archive.evidence.standards import Edition
from archive.evidence.years import SchoolYear
from archive.web.addresses import EDITION
from archive.web.faults import Fault, Way
from archive.web.look import NEAREST, TURNS, Look

LONGEST_QUESTION = 2_000
"""Characters."""


def question(request: Request) -> str:
    """The words searched for, NFC, without blanks around them; empty when there are none."""
    text = unicodedata.normalize("NFC", request.query_params.get("q", "")).strip()
    if len(text) > LONGEST_QUESTION:
        raise Fault(400, "page_error.long_question", n=LONGEST_QUESTION)
    return text


def page_number(request: Request) -> int:
    """The page (trang) asked for, from 1; 1 when none is."""
    text = request.query_params.get("trang", "").strip()
    if not text:
        return 1
    number = whole(text)
    if number is None:
        raise Fault(400, "page_error.not_a_page", Way(request.url.path, "page_error.way_first_page"))
    return number


def whole(text: str) -> int | None:
    """The number from 1 that the text is, or None."""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) and int(text) else None


def look(request: Request) -> Look:
    """How a page is looked at; whatever of it cannot be read is as if nothing were asked."""
    zoom, turn, place = (whole(request.query_params.get(name, "")) or 0 for name in ("phong", "quay", "cho"))
    return Look(zoom if zoom <= NEAREST else 0, turn if turn in TURNS else 0, place)


def school_year(request: Request) -> str | None:
    """The school year chosen, as it is written in the catalogue; None when none is."""
    text = request.query_params.get("nam-hoc", "").strip()
    if not text:
        return None
    try:
        return str(SchoolYear.parse(text))
    except ValueError:
        raise Fault(400, "page_error.not_a_year") from None


def edition(request: Request, cycles: Cycles) -> Edition:
    """The set of standards (bộ tiêu chuẩn) chosen; the main one when none is."""
    id = request.query_params.get(EDITION, "").strip()
    found = cycles.edition(id) if id else cycles.main
    if found is None:
        raise Fault(404, "page_error.no_edition", Way("/", "page_error.way_criteria"))
    return found
