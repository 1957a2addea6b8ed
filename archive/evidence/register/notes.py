"""Notes (ghi chú) of the register: what else stands in that column, read out of it and written into it."""

import re
from collections.abc import Callable, Collection
from typing import NamedTuple

from archive.evidence.letters import fold
from archive.evidence.register.values import Row, RowField

_LABELS: dict[RowField, str] = {
    "dated": "Số, ngày ban hành",
    "issuer": "Nơi ban hành",
    "criteria": "Dùng cho tiêu chí",
    "old_code": "Mã cũ",
    "location": "Nơi lưu",
    "keeper": "Người giữ",
}
"""What a line of a note begins with that holds a value for which the form has no column."""

_BY_LABEL: dict[str, RowField] = {fold(label): field for field, label in _LABELS.items()}
_LABELLED = re.compile(rf"({'|'.join(map(re.escape, _BY_LABEL))})\s*: ?(?=\S)")
_INDENT = "  "
"""Before the further lines of such a value."""

_OLD_CODE = re.compile(r"\bma( minh chung| mc)? cu( la)?\s*[:\-–]?\s*(?=[\[(]?[hm])")
# With their marks: "do … giữ" is clear, "trình độ cán bộ quản lý" is something else.
_KEEPER = re.compile(
    r"\b(?:người|bộ phận)\s+(?:giữ|lưu giữ|quản l[ýí]|lưu)\s*[:\-–]\s*(?P<said>[^.;,\n]+)"
    r"|\bdo\s+(?P<who>[^.;,\n]{1,60}?)\s+(?:lưu giữ|đang giữ|giữ|quản l[ýí]|bảo quản)\b"
    # "Cô Hà giữ" is all of its sentence: "cô Hà giữ chức tổ trưởng" says something else.
    r"|(?:^|[.;,\n])\s*(?P<whose>(?:cô|thầy|chị|anh|ông|bà|đ/c|đồng chí|kế toán|văn thư|thủ quỹ|thư viện|tổ)"
    r"\b[^.;,\n]{0,40}?)\s+(?:lưu giữ|đang giữ|giữ)\s*(?=[.;,\n]|\Z)",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:lưu(?: giữ| trữ)?|giữ|cất|để|bảo quản|đang (?:dùng|sử dụng)|bản (?:cứng|giấy|gốc))\s+(?:tại|ở)\s+"
    r"(?P<said>[^.;,\n]+)",
    re.IGNORECASE,
)
"""Words that say where the paper itself is: whoever is there keeps it."""

CodeReader = Callable[[str], tuple[str, ...]]
"""Gives the codes of a text, each plain."""


class Note(NamedTuple):
    """A note as written, and what it says besides.

    An old code that cannot be read is ``unread``; ``old_codes`` are all that were read; a row has one.
    """

    text: str
    values: dict[RowField, str]
    unread: str = ""
    old_codes: tuple[str, ...] = ()


def read_note(text: str, columns: Collection[RowField], codes: CodeReader) -> Note:
    """Read a note. Its last lines such as "Mã cũ: H1-1.1-01" are taken out of it; what else it says stays.

    ``columns`` are the fields that have a column of their own, and are not looked for.
    """
    free, labelled = _split(text, columns)
    unread, read = "", _old_codes(free, codes)
    if old := labelled.get("old_code"):
        read = codes(old)
        labelled["old_code"] = read[0] if read else ""
        if len(read) != 1:
            # More codes than a row can have, or none: the line stays where a person finds it.
            free = f"{free}\n{labelled_line('old_code', old)}".strip()
            unread = "" if read else old
    values = {**_said(free, codes), **labelled}
    return Note(free, {field: value for field, value in values.items() if value}, unread, read)


def _split(text: str, columns: Collection[RowField]) -> tuple[str, dict[RowField, str]]:
    """The note without the labelled lines at its end, and those; of two with one label only the last."""
    entries: list[list[str]] = []
    for line in text.split("\n"):
        if entries and line.startswith(_INDENT) and _LABELLED.match(fold(entries[-1][0])):
            entries[-1].append(line)
        else:
            entries.append([line])
    labelled: dict[RowField, str] = {}
    while entries:
        first, *more = entries[-1]
        match = _LABELLED.match(fold(first))
        field = _BY_LABEL[match[1]] if match else None
        if match is None or field is None or field in columns or field in labelled:
            break
        labelled[field] = "\n".join((first[match.end() :], *(line.removeprefix(_INDENT) for line in more)))
        entries.pop()
    return "\n".join(line for entry in entries for line in entry).strip(), labelled


def _old_codes(free: str, codes: CodeReader) -> tuple[str, ...]:
    match = _OLD_CODE.search(fold(free))
    return codes(free[match.end() :].partition("\n")[0]) if match else ()


def _said(free: str, codes: CodeReader) -> dict[RowField, str]:
    """What the sentences of a note say in clear words."""
    found: dict[RowField, str] = {}
    if old := _old_codes(free, codes):
        found["old_code"] = old[0]
    if match := _KEEPER.search(free):
        found["keeper"] = (match["said"] or match["who"] or match["whose"]).strip()
    elif match := _PLACE.search(free):
        found["keeper"] = match["said"].strip()
    return found


def labelled_line(field: RowField, value: str) -> str:
    """A value as a line of a note, which ``read_note`` takes out again: "Mã cũ: H1-1.1-01"."""
    return f"{_LABELS[field]}: " + value.replace("\n", f"\n{_INDENT}")


def note_of(row: Row, columns: Collection[RowField], codes: CodeReader) -> str:
    """The note with a line for each value that has no column and that the note does not say by itself."""
    said = _said(row.note, codes)
    free, unread = row.note, ""
    if row.old_code in ("", said.get("old_code")):
        # An old code that could not be taken out keeps its place among the labels.
        start = free.rfind("\n") + 1
        if (match := _LABELLED.match(fold(free[start:]))) and _BY_LABEL[match[1]] == "old_code":
            free, unread = free[:start].rstrip("\n"), free[start:]
    lines = [free] if free else []
    for field in _LABELS:
        value = ", ".join(row.criteria) if field == "criteria" else getattr(row, field)
        if field == "old_code" and unread:
            lines.append(unread)
        elif value and field not in columns and said.get(field) != value:
            lines.append(labelled_line(field, value))
    return "\n".join(lines)
