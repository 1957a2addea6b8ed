"""Spelling: words of a head torn, run together, with a speck in them or a letter off, put right where their
neighbours say what they were.

A word that Vietnamese can have keeps its letters, unless a common phrase has another in its place.
"""

import re
from dataclasses import dataclass

from archive.evidence.letterhead.likeness import edits
from archive.evidence.letterhead.marks import Marks, common
from archive.evidence.letterhead.phrases import ABBREVIATIONS
from archive.evidence.letters import fold
from archive.evidence.syllables import is_bare_syllable

_DIRT = re.compile("[§†‡ƒ„~^|ˆ˜`´¬©®°¡¿<>=\\\\]+")
_EDUCATION = re.compile(r"\bGD(&|-|)DT\b")
_COMMA = re.compile(r"([^\W\d_]+)[,'] ([^\W\d_]+)")
_ROMAN = re.compile(r"i\Z|[ivx]{2,5}\Z")
_CORE = re.compile(r"(\W*)(\w+)(\W*)")
_TORN_YEAR = re.compile(r"(?<=năm )((?:19|20|1|2)\d{0,2}) (\d{1,3})(?!\w)")
_SPECKS = "_.,:;'\"“”„‘’`*|/\\~^«»"
_DIGITS = str.maketrans("015$", "OISS")
_TWICE = 2
_TOGETHER, _WORDS = 24, 4
"""Letters, and words, that have run together, at most."""


@dataclass(frozen=True, slots=True)
class Spelt:
    """A text put right, and whether letters had to be guessed or are left that no word has."""

    text: str
    guessed: bool


def possible(word: str) -> bool:
    """Whether letters make a Vietnamese word or a usual abbreviation, marks aside."""
    bare = fold(word)
    return is_bare_syllable(bare) or bare in ABBREVIATIONS or bare.isdigit() or bool(_ROMAN.match(bare))


def sentence(text: str, marks: Marks) -> Spelt:
    """The words of a subject: what no paper prints left out, torn words joined, wrong marks set right."""
    text = " ".join(_DIRT.sub("", text).split())
    text = _EDUCATION.sub(r"GD\1ĐT", _without_specks(text, marks, _TWICE))
    text = _TORN_YEAR.sub(lambda year: (year[1] + year[2]) if len(year[1] + year[2]) == 4 else year[0], text)
    words, guessed = _respelt(text.split(" "), marks, names=False)
    return Spelt(marks.marked(" ".join(words)), guessed)


def name(text: str, marks: Marks) -> Spelt:
    """The name of a body or a place: as a subject, and without any point or quote that ends no abbreviation.

    A comma between two words that are known without one is a speck.
    """
    text = _EDUCATION.sub(r"GD\1ĐT", _without_specks(_DIRT.sub("", text), marks, 1))
    words = [clean for word in text.split() if (clean := _bare(word))]
    words, guessed = _respelt(words, marks, names=True)
    value = marks.marked(" ".join(words))
    odd = any(not possible(one) for one in re.findall(r"\w+", value))
    return Spelt(value, guessed or odd)


def well_known(text: str) -> bool:
    """Whether a text is a common phrase, marks and all."""
    return text.lower() in common().whole


def _bare(word: str) -> str:
    """A word of a name without specks: a full stop stays behind an abbreviation, a comma where it is."""
    core = word.strip(_SPECKS)
    short = word.endswith(".") and (len(core) < 3 or not re.search("[aeiouy]", fold(core)))
    if any(map(str.isalpha, core)) and core.isupper():
        core = core.translate(_DIGITS)
    return core + ("." if short and core else "," if word.endswith(",") and core else "")


def _without_specks(text: str, marks: Marks, least: int) -> str:
    """A comma between two words that stand side by side without one so often on the page is a speck."""
    for found in reversed(tuple(_COMMA.finditer(text))):
        one, other = fold(found[1]), fold(found[2])
        sign = text[found.end(1)]
        if marks.times(one, other) >= least and marks.text.count(f"{one}{sign} {other}") < _TWICE:
            text = f"{text[: found.end(1)]} {text[found.start(2) :]}"
    return text


def _respelt(words: list[str], marks: Marks, names: bool) -> tuple[list[str], bool]:
    """The words, those put right that can be; whether a letter was changed."""
    done: list[str] = []
    guessed = False
    at = 0
    while at < len(words):
        before = _neighbour(done[-1], ahead=True) if done else None
        if joined := _joined(before, words[at : at + 3], marks):
            done.append(joined)
            at += 2
            continue
        after = _neighbour(words[at + 1], ahead=False) if at + 1 < len(words) else None
        ends = _CORE.fullmatch(words[at])
        if ends and any(map(str.isalpha, ends[2])):
            core, opened, closed = ends[2], ends[1], ends[3]
            split = _parted(core, marks)
            found = split or _guess(None if opened else before, core, None if closed else after, marks, names)
            guessed = guessed or (found is not None and (not split or len(split) > 2))
            found = found or [core]
            found[0] = opened + found[0]
            found[-1] += closed
            done += found
        else:
            done.append(words[at])
        at += 1
    return done, guessed


