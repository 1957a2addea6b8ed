"""The examples of docs/search.md: each is understood as the page says, and finds something in the samples."""

import json
from pathlib import Path
from typing import Any

import pytest

from archive.index.language import understand
from archive.index.spoken import spoken
from archive.wording import load_wording
from tests.docs_pages import page, rows, section
from tests.running import run_here

TEXT = page("docs/search.md")
EXAMPLES = [(cells[0].strip("`"), cells[1]) for cells in rows(TEXT)]
WITH_OPERATORS = [
    (cells[0].strip("`"), cells[1])
    for heading in ("Operators", "Words by their form", "Fields")
    for cells in rows(section(TEXT, heading))
]


@pytest.mark.parametrize(("question", "said"), WITH_OPERATORS)
def test_an_example_is_understood_as_the_page_says(question: str, said: str) -> None:
    terms = understand(question, ("H1-1.1-01",))
    assert terms.tree is not None and terms.notes == ()
    assert spoken(terms.tree, load_wording("vi").say) == said


def test_words_alone_have_no_tree() -> None:
    for cells in rows(section(TEXT, "Words")):
        assert understand(cells[0].strip("`")).tree is None


def test_every_example_finds_something(samples_taken_in: tuple[Path, dict[str, Any]]) -> None:
    home, _ = samples_taken_in
    found = {question: _asked(home, question)["total"] for question, _ in EXAMPLES}
    assert [question for question, total in found.items() if not total] == []


def test_a_mistake_is_said_and_a_better_spelling_is_offered(
    samples_taken_in: tuple[Path, dict[str, Any]],
) -> None:
    home, _ = samples_taken_in
    answer = _asked(home, "ngày:31/02/2022")
    assert answer["understood"] is None
    assert "31/02/2022" in answer["notes"][0]
    # Without marks where the archive has the word with several.
    assert _asked(home, "chiếnn")["suggestion"] in ("chiến", "chien")
    assert _asked(home, "chiến")["suggestion"] is None
    said = run_here("search", "--home", home, "kế hoạch NOT báo").stdout
    assert "Hiểu là: kế và hoạch và không có báo" in said


def _asked(home: Path, question: str) -> dict[str, Any]:
    answered = run_here("search", "--home", home, "--json", question)
    assert answered.returncode == 0, answered.stderr
    answer: dict[str, Any] = json.loads(answered.stdout)
    return answer
