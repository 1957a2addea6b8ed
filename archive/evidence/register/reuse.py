"""Lines without a sure code: pieces used again under their first code, and what a person has to decide."""

import re
from collections.abc import Sequence

from archive.evidence.letters import fold
from archive.evidence.register.codes import codes_in, read_code
from archive.evidence.register.lines import Line
from archive.evidence.register.rows import Rows, note_in, text_of, words_of
from archive.evidence.register.zeros import Criteria
from archive.evidence.standards import Edition

_SHARED = re.compile(r"\b(?:da ma hoa|(?:su )?dung (?:chung|lai)|da co|trung|xem|tham chieu|nhu)\b")
_OF_REUSE = re.compile(
    rf"{_SHARED.pattern}|\b(?:voi|o|tai|minh chung|mc|ma|muc|so|cua|cho|cac|va|tieu chi|tc)\b|[\d.]+"
)


def add_uncoded(
    rows: Rows,
    lines: Sequence[Line],
    criteria: Sequence[Criteria],
    editions: Sequence[Edition],
    others: Sequence[Edition],
) -> None:
    """Add the lines that have no sure code to the rows of those that have one.

    A code of ``others``, with which the archive does not work, is named as such.
    """
    titles: dict[str, list[str]] = {}
    for row in rows.rows.values():
        titles.setdefault(words_of(row.title), []).append(row.code)
    for line in lines:
        if line.code.code:
            continue
        other = None if line.code.readings else read_code(line.text("code"), others)
        if other and other.edition:
            name, id = other.edition.name, other.edition.id
            rows.find("code-unknown-edition", line, other.plain, edition=name, id=id, text=text_of(line))
        else:
            same = titles.get(words_of(line.text("title")), []) if line.text("title") else []
            _add(rows, line, criteria[line.group], same[0] if len(same) == 1 else "", editions)


def _add(rows: Rows, line: Line, criteria: Criteria, same: str, editions: Sequence[Edition]) -> None:
    """Add one line; ``same`` is the one code that has its title."""
    written = line.text("code")
    said = f"{written}\n{note_in(line, editions).text}".strip()
    shared = bool(_SHARED.search(fold(said)))
    codes = codes_in(said, editions)
    if len(codes) == 1 and (shared or not written):
        _use(rows, line, codes[0], criteria, said)
    elif shared and not codes and same:
        rows.use(line, same, criteria)
        rows.find("reuse-by-title", line, same, title=line.text("title"))
    elif readings := line.code.readings or codes:
        _doubt(rows, line, written or said, readings, line.code.reason if written else "several")
    elif written:
        rows.find("code-unreadable", line, written=written, reason=line.code.reason, text=text_of(line))
    elif readings := codes_in(line.text("title"), editions):
        _doubt(rows, line, line.text("title"), readings, "in-title")
    elif same:
        rows.find("code-missing-like", line, text=text_of(line), like=same)
    else:
        rows.find("code-missing", line, text=text_of(line))


def _doubt(rows: Rows, line: Line, written: str, readings: Sequence[str], reason: str) -> None:
    values = {"written": written, "readings": ", ".join(readings), "reason": reason}
    rows.find("code-doubtful", line, **values, text=text_of(line))


def _use(rows: Rows, line: Line, code: str, criteria: Criteria, said: str) -> None:
    if code not in rows.rows:
        rows.find("reuse-unknown", line, code, text=text_of(line))
        return
    rows.use(line, code, criteria)
    rest = re.sub(re.escape(fold(code)), " ", fold(said))
    if re.search(r"[^\W\d_]{3}", _OF_REUSE.sub(" ", rest)):
        rows.find("reuse-note", line, code, note=said)
