"""What the judge says of good, bad and foreign pages, and how fast text layers are read.

    python -m benchmarks.judge [FOLDER]

Pages are made of the sample papers' prose: as it is, and as fonts, converters and copiers spoil it. With a
FOLDER, its PDFs' pages are counted by what became of their layers.
"""

import argparse
import random
import re
import statistics
import textwrap
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from archive.ingest.judge import Verdict, judge
from archive.ingest.layers import layer_of
from archive.ingest.legacy import encode
from archive.ingest.limits import Limits, ReadFault
from archive.ingest.pdf import open_pdf
from archive.settings import Settings
from samples.papers import lines, load

_LIMITS = Limits.of(Settings())
_WORDS = 120


def main() -> None:
    """Print the tables."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path, nargs="?")
    folder: Path | None = arguments.parse_args().folder
    console = Console()
    console.print(of_kinds())
    if folder:
        console.print(of_files(sorted(folder.rglob("*.pdf"))))


def of_kinds() -> Table:
    """Scores of each kind of made page, and how many of them are taken, as they should be or not."""
    table = Table(title=f"pages of {_WORDS} words")
    for column in ("page", "should", "pages", "taken", "lowest", "median", "highest", "mostly said"):
        table.add_column(column, justify="left" if column in ("page", "should", "mostly said") else "right")
    texts = pages()
    for name, (good, scan, spoil) in KINDS.items():
        verdicts = [judge(spoil(text, random.Random(number)), scan) for number, text in enumerate(texts)]
        table.add_row(name, "yes" if good else "no", *_figures(verdicts))
    return table


def of_files(files: Iterable[Path]) -> Table:
    """What became of real pages' layers, and the time that took."""
    found: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    for path in files:
        try:
            with open_pdf(path, _LIMITS) as pdf:
                for number in range(1, len(pdf) + 1):
                    began = time.process_time()
                    with pdf.page(number) as page:
                        layer = layer_of(page)
                    key = (layer.origin, "yes" if layer.good else "no", layer.why)
                    found[key].append(time.process_time() - began)
        except ReadFault as fault:
            found["-", "no", f"refused: {fault.reason}"].append(0.0)
    table = Table(title="real pages")
    for column in ("from", "taken", "why", "pages", "ms a page (median)", "slowest"):
        table.add_column(column, justify="left" if column in ("from", "taken", "why") else "right")
    for key, seconds in sorted(found.items()):
        middle, most = statistics.median(seconds) * 1000, max(seconds) * 1000
        table.add_row(*key, str(len(seconds)), f"{middle:.1f}", f"{most:.0f}")
    return table


def pages() -> list[str]:
    """The sample papers' prose, so many words a page."""
    prose = (
        re.sub(r"^[\^=!>|]+ ?|\*\*|^%.*|^@.*", "", line) for paper in load() for line in lines(paper.body)
    )
    words = " ".join(prose).replace("|", " ").split()
    return [
        "\n".join(textwrap.wrap(" ".join(words[n : n + _WORDS]), 80))
        for n in range(0, len(words) - _WORDS, _WORDS)
    ]


def _figures(verdicts: list[Verdict]) -> tuple[str, ...]:
    scores = [verdict.score for verdict in verdicts]
    said = Counter(str(verdict.why) for verdict in verdicts).most_common(1)[0][0]
    taken = sum(verdict.good for verdict in verdicts)
    numbers = (min(scores), statistics.median(scores), max(scores))
    return str(len(verdicts)), f"{taken / len(verdicts):.0%}", *(f"{score:.2f}" for score in numbers), said


def _bare(text: str, _: random.Random) -> str:
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _copier(text: str, chance: random.Random) -> str:
    """What an engine that knows English makes of Vietnamese: no marks, and every eighth word another."""
    confused = dict(zip("oielshO", "0lcI5bQ", strict=True))
    words = _bare(text, chance).split()
    return " ".join(
        "".join(confused.get(letter, letter) for letter in word) if chance.random() < 0.13 else word
        for word in words
    )


