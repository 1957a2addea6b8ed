"""Prose: how likely it is that a line under the subject is no longer of it but of the body.

A line in small letters goes on with the subject; one that begins large may do either, and what tells them
apart is where it stands and how it is built.
"""

import re
from collections.abc import Sequence

from archive.evidence.documents import GRID
from archive.evidence.letterhead.lines import Line

GOES_ON, MAY_GO_ON, MAY_END, ENDS = 0.0, 0.3, 0.7, 1.0
"""How likely the subject ends before a line; from a half on it does."""

_NUMBER = re.compile(r"(\d{1,2}|[ivxlc]{1,5}|[a-e])[.),]\s|[ivx]{1,4}/(?!v)|\d{1,2}[.)]\d?(?!\d)[^\W\d]")
_BULLET = re.compile(r"[-+*•–—] ")
_LABEL = re.compile(
    r"(?!(chuyen de|chu de|de tai|hoi thao|sang kien)\b)[^:]{2,24}:"
    r"|(thoi gian|ngay|hoi)\W*(\d|luc\b|vao\b|\.{2}|…)"
    r"|(dia diem|thanh phan|hom nay|so yeu|vao (hoi|luc)|chung toi|dac diem tinh hinh|dat van de|mo dau)\b"
    r"|(phan|chuong|muc) (thu\b|mot\b|[iv\d]+\b)|(stt|tt) |\((ban hanh|kem theo|dinh kem|du thao|trich)\b"
)
"""How a line begins (folded) that is no longer the subject: a label, a part's heading, a table's, a note."""

_IN_ORDER_TO = "Để "
_OPENS = re.compile(
    r"(thuc hien|can cu|nham|trong|theo|duoc su|hien nay|qua|sau khi|truoc|hang nam|huong ung|tinh den"
    r"|nam hoc [\d\W]+la|(nam|nam hoc|thang) [\d\W]*,\W+\w+"
    r"|(nha truong|truong|to|chi bo|chi doan|cong doan|lien doi|ban|hoi dong|phong|so|ubnd)\b.*"
    r"\b(bao cao|thong bao|lap|xay dung|de nghi|kinh|tien hanh|hop|xin|nhu sau|moi))\b"
)
"""How the first sentence of a body begins (folded) that cites nothing."""

_ADDED = re.compile(
    r"((nam hoc|hoc k[yi]|giai doan|tam nhin|nhiem ky|thang|quy|nam|tuan|dot|khoa|lan|thu|den|va"
    r"|nhat|hai|ba|tu|[\divx]+)\b\W*)+\Z|(cua|tai|doi voi|danh cho|va|cap|khoi|lop|mon)\b.{0,60}(?<![,:;])\Z"
)
"""What a subject often has on a line of its own: its time, and whom it is about."""

_OPEN = re.compile(
    r"(\b(và|của|cho|về|với|các|những|tại|trong|theo|đến|số|thực hiện|triển khai|ban hành|chào mừng|kỷ niệm"
    r"|(?<!cấp )(trường|tỉnh|huyện|xã|phường|thành phố))|[-–—,:&/(])\Z"
)
"""How a line ends (in small letters) that the next one goes on with, however that begins."""

_QUOTES = '“«"'
_EDGE = "_.-–—,:;'\"“”‘’`*|· "
_WORD_END = r"(?:[^\W_A-ZĐ]{2}|\w{4})"
"""What stands before a stop that ends a sentence, and no abbreviation: TP., ThS."""

_STOP = re.compile(_WORD_END + r"\W*[.;!?…]\W*\Z")
_SENTENCE_END = re.compile(_WORD_END + r"\W*[.;:!?…]\W*\Z")
_INNER_STOP = re.compile(_WORD_END + r"[.;] +([^\W\d_])")
_SENTENCE, _LONG = 8, 70
"""Words of a sentence, and characters of a line that is as full as a body's lines are."""

_OFF_CENTRE, _FULL = 0.04 * GRID, 0.62 * GRID


def prose(subject: Sequence[Line], line: Line, middles: tuple[float, ...] = ()) -> float:
    """How likely the body begins with ``line``: ``GOES_ON``, ``MAY_GO_ON``, ``MAY_END`` or ``ENDS``.

    ``subject``: its lines so far. ``middles``: those a centred line may have, in units of 1/GRID; none where
    lines are not centred, or no places known.
    """
    if _is_label(line):
        return ENDS
    aside = bool(line.words and middles) and min(abs(line.middle - one) for one in middles) > _OFF_CENTRE
    if not subject:
        return _below_heading(line, aside)
    stopped = bool(_STOP.search(subject[-1].text))
    if not _is_large(line.text):
        return MAY_GO_ON if stopped and not line.words else GOES_ON
    if stopped or aside or _is_sentence(line):
        return ENDS
    if line.text[0] in _QUOTES or _OPEN.search(subject[-1].text.lower().rstrip()):
        return GOES_ON
    if _opens(line):
        return ENDS if len(line.text) >= _LONG or line.apart else MAY_END
    if _ADDED.match(line.folded.lstrip(_EDGE)):
        return MAY_GO_ON if line.apart else GOES_ON
    return ENDS if line.apart else _by_width(subject, line, bool(middles))


def _below_heading(line: Line, aside: bool) -> float:
    if _opens(line) and (aside or _is_sentence(line)):
        return ENDS
    return MAY_GO_ON if _is_sentence(line) else GOES_ON


def _by_width(subject: Sequence[Line], line: Line, centred: bool) -> float:
    if not line.words:
        return MAY_END if len(line.text) >= _LONG else MAY_GO_ON
    width = line.right - line.left
    wider = width > max(one.right - one.left for one in subject)
    return MAY_END if centred and wider and width > _FULL else GOES_ON


def _is_large(text: str) -> bool:
    return next((one for one in text if one.isalnum()), "").isupper()


def _is_label(line: Line) -> bool:
    """Whether a line begins as no subject does: with a number, a bullet, a label."""
    # With places a dash may be dirt.
    if _BULLET.match(line.text) and (not line.words or line.text[0] in "+•"):
        return True
    bare = line.folded.lstrip(_EDGE)
    return bool(_NUMBER.match(bare)) or (_is_large(line.text) and bool(_LABEL.match(bare)))


def _opens(line: Line) -> bool:
    """Whether a line begins as the first sentence of a body often does."""
    return line.text.startswith(_IN_ORDER_TO) or bool(_OPENS.match(line.folded.lstrip(_EDGE)))


def _is_sentence(line: Line) -> bool:
    """Whether a line ends as sentences do, or another begins on it, as no subject has it."""
    ends = len(line.text.split()) >= _SENTENCE and _SENTENCE_END.search(line.text)
    return bool(ends) or any(found[1].isupper() for found in _INNER_STOP.finditer(line.text))
