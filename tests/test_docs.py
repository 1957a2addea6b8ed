"""The documentation, held to the program: nothing undescribed, nothing described that is not there."""

import ast
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import msgspec
import pytest
import typer
from docs_pages import ROOT, blocks, headings, page, rows, section, slug

from archive.cli import app
from archive.evidence.refusals import Reason, Waiting
from archive.failures import Exit
from archive.settings import Settings
from archive.wording import load_wording
from storage.check import Kind as FindingKind

VI = load_wording("vi").sentences
PAGES = tuple(
    path
    for path in sorted(ROOT.rglob("*.md"))
    if not any(part.startswith((".", "demo-archive")) for part in path.relative_to(ROOT).parts)
)


# Links and letters


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_relative_link_resolves(path: Path) -> None:
    text = re.sub(r"^```.*?^```", "", path.read_text("utf-8"), flags=re.M | re.S)
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", text)):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        there = path.parent / name if name else path
        if not there.exists() or (anchor and anchor not in map(slug, headings(there.read_text("utf-8")))):
            broken.append(target)
    assert broken == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_vietnamese_stands_in_composed_letters(path: Path) -> None:
    assert unicodedata.is_normalized("NFC", path.read_text("utf-8"))


# docs/using.md

COMMANDS = typer.main.get_group(app).commands


def test_every_command_has_its_heading_and_no_other() -> None:
    described = re.findall(r"^### `archive (.+)`$", page("docs/using.md"), re.M)
    assert sorted(described) == sorted(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_stands_in_its_section(name: str) -> None:
    text = section(page("docs/using.md"), f"`archive {name}`")
    call = re.search(rf"`(archive {name}[^`]*)`", text)
    assert call
    real = {
        option
        for parameter in COMMANDS[name].params
        for option in (*parameter.opts, *parameter.secondary_opts)
        if option.startswith("--")
    }
    assert set(re.findall(r"--[a-z-]+", call[1])) == real
    arguments = [one.metavar or "" for one in COMMANDS[name].params if not one.opts[0].startswith("-")]
    assert [argument for argument in arguments if argument.strip("{}[]") not in call[1]] == []


# Settings


def settings(table: type[msgspec.Struct] = Settings, prefix: str = "") -> Iterator[tuple[str, object]]:
    for field in msgspec.structs.fields(table):
        if isinstance(field.default, msgspec.Struct):
            yield from settings(type(field.default), f"{prefix}{field.name}.")
        else:
            empty = field.default == ()
            yield f"{prefix}{field.name}", [] if empty else field.default


@pytest.mark.parametrize(
    ("name", "heading"), [("docs/format.md", "archive.toml"), ("docs/running.md", "Settings")]
)
def test_every_setting_stands_with_its_default(name: str, heading: str) -> None:
    described = {
        cells[0].strip("`"): tomllib.loads(f"value = {cells[1].strip('`')}")["value"]
        for cells in rows(section(page(name), heading))
    }
    assert described == dict(settings())


def test_the_example_of_settings_is_one(tmp_path: Path) -> None:
    (example,) = blocks(section(page("docs/running.md"), "Settings"), "toml")
    assert msgspec.toml.decode(example, type=Settings).school


# docs/errors.md


def test_every_exit_status_refusal_and_wait_has_its_heading_and_no_other() -> None:
    found = headings(page("docs/errors.md"))
    described = [one for one in found if re.match(r"Exit status \d+: `|Refused: |Waiting: |Finding: ", one)]
    assert sorted(described) == sorted(
        [
            *(f"Exit status {status.value}: `{status.name}`" for status in Exit),
            *(f"Refused: `{reason}`" for reason in Reason),
            *(f"Waiting: `{reason}`" for reason in Waiting),
            *(f"Finding: `{kind}`" for kind in get_args(FindingKind)),
        ]
    )


def quoted(text: str) -> str:
    return "\n".join(re.findall(r"^> ?(.*)$", text, re.M))


@pytest.mark.parametrize("key", [key for key in VI if re.match(r"(refusal|waiting|finding)\.", key)])
def test_every_reason_quotes_its_sentence(key: str) -> None:
    table, _, name = key.partition(".")
    kind = {"refusal": "Refused", "waiting": "Waiting", "finding": "Finding"}[table]
    assert VI[key] in quoted(section(page("docs/errors.md"), f"{kind}: `{name}`"))


def failures() -> Iterator[tuple[str, str]]:
    """Each way to fail, with the name of its exit status, from the code."""
    for path in sorted((ROOT / "archive").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Failure":
                status, key = node.args[:2]
                yield ast.literal_eval(key), ast.unparse(status).removeprefix("Exit.")


def test_every_failure_quotes_its_sentence_below_its_exit_status() -> None:
    text = page("docs/errors.md")
    places = {key: f"Exit status {Exit[status].value}: `{status}`" for key, status in failures()}
    places |= {"usage": f"Exit status 2: `{Exit.USAGE.name}`", "interrupted": "Exit status 130: interrupted"}
    assert {f"failure.{key}" for key in places} == {key for key in VI if key.startswith("failure.")}
    missing = [
        key for key, place in places.items() if VI[f"failure.{key}"] not in quoted(section(text, place))
    ]
    assert missing == []


# The glossary and the decisions


def names_in(path: Path) -> set[str]:
    """Every name that a module defines or uses."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        for attribute in ("name", "id", "attr", "arg"):
            found.add(getattr(node, attribute, None))
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(node.value)  # a member of a closed list of texts
    return {name for name in found if isinstance(name, str)}


def test_every_identifier_of_the_glossary_is_in_its_module() -> None:
    table = [(cells[0].strip("`"), cells[3].strip("`")) for cells in rows(page("docs/glossary.md"))]
    assert len(table) > 50
    assert [(name, where) for name, where in table if name not in names_in(ROOT / where)] == []
    assert len({name for name, _ in table}) == len(table)


def test_every_dependency_has_its_line() -> None:
    project = tomllib.loads(page("pyproject.toml"))
    asked = (*project["project"]["dependencies"], *project["dependency-groups"]["dev"])
    described = [cells[0].strip("`") for cells in rows(page("docs/decisions/0006-dependencies.md"))]
    assert sorted(described) == sorted(re.split(r"[<>=!~\[; ]", one)[0] for one in asked)


def test_every_module_has_its_place_in_the_architecture() -> None:
    text = page("ARCHITECTURE.md")
    assert len(text.splitlines()) < 120
    parts = [
        *(ROOT / "storage").glob("*.py"),
        *(ROOT / "retention").glob("*.py"),
        *(ROOT / "archive").glob("*.py"),
    ]
    for folder in ("evidence", "ingest", "index"):
        parts += (ROOT / "archive" / folder).glob("*.py")
    missing = [str(one.relative_to(ROOT)) for one in parts if one.stem != "__init__" and one.name not in text]
    assert missing == []
