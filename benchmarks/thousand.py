"""Waiting times of an archive of 1,000 documents: a cold search on the command line, pages of the portal.

    python -m benchmarks.thousand [--documents 1000] [--runs 15] [--questions 200]

The documents are generated (fixed seed) from the words of the sample papers, 3 to 4 pages each, filed over
all criteria. The portal is the real server in its own process, asked by a real client over loopback.
"""

import argparse
import io
import random
import re
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from archive.console import now
from archive.evidence import events
from archive.evidence.codes import HIGHEST_NUMBER, EvidenceCode
from archive.evidence.documents import Page, Reading
from archive.evidence.letters import fold
from archive.home import Archive
from archive.index.follow import follow
from archive.ingest.limits import Limits
from archive.ingest.pdf import open_pdf
from archive.settings import Settings
from benchmarks.portal import COMMAND, fetch, served

ROOT = Path(__file__).parent.parent


def main() -> None:
    """Build, measure, print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--documents", type=int, default=1000)
    arguments.add_argument("--runs", type=int, default=15)
    arguments.add_argument("--questions", type=int, default=200)
    given = arguments.parse_args()
    chance = random.Random(2022)
    sentences = sample_sentences()
    questions = [" ".join(chance.choice(sentences)[:4]) for _ in range(given.questions)]
    questions = [fold(question) if number % 2 else question for number, question in enumerate(questions)]
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive.create(Path(folder) / "kho", "Trường mẫu", "tt18-2018-thcs", now(), "benchmark")
        codes = fill(archive, given.documents, sentences, chance)
        table = Table(title=f"An archive of {given.documents} documents, milliseconds")
        for column in ("", "median", "p95", "highest"):
            table.add_column(column, justify="left" if not column else "right")
        add_row(
            table, "archive search, cold start, whole process", cold(archive.root, questions[: given.runs])
        )
        portal(archive.root, table, questions, codes)
        Console().print(table)


def sample_sentences() -> list[list[str]]:
    """Sentences of the samples' text layers, as lists of words."""
    sentences: list[list[str]] = []
    for path in sorted((ROOT / "samples" / "drop").rglob("*.pdf")):
        with open_pdf(path, Limits.of(Settings())) as pdf:
            for number in range(1, len(pdf) + 1):
                text = pdf.text(number)[0].replace("\n", " ")
                sentences += [words for part in re.split(r"[.;:]", text) if len(words := part.split()) >= 5]
    return sentences


def fill(archive: Archive, count: int, sentences: list[list[str]], chance: random.Random) -> list[str]:
    """Put generated documents under codes; the codes given."""
    numbers: dict[object, int] = {}
    codes: list[str] = []
    style = archive.edition.code_style
    with archive.writing(now, "benchmark") as registrar:
        for number in range(count):
            criterion = archive.edition.criteria[number % len(archive.edition.criteria)].id
            # Of very many, several documents to a piece.
            numbers[criterion] = numbers.get(criterion, 0) % HIGHEST_NUMBER + 1
            code = style.plain_of(EvidenceCode(criterion, numbers[criterion], criterion.standard))
            pages = tuple(
                Page(
                    at,
                    ". ".join(" ".join(chance.choice(sentences)) for _ in range(18)),
                    "text",
                    None,
                    595,
                    842,
                )
                for at in range(1, chance.choice((4, 5)))
            )
            staged = registrar.stage(io.BytesIO(f"document {number}".encode()))
            year = f"{2020 + number % 3}-{2021 + number % 3}"
            registrar.receive(
                staged,
                Reading(staged.digest, "benchmark", "application/pdf", pages),
                events.Received(
                    staged.digest, f"{year}/{code} {number}.pdf", staged.size, "application/pdf", len(pages)
                ),
                events.Filed(
                    staged.digest, code, " ".join(chance.choice(sentences)[:8]), "code-in-name", year
                ),
            )
            codes.append(code)
        follow(archive.index_path, registrar.catalogue, archive.readings)
    return codes


def cold(home: Path, questions: list[str]) -> list[float]:
    """Milliseconds of whole processes that each answer one question."""
    times: list[float] = []
    for question in questions:
        began = time.perf_counter()
        subprocess.run(
            [COMMAND, "search", question, "--home", home, "--json"], check=True, stdout=subprocess.DEVNULL
        )
        times.append((time.perf_counter() - began) * 1000)
    return times


def portal(home: Path, table: Table, questions: list[str], codes: list[str]) -> None:
    """Milliseconds of the portal's pages, as the client sees them."""
    with served(home) as client:
        for name, addresses in (
            ("portal, search page", ["/tim?q=" + question.replace(" ", "+") for question in questions]),
            ("portal, evidence page", [f"/{code}" for code in codes[: len(questions)]]),
            ("portal, home", ["/"] * 50),
        ):
            client.get(addresses[0])
            add_row(table, name, [fetch(client, address) for address in addresses])


def add_row(table: Table, name: str, times: list[float]) -> None:
    """One row of the table."""
    ordered = sorted(times)
    table.add_row(
        name,
        f"{statistics.median(times):.1f}",
        f"{ordered[int(len(ordered) * 0.95)]:.1f}",
        f"{ordered[-1]:.1f}",
    )


if __name__ == "__main__":
    main()