def _half_marked(text: str, chance: random.Random) -> str:
    """A copier that knows some other Latin marks."""
    other = {
        "ạ": "á",
        "ả": "à",
        "ấ": "â",
        "ề": "ê",
        "ộ": "ô",
        "ơ": "ơ",
        "ư": "u'",
        "đ": "d",
        "ị": "i",
        "ế": "é",
    }
    spoilt = "".join(other.get(letter, letter) for letter in text)
    return (
        _copier(spoilt, chance) if chance.random() < 0.2 else spoilt.replace("ng", "nq").replace("h ", "l1 ")
    )


def _split(text: str, _: random.Random) -> str:
    """Letters with two marks are missing from their words, and stand at the end of the line."""
    found = []
    for line in text.splitlines():
        later = [letter for letter in line if letter >= "\u1ea0"]
        found.append(
            "".join(" " if letter >= "\u1ea0" else letter for letter in line) + " " + " ".join(later)
        )
    return "\n".join(found)


def _shifted(text: str, chance: random.Random) -> str:
    step = chance.randrange(1, 25)
    return "".join(
        chr((ord(letter) - 97 + step) % 26 + 97) if "a" <= letter <= "z" else letter for letter in text
    )


def _lying(text: str, chance: random.Random) -> str:
    """A map that was made for another subset of the font."""
    letters = sorted(set(text) - {" ", "\n"})
    order = dict(zip(letters, chance.sample(letters, len(letters)), strict=True))
    return "".join(order.get(letter, letter) for letter in text)


def _signs(text: str, _: random.Random) -> str:
    letters = sorted(set(text) - {" ", "\n"})
    order = {letter: chr(33 + place) for place, letter in enumerate(letters)}
    return "".join(order.get(letter, letter) for letter in text)


def _english(_: str, chance: random.Random) -> str:
    source = Path(argparse.__file__).read_text("utf-8") + Path(statistics.__file__).read_text("utf-8")
    prose = re.findall(r"[A-Za-z][a-z]+(?: [a-z]+){4,}[.,]?", source)
    return " ".join(chance.sample(prose, 18))


def _bilingual(text: str, chance: random.Random) -> str:
    return text[: len(text) // 2] + "\n" + _english(text, chance)


def _formulas(_: str, chance: random.Random) -> str:
    made = (
        f"{chance.choice('abcd')}) x² - {chance.randrange(20)}x + {n} = 0 ⇔ (x - {n})(x + 2) = 0"
        for n in range(20)
    )
    return "\n".join(made)


def _marks(_: str, chance: random.Random) -> str:
    return "\n".join(
        f"{n} {chance.choice('ABCDEFGHIK')} {chance.randrange(10)},5 9A{n % 5} G K TB" for n in range(30)
    )


def _unchanged(text: str, _: random.Random) -> str:
    return text


Spoil = Callable[[str, random.Random], str]
KINDS: dict[str, tuple[bool, bool, Spoil]] = {
    "Vietnamese": (True, False, _unchanged),
    "Vietnamese, decomposed": (True, False, lambda text, _: unicodedata.normalize("NFD", text)),
    "Vietnamese in capitals": (True, False, lambda text, _: text.upper()),
    "Vietnamese on a scan": (True, True, _unchanged),
    "Vietnamese without marks": (True, False, _bare),
    "half English": (True, False, _bilingual),
    "English": (True, False, _english),
    "formulas": (True, False, _formulas),
    "table of marks": (True, False, _marks),
    "without marks, on a scan": (False, True, _bare),
    "English copier, on a scan": (False, True, _copier),
    "other marks, on a scan": (False, True, _half_marked),
    "TCVN3": (False, False, lambda text, _: encode(text, "tcvn3-capitals")),
    "TCVN3, soft hyphens dropped": (
        False,
        False,
        lambda text, _: encode(text.lower(), "tcvn3").replace("\xad", ""),
    ),
    "VNI": (False, False, lambda text, _: encode(text, "vni")),
    "split letters": (False, False, _split),
    "letters shifted": (False, False, _shifted),
    "lying map": (False, False, _lying),
    "letters as signs": (False, False, _signs),
}

if __name__ == "__main__":
    main()
