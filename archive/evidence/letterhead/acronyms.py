"""Short forms in a symbol's tail: the type's and the issuer's, and letters of them that were read wrong."""

import re
import unicodedata

from archive.evidence.letterhead.likeness import edits
from archive.evidence.letterhead.type import CODES
from archive.evidence.letters import fold

_OFFICES = frozenset(
    "UBND HĐND CP TTg VPCP VP BYT BGDĐT BNV BTC SYT SGDĐT SNV STC PGDĐT PGD SGD GDĐT GD TTYT TTra TTr MTTQ"
    " THCS THPT TH MN THCN TNCS GDTX GDNN PTDTBT PTDTNT CĐCS CĐN CĐGD CĐTN ĐTN TĐTN CĐ CB ĐU ĐB TU HU BTV"
    " BCH BCĐ BQL BTG HĐ HĐT HĐTĐG TĐG KĐCL TCM BGH TTND KHTN KHXH TCCB KHTC NVY NVD CNTT LĐLĐ LĐ TNTP CMHS"
    " HKH VT".split()
)
"""Usual short forms of bodies and their parts: where one of them is read, it is meant."""
_KEPT = frozenset(
    {
        "THCS",
        "THPT",
        "THCN",
        "TNCS",
        "UBND",
        "HĐND",
        "CĐCS",
        "TTYT",
        "GDTX",
        "GDNN",
        "KHTN",
        "KHXH",
        "GD",
        "ĐT",
    }
    | {"TH", "MN", "PTDTBT", "PTDTNT"}
)
"""Short forms that stand whole in the short form of a name."""
_LINKING = frozenset({"VÀ", "CỦA", "&"})
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_FOLDED = {fold(code): code for code in CODES}
_CODES_OF = {kind: code for code, kind in CODES.items()}
_ALIKE = {
    frozenset(pair)
    for pair in (
        "0O",
        "1I",
        "VY",
        "DĐ",
        "BĐ",
        "5S",
        "OQ",
        "IT",
        "TY",
        "8B",
        "OĐ",
        "IL",
        "CG",
        "1T",
        "QĐ",
        "7T",
    )
}
"""Capitals and digits that are taken for one another."""
_READ, _ALTERED, _ODD = 0.9, 0.8, 0.6


def acronyms(issuer: str) -> tuple[str, ...]:
    """How an issuer is shortened in symbols: ``TRƯỜNG THCS KIM SƠN`` gives ``TTHCSKS`` and ``THCSKS``."""
    words = [word for word in re.findall(r"[^\W\d_]+", issuer.upper()) if word not in _LINKING]
    short = ["".join(map(_first, words))]
    if words[:1] in (["TRƯỜNG"], ["PHÒNG"]):
        # Many leave this word out, and of the others those at the end.
        short += ["".join(map(_first, words[1:end])) for end in range(len(words), 2, -1)]
    # Without the place that the body is of: SỞ Y TẾ TỈNH KIÊN GIANG is SYT.
    for at, word in enumerate(words):
        if at > 1 and fold(word) in {"tinh", "huyen", "thi", "thanh", "quan", "phuong", "xa"}:
            short.append("".join(map(_first, words[:at])))
            break
    short.append("".join(map(_first, words[:3])))
    return tuple(dict.fromkeys(one for one in short if len(one) > 1))


def _first(word: str) -> str:
    if word in _KEPT:
        return word
    # Ủy ban is UB: a tone is no part of a short form, a hook or a roof is.
    bare = "".join(one for one in unicodedata.normalize("NFD", word) if one not in _TONES)
    return unicodedata.normalize("NFC", bare)[0]


def mended_tail(tail: str, issuer: str | None, kind: str | None) -> tuple[str, float]:
    """The tail with letters mended where the type or the issuer say what they must be, and how sure it is."""
    known = acronyms(issuer) if issuer else ()
    parts = re.split(r"([-/])", tail)
    places = [
        at
        for at, part in enumerate(parts)
        if part and part not in "-/" and not re.fullmatch(r"(19|20)\d\d", part)
    ]
    sure = _READ
    for at in places:
        part = parts[at]
        first = at == places[0]
        coded = _type_code(part, kind) if first and len(places) > 1 else None
        mended = coded or _as_issuer(part, known) or _upright(part)
        if mended == part:
            settled = part in known or part in CODES or part in _OFFICES
            odd = re.search(r"[^\W\d_]\d+[^\W\d_]|[^\W\d_]{2}[a-z]{2}", part)
            sure = sure if settled else min(sure, _ODD if odd else sure)
        else:
            sure = min(sure, _ALTERED if fold(mended) == fold(part) or mended in known else _ODD)
        parts[at] = mended
    return "".join(parts), sure


def _upright(part: str) -> str:
    """Noughts between letters are the letter O; a small first letter before capitals is a capital."""
    part = re.sub(r"(?<=[^\W\d_])0|0(?=[^\W\d_])", "O", part)
    return part[0].upper() + part[1:] if part[1:2].isupper() else part


def _type_code(part: str, kind: str | None) -> str | None:
    """The type's short form that was meant, or None if it is none."""
    if part in CODES:
        return part
    if part.isupper() or fold(part) == "ttr":
        by_letters = _FOLDED.get(fold(part))
        if by_letters:
            return by_letters
    expected = _CODES_OF.get(kind or "")
    if expected is None or part in _OFFICES:
        return None
    # Its first letter runs together with the stroke before it, and small letters are no short form.
    lost = len(expected) > 1 and part == expected[1:]
    small = (
        len(part) == len(expected) and part[-1:].islower() and edits(part.upper(), expected.upper(), 1) < 2
    )
    return expected if lost or small or _slip(part, expected) else None


def _as_issuer(part: str, known: tuple[str, ...]) -> str | None:
    if part in known or part in _OFFICES or part in CODES:
        return part
    return next((one for one in known if _slip(part, one) or _spotted(part, one)), None)


def _spotted(part: str, meant: str) -> bool:
    """Whether a short form has lost its first letter to the stroke before it, or has a digit too many."""
    if len(meant) < 3:
        return False
    return part == meant[1:] or (
        part != meant and re.sub(r"\d", "", part) == meant and not part[-1].isdigit()
    )


def _slip(part: str, meant: str) -> bool:
    """Whether two short forms differ by marks, and by one letter at most that is taken for another."""
    if len(part) != len(meant) or len(meant) < 2 or part.islower():
        return False
    wrong = [(one, other) for one, other in zip(part, meant, strict=True) if one.upper() != other.upper()]
    marks = [pair for pair in wrong if fold(pair[0]) == fold(pair[1])]
    others = [pair for pair in wrong if pair not in marks]
    return len(others) <= 1 and all(frozenset(pair) in _ALIKE for pair in others) and len(wrong) < len(part)
