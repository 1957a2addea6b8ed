"""Addresses: where each thing of the portal is found. Permanent, so that a report can cite them."""

from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote, urlencode

from archive.records import DocumentRecord
from archive.web.look import PLAIN, Look

SHORT = 12
"""Digits of a digest that stand in an address."""

FACET_PARAMETERS = {
    "standard": "tieu-chuan",
    "criterion": "tieu-chi",
    "box": "hop",
    "school_year": "nam-hoc",
    "type": "loai",
    "issuer": "co-quan",
    "origin": "cach-doc",
}
"""What a search's facets are called in its address."""


EDITION = "bo"
"""What an edition (bộ tiêu chuẩn) is called in an address."""

ISSUERS = "/noi-ban-hanh"
LATEST = "/moi-nhan"
FEED = "/moi-nhan.atom"
TIMELINE = "/thoi-gian"
RETENTION = "/luu-tru"
CHECKS = "/kiem-tra"


def with_query(path: str, pairs: Iterable[tuple[str, object]]) -> str:
    """The path with those of the pairs that have a value."""
    query = urlencode([(name, str(value)) for name, value in pairs if value not in (None, "", False)])
    return f"{path}?{query}" if query else path


def home(edition: str | None = None) -> str:
    """The first page. Here and below, ``edition`` is named where it is not the archive's main one."""
    return with_query("/", [(EDITION, edition)])


def gaps(edition: str | None = None) -> str:
    """The page of what is missing."""
    return with_query("/thieu", [(EDITION, edition)])


@lru_cache(maxsize=4096)  # the matrix has hundreds of them
def criterion(id: object, school_year: object = None, edition: str | None = None) -> str:
    """The page of a criterion, all years or one."""
    return with_query(f"/tieu-chi/{id}", [("nam-hoc", school_year), (EDITION, edition)])


def standard(number: object, edition: str | None = None) -> str:
    """The page of a standard."""
    return with_query(f"/tieu-chuan/{number}", [(EDITION, edition)])


def box(number: object, sheet: str = "") -> str:
    """The page of a box, or of a sheet to print for it: "nhan" (spine label), "muc-luc" (contents)."""
    return f"/hop/{number}/{sheet}".rstrip("/")


def school_year(year: str) -> str:
    """The page of a school year."""
    return f"/nam-hoc/{quote(year)}"


def issuer(slug: str) -> str:
    """The page of an issuer."""
    return f"{ISSUERS}/{slug}"


def month(name: str) -> str:
    """The page of a month, such as "2022-10"."""
    return f"{TIMELINE}/{name}"


def manifest(document: str) -> str:
    """The IIIF manifest of a document."""
    return f"/iiif/{document}/manifest"


def register(edition: str | None = None) -> str:
    """The page of the register."""
    return with_query("/danh-muc", [(EDITION, edition)])


def evidence(
    code: str | None,
    document: str | None = None,
    page: int | None = None,
    question: str = "",
    look: Look = PLAIN,
) -> str:
    """A piece of evidence, a document of it (its digest), or a page of that; without a code, the document."""
    shown = document[:SHORT] if document else None
    path = f"/{quote(code)}" if code else f"/van-ban/{shown}"
    return with_query(
        path,
        [
            ("van-ban", shown if code else None),
            ("trang", page if page != 1 else None),
            ("q", question),
            ("phong", look.zoom or None),
            ("quay", look.turn or None),
            ("cho", look.place or None),
        ],
    )


EVIDENCE_PARAMETERS = ("trang", "q", "phong", "quay", "cho", "lang")
"""What an address of evidence may say besides the document."""


def comparison(left: str, right: str, page: int = 1) -> str:
    """Two documents (their digests) side by side."""
    return with_query(f"/so-sanh/{left[:SHORT]}/{right[:SHORT]}", [("trang", page if page > 1 else None)])


def report(document: str, page: int = 1, opened: str | None = None, leaf: int = 1) -> str:
    """A document with its citations checked, from a page of it on.

    ``opened`` is the code whose evidence stands beside it, ``leaf`` the page of that.
    """
    return with_query(
        f"/bao-cao/{document[:SHORT]}",
        [("trang", page if page > 1 else None), ("mo", opened), ("to", leaf if leaf > 1 else None)],
    )


def picture(document: str, number: int, width: int, turn: int = 0) -> str:
    """The picture of a page, ``width`` pixels across, turned by the reader besides."""
    return f"/trang-anh/{document}/{number}-{width}{f'-{turn}' if turn else ''}.webp"


def original(document: DocumentRecord) -> str:
    """The bytes as they were dropped."""
    return f"/tai/{document.digest}"


def invitation(secret: str) -> str:
    """Where somebody invited sets a password, once."""
    return f"/moi/{secret}"


def looks(account: str | None = None, paper: str = "") -> str:
    """Who looked at what; of one account, and at one paper."""
    return with_query("/nhat-ky", [("nguoi", account), ("ma", paper)])


SORT = "xep"
"""What the order of hits is called in an address."""

SORTS = {"relevance": "", "date": "ngay", "code": "ma"}
"""The orders, as addresses name them: the first one not at all."""


def search(
    question: str = "", filters: Iterable[tuple[str, str]] = (), page: int = 1, sort: str = "relevance"
) -> str:
    """A search; filters are (facet, value)."""
    chosen = [(FACET_PARAMETERS[facet], value) for facet, value in filters]
    rest = [(SORT, SORTS[sort]), ("trang", page if page > 1 else None)]
    return with_query("/tim", [("q", question), *chosen, *rest])
