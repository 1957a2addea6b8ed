"""The wording: both languages say the same things, and everything that the program says has its sentence."""

import ast
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import NamedTuple, get_args

import msgspec
import pytest
import typer

from archive.cli import app
from archive.console import STATUSES, put_texts
from archive.evidence import events
from archive.evidence.citations import KINDS as CITATION_KINDS
from archive.evidence.documents import Letterhead, Origin
from archive.evidence.filing import REASONS, TRAY_REASONS
from archive.evidence.refusals import Reason, Waiting
from archive.evidence.register import FINDING_KINDS, ROW_FIELDS
from archive.evidence.spellings import DOUBTS
from archive.evidence.suggesting import SUGGESTIONS
from archive.evidence.tray.decisions import Kind as RowKind
from archive.failures import Exit
from archive.index.hits import Matched
from archive.ingest.outcomes import Kind as OutcomeKind
from archive.tables.table import FAULTS
from archive.wording import LANGUAGES, load_wording
from archive.yearend import _COLUMNS
from retention.verdicts import REASON_KEYS, Outcome
from storage.check import Kind as FindingKind

ROOT = Path(__file__).parent.parent
VI = load_wording("vi").sentences
EN = load_wording("en").sentences
TABLES = frozenset(key.partition(".")[0] for key in VI)

KINDS = tuple(event.__struct_config__.tag for event in get_args(events.Event))

FAMILIES = {
    "status.{}": tuple(status.name.lower() for status in Exit),
    "refusal.{}": tuple(Reason),
    "waiting.{}": tuple(Waiting),
    "outcome.{}": get_args(OutcomeKind),
    "day_page.{}": get_args(OutcomeKind),
    "tray_row.{}": get_args(RowKind),
    "outcome.filed_why_{}": REASONS,
    "outcome.tray_why_{}": TRAY_REASONS,
    "doubt.{}": DOUBTS,
    "citation.{}": CITATION_KINDS,
    "citation_todo.{}": CITATION_KINDS,
    "citation_label.{}": CITATION_KINDS,
    "register_finding.{}": FINDING_KINDS,
    "register_field.{}": ROW_FIELDS,
    "register_place.{}": ("sheet", "page", "table", "text"),
    "table_fault.{}": FAULTS,
    "suggestion.{}": SUGGESTIONS,
    "verdict.{}": get_args(Outcome),
    "verdict_reason.{}": REASON_KEYS,
    "event.{}": KINDS,
    "finding.{}": get_args(FindingKind),
    "page_checks.kind_{}": get_args(FindingKind),
    "origin.{}": get_args(Origin),
    "matched.{}": get_args(Matched),
    "letterhead.{}": Letterhead.__struct_fields__,
    "yearend.column_{}": _COLUMNS,
    "doctor.{}": (
        "apt",
        "clock",
        "cluster",
        "cluster_missing",
        "disk",
        "fonts",
        "libreoffice",
        "package",
        "python",
        "rights",
        "sqlite",
    ),
}
"""Sentences whose keys are put together from a closed list: every member of it has its own."""


class Said(NamedTuple):
    """A sentence that the code says by its whole key, with the names of the values it puts in."""

    where: str
    key: str
    values: frozenset[str] | None  # None where they are not written out


def placeholders(sentence: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(sentence) if name is not None)


def said() -> Iterator[Said]:
    """Every call that says a sentence, or makes a ``Failure`` of one, with a key written out."""
    for path in sorted((ROOT / "archive").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and (key := _key_of(node)):
                names = [keyword.arg for keyword in node.keywords]
                values = None if None in names else frozenset(name for name in names if name)
                yield Said(f"{path.relative_to(ROOT)}:{node.lineno}", key, values)


def _key_of(call: ast.Call) -> str | None:
    function = call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)
    place = {"say": 0, "Failure": 1}.get(function)
    if place is None or len(call.args) <= place or not isinstance(call.args[place], ast.Constant):
        return None
    key = ast.literal_eval(call.args[place])
    return f"failure.{key}" if function == "Failure" else key