def _neighbour(word: str, ahead: bool) -> str | None:
    """A word (folded) as the neighbour of the one behind it, ``ahead``, or before it; None where a sign parts
    them."""
    ends = _CORE.fullmatch(word)
    return fold(ends[2]) if ends and not (ends[3] if ahead else ends[1]) else None


def _joined(before: str | None, words: list[str], marks: Marks) -> str | None:
    """Two pieces of a torn word as one."""
    if len(words) < 2 or not (words[0].isalpha() and words[1].isalpha()):
        return None
    one, other = fold(words[0]), fold(words[1])
    whole = one + other
    if not possible(whole) or len(whole) > 7 or marks.count(one, other) > 1:
        return None
    after = fold(words[2]) if len(words) > 2 else None
    least = 1 if not (possible(one) and possible(other)) else _TWICE
    sides = [marks.count(before, whole) if before else 0, marks.count(whole, after) if after else 0]
    return words[0] + words[1] if max(sides) >= least else None


def _parted(word: str, marks: Marks) -> list[str] | None:
    """Words run together, where each two stand side by side elsewhere."""
    if not word.isalpha() or possible(word) or not 3 <= len(word) <= _TOGETHER:
        return None
    return _pieces(None, word, marks, _WORDS)


def _pieces(before: str | None, word: str, marks: Marks, most: int) -> list[str] | None:
    bare = fold(word)
    if before and possible(word) and marks.count(before, bare):
        return [word]
    for at in range(1, len(bare) if most > 1 else 0):
        if possible(bare[:at]) and (before is None or marks.count(before, bare[:at])):
            rest = _pieces(bare[:at], word[at:], marks, most - 1)
            if rest:
                return [word[:at], *rest]
    return None


def _guess(before: str | None, word: str, after: str | None, marks: Marks, names: bool) -> list[str] | None:
    """What stands elsewhere between the same neighbours and is a letter off; None where that is not clear."""
    bare = fold(word)
    sound = possible(word)
    if (before or after) is None or (sound and (not names or before is None or len(bare) < 3)):
        return None
    if len(bare) < 3 and None in (before, after):
        return None
    own = max(marks.count(before, bare) if before else 0, marks.count(bare, after) if after else 0)
    if own > 1:
        return None
    limit = 2 if len(bare) > 5 and not sound else 1
    found: list[tuple[int, int, list[str]]] = []
    for one in marks.between(before, after):
        sides = [marks.count(before, one)] if before else []
        sides += [marks.count(one, after)] if after else []
        off = edits(bare, one, limit)
        if (
            off <= limit
            and min(sides)
            and (not sound or _usual(before, one, after, marks))
            and one != bare
            and (len(bare) > 2 or len(one) == len(bare))
        ):
            found.append((off, -sum(sides), [_written(before, one, after, marks)]))
    if not found and before and not sound:
        # Two words run together, and a letter off.
        for one in marks.between(before, None):
            found += [
                (1, -marks.count(one, other), list(marks.written(one, other)))
                for other in marks.between(one, after)
                if edits(bare, one + other, 1) <= 1
            ]
    found.sort()
    if not found or (len(found) > 1 and found[0][:2] == found[1][:2]):
        return None
    return [_shaped(one, word) for one in found[0][2]]


def _usual(before: str | None, word: str, after: str | None, marks: Marks) -> bool:
    """Whether a word is at home between both its neighbours, whatever this one page says."""
    return bool(before and after) and marks.usual(before or "", word) and marks.usual(word, after or "")


def _written(before: str | None, word: str, after: str | None, marks: Marks) -> str:
    if before:
        return marks.written(before, word)[1]
    return marks.written(word, after)[0] if after else word


def _shaped(word: str, shape: str) -> str:
    if sum(map(str.isupper, shape)) > 1 or shape.isupper():
        return word.upper()
    return word.title() if shape[:1].isupper() else word


def odd_share(text: str) -> float:
    """How large a part of the words in small letters no Vietnamese word is like: 0 to 1."""
    words = [one for one in re.findall(r"[^\W\d_]{2,}", text) if one[1:].islower()]
    return sum(not possible(one) for one in words) / len(words) if words else 0.0