def literals() -> Iterator[tuple[str, str]]:
    """Every text in the code, and in the templates, that is shaped like a key of one of the tables."""
    shaped = re.compile(r"([a-z_]+)\.[a-z0-9][a-z0-9_-]*")
    for path in sorted((ROOT / "archive").rglob("*.py")):
        nodes = tuple(ast.walk(ast.parse(path.read_text("utf-8"))))
        # A piece of a text that is put together is no key; those are the families above.
        pieces = {piece for node in nodes if isinstance(node, ast.JoinedStr) for piece in node.values}
        for node in nodes:
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in pieces:
                match = shaped.fullmatch(node.value)
                if match and match[1] in TABLES and not node.value.endswith(".html"):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node.value
    called = re.compile(r"""(?:say|count)\(\s*["']([a-z_.0-9-]+)["']\s*[,)]""")
    for path in sorted((ROOT / "archive").rglob("*.html")):
        for match in called.finditer(path.read_text("utf-8")):
            yield str(path.relative_to(ROOT)), match[1]


def test_the_remedies_of_the_doctor_are_those_listed() -> None:
    tree = ast.parse((ROOT / "archive" / "doctor.py").read_text("utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and len(node.args) == 5]
    remedies = {ast.literal_eval(call.args[4]) for call in calls if ast.unparse(call.func) == "Examined"}
    assert remedies == set(FAMILIES["doctor.{}"])


def test_both_languages_have_the_same_keys() -> None:
    assert sorted(VI.keys() ^ EN.keys()) == []


@pytest.mark.parametrize("key", sorted(VI.keys() & EN.keys()))
def test_both_languages_put_in_the_same_values(key: str) -> None:
    assert placeholders(VI[key]) == placeholders(EN[key])


def test_every_sentence_is_there_and_in_composed_letters() -> None:
    faulty = [
        (language, key)
        for language in LANGUAGES
        for key, sentence in load_wording(language).sentences.items()
        if not sentence.strip() or not unicodedata.is_normalized("NFC", sentence)
    ]
    assert faulty == []


def test_every_key_in_code_and_templates_has_its_sentence() -> None:
    found = tuple(literals()) + tuple((one.where, one.key) for one in said())
    assert len(found) > 100
    assert [(where, key) for where, key in found if key not in VI and f"{key}_one" not in VI] == []


def test_what_is_said_gives_the_values_of_its_sentence() -> None:
    short = [
        (one.where, one.key, sorted(placeholders(VI[one.key]) - one.values))
        for one in said()
        if one.values is not None and one.key in VI and placeholders(VI[one.key]) - one.values
    ]
    assert short == []


@pytest.mark.parametrize("family", FAMILIES)
def test_every_member_of_a_closed_list_has_its_sentence(family: str) -> None:
    assert FAMILIES[family]
    assert [key for member in FAMILIES[family] if (key := family.format(member)) not in VI] == []


def test_every_field_of_an_event_can_be_put_into_its_sentence() -> None:
    for event in get_args(events.Event):
        fields = {field.name for field in msgspec.structs.fields(event)}
        assert placeholders(VI[f"event.{event.__struct_config__.tag}"]) <= fields


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_and_option_has_its_text(language: str) -> None:
    group = typer.main.get_group(app)
    wording = load_wording(language)
    put_texts(group, wording)
    texts = {group.name or "archive": group.help}
    for name, command in group.commands.items():
        texts[name] = command.short_help
        texts |= {
            f"{name} {parameter.name}": getattr(parameter, "help", None) for parameter in command.params
        }
    assert [name for name, text in texts.items() if text not in wording.sentences.values()] == []


def test_every_command_states_its_exit_statuses() -> None:
    group = typer.main.get_group(app)
    assert sorted(STATUSES) == sorted(group.commands)
    put_texts(group, load_wording("vi"))
    for name, command in group.commands.items():
        for status in STATUSES[name]:
            assert f"{status.value}: {VI[f'status.{status.name.lower()}']}" in (command.help or "")
