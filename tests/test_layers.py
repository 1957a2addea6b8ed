"""The layers, held to: who may import whom, which module owns which outside thing, how long code may be."""

import ast
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("archive", "storage", "retention")

# From the top down. A module imports its own part, or parts of lower layers; never upwards, and never a
# neighbour in its layer, unless the layer is one of those whose parts are put together from one another.
LAYERS = (
    (
        "archive.__main__",
        "archive.cli",
        "archive.cli_access",
        "archive.arguments",
        "archive.console",
        "archive.commands",
        "archive.doctor",
        "archive.failures",
    ),
    ("archive.web",),
    ("archive.yearend", "archive.ingest", "archive.index", "archive.labels", "archive.lists"),
    (
        "archive.home",
        "archive.lending",
        "archive.fixity",
        "archive.catalogue",
        "archive.projection",
        "archive.readings",
        "archive.records",
        "archive.shelf",
        "archive.projection_register",
        "archive.confinement",
        "archive.connecting",
        "archive.access",
        "archive.projection_bases",
        "archive.naming",
    ),
    ("archive.abbreviations", "archive.editions", "archive.settings", "archive.wording", "archive.tables"),
    ("archive.evidence",),
    ("storage", "retention"),
    ("archive",),  # the package itself: its version
)
TOGETHER = frozenset({"archive.cli", "archive.home"})
"""The first part of each layer whose parts may import one another."""

ONLY = {
    "storage": ("storage",),
    "retention": ("retention",),
    "archive.evidence": ("archive.evidence", "storage.digest"),
}
"""Parts that import nothing of ours but this, whatever the layers allow."""

RULES_MAY_USE = (
    "bisect", "collections", "dataclasses", "datetime", "difflib", "enum", "functools", "itertools", "math",
    "msgspec",
    "pathlib.PurePosixPath", "rapidfuzz", "re", "typing", "unicodedata",
)  # fmt: skip
"""What ``archive.evidence`` may import from outside: nothing that reads, writes, waits or tells the time."""

OWNERS = {
    "PIL": ("archive.ingest.images", "archive.ingest.qr",
            "archive.ingest.ocr", "archive.ingest.pdf", "archive.ingest.pictures",
            "archive.ingest.pages", "archive.ingest.prepare", "archive.ingest.recognition"),
    "distributed": ("archive.ingest.cluster",),
    "argon2": ("archive.access.passwords",),
    "anyio": ("archive.web.app",),
    "bagit": ("retention.export",),
    "docx": ("archive.ingest.office", "archive.tables.word"),
    "itsdangerous": ("archive.access.sessions",),
    "jinja2": ("archive.web.templating",),
    "magic": ("archive.ingest.sniff",),
    "markupsafe": ("archive.web",),
    "msgspec": PACKAGES,
    "openpyxl": ("archive.ingest.office", "archive.tables.xlsx"),
    "pebble": ("archive.ingest.readers",),
    "pdfplumber": ("archive.ingest.layout", "archive.tables.pdf"),
    "pillow_heif": ("archive.ingest.images",),
    "pyhanko": ("archive.ingest.signatures",),
    "pypdfium2": ("archive.ingest.pdf", "archive.ingest.pdf_text"),
    "rapidfuzz": ("archive.evidence", "archive.index.spelling"),
    "reportlab": ("archive.labels.drawing",),
    "rich": ("archive.commands.ingest",),
    "segno": ("archive.labels.qr",),
    "starlette": ("archive.web",),
    "tantivy": ("archive.index.engine_tantivy", "archive.index.engine_tantivy_query"),
    "tesserocr": ("archive.ingest.ocr",),
    "typer": ("archive.arguments", "archive.cli", "archive.cli_access", "archive.console"),
    "uvicorn": ("archive.commands.serve",),
    "watchfiles": ("archive.ingest.watch",),
    "whoosh": ("archive.index.engine_whoosh", "archive.index.engine_whoosh_snapshot"),
    "zxingcpp": ("archive.ingest.qr",),
}  # fmt: skip
"""Every outside package, with the modules, or the packages of modules, that import it. Others do not."""

CLOCKS = (
    "datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today", "datetime.date.today",
    "time.time", "time.time_ns", "time.localtime", "time.gmtime", "time.ctime", "time.strftime",
)  # fmt: skip
"""What tells the time of day. Differences of ``time.monotonic`` are not the time of day."""

TELL_THE_TIME = {
    "archive.console": "where the time comes from, to be handed in",
    "archive.ingest.watch": "compared with a file's own time stamps, never recorded",
}

LONGEST_MODULE = 300
LONGEST_FUNCTION = 40
LONGER: dict[str, tuple[int, str]] = {}
"""Exemptions: the lines that a function has, and why."""


class Module(NamedTuple):
    name: str
    tree: ast.Module
    lines: int
    is_package: bool


def modules(root: Path) -> dict[str, Module]:
    """Every module below ``root``, by its dotted name."""
    found = {}
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            source = path.read_text("utf-8")
            is_package = parts[-1] == "__init__"
            found[name] = Module(name, ast.parse(source), len(source.splitlines()), is_package)
    return found


def imports(module: Module, known: Mapping[str, Module]) -> Iterator[tuple[str, int]]:
    """Every imported name, wherever in the module it stands: ``archive.home`` or ``pathlib.Path``."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = _absolute(module, node)
            for alias in node.names:
                whole = f"{source}.{alias.name}"
                ours = source.partition(".")[0] in PACKAGES
                yield (whole if whole in known or not ours else source), node.lineno
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "__import__")):
            # A computed name cannot be followed, so there must be none.
            first = node.args[0] if node.args else None
            yield (first.value if isinstance(first, ast.Constant) else "?"), node.lineno


def _absolute(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    above = node.level - (1 if module.is_package else 0)
    base = module.name.split(".")[: -above or None]
    return ".".join((*base, *((node.module,) if node.module else ())))


def within(name: str, part: str) -> bool:
    return name == part or name.startswith(f"{part}.")


def place_of(name: str) -> tuple[int, str] | None:
    """The layer, counted from the top, and the part of it that the module belongs to."""
    fitting = [(part, depth) for depth, parts in enumerate(LAYERS) for part in parts if within(name, part)]
    part, depth = max(fitting, default=("", -1), key=lambda pair: len(pair[0]))
    if part == "archive" and name != "archive":
        return None
    return (depth, part) if part else None


def import_fault(name: str, imported: str) -> str | None:
    """What is wrong with one import, if anything is."""
    top = imported.partition(".")[0]
    if top in PACKAGES:
        return _layer_fault(name, imported)
    if within(name, "archive.evidence") and not any(within(imported, may) for may in RULES_MAY_USE):
        return "the rules use nothing that reads, writes, waits or tells the time"
    if top in sys.stdlib_module_names:
        return None
    if top not in OWNERS:
        return "an outside package without an owner"
    return None if any(within(name, owner) for owner in OWNERS[top]) else "another module owns it"


def _layer_fault(name: str, imported: str) -> str | None:
    here, there = place_of(name), place_of(imported)
    if here is None or there is None:
        return "in no layer"
    for part, allowed in ONLY.items():
        if within(name, part) and not any(within(imported, one) for one in allowed):
            return f"{part} imports only {', '.join(allowed)}"
    if there[0] < here[0]:
        return "upwards"
    beside = here[0] == there[0] and here[1] != there[1]
    return "neighbours are blind to each other" if beside and not TOGETHER & set(LAYERS[here[0]]) else None


def faults(root: Path) -> list[str]:
    """Everything below ``root`` that breaks the rules of layers, owners, clocks or lengths."""
    known = modules(root)
    found = []
    for name, module in known.items():
        if place_of(name) is None:
            found.append(f"{name}: in no layer")
        for imported, line in imports(module, known):
            if fault := import_fault(name, imported):
                found.append(f"{name}:{line} imports {imported}: {fault}")
        if name not in TELL_THE_TIME:
            found += [f"{name}:{line} tells the time by {clock}" for clock, line in clocks(module, known)]
        if module.lines > LONGEST_MODULE:
            found.append(f"{name} has {module.lines} lines")
        found += [
            f"{name}.{function} has {lines} lines"
            for function, lines in functions(module)
            if lines > LONGER.get(f"{name}.{function}", (LONGEST_FUNCTION,))[0]
        ]
    return found


def clocks(module: Module, known: Mapping[str, Module]) -> Iterator[tuple[str, int]]:
    """Each place where the module names something that tells the time of day, by whatever alias."""
    names = {}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            names |= {alias.asname or alias.name: alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            source = _absolute(module, node)
            names |= {alias.asname or alias.name: f"{source}.{alias.name}" for alias in node.names}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute | ast.Name):
            first, dot, rest = ast.unparse(node).partition(".")
            whole = names.get(first, "") + dot + rest
            if whole in CLOCKS:
                yield whole, node.lineno


def functions(module: Module) -> Iterator[tuple[str, int]]:
    """Every function with its number of lines, decorators left out; methods under their class's name."""

    def walk(node: ast.AST, prefix: str) -> Iterator[tuple[str, int]]:
        for child in ast.iter_child_nodes(node):
            named = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            name = f"{prefix}{child.name}" if named else prefix
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                yield name, (child.end_lineno or child.lineno) - child.lineno + 1
            yield from walk(child, f"{name}." if named else prefix)

    return walk(module.tree, "")


def test_the_program_keeps_the_rules() -> None:
    assert faults(ROOT) == []


def test_every_exemption_is_needed() -> None:
    known = modules(ROOT)
    lengths = {f"{name}.{function}": lines for name in known for function, lines in functions(known[name])}
    assert [name for name, (lines, _) in LONGER.items() if lengths.get(name) != lines] == []
    assert [name for name in TELL_THE_TIME if not tuple(clocks(known[name], known))] == []


def test_every_owner_uses_what_it_owns() -> None:
    known = modules(ROOT)
    used = {(i.partition(".")[0], name) for name in known for i, _ in imports(known[name], known)}
    idle = [
        (package, owner)
        for package, owners in OWNERS.items()
        for owner in owners
        if not any(package == top and within(name, owner) for top, name in used)
    ]
    assert idle == []


@pytest.mark.parametrize(
    ("path", "source", "fault"),
    [
        ("storage/ledger.py", "from archive.home import Archive", "storage imports only"),
        ("storage/ledger.py", "import retention.export", "storage imports only"),
        ("retention/export.py", "from storage.digest import Digest", "retention imports only"),
        ("archive/evidence/codes.py", "def code():\n    from archive.home import Archive", "imports only"),
        ("archive/evidence/codes.py", "from storage import files", "archive.evidence imports only"),
        ("archive/evidence/codes.py", "from pathlib import Path", "the rules use nothing"),
        ("archive/evidence/codes.py", "import os", "the rules use nothing"),
        ("archive/home.py", "from archive.ingest import ocr", "upwards"),
        ("archive/home.py", "from . import yearend", "upwards"),
        ("archive/settings.py", "from archive import catalogue as kept", "upwards"),
        ("archive/ingest/ocr.py", "from ..index import engine_tantivy", "neighbours are blind"),
        ("archive/yearend.py", "if True:\n    import archive.ingest.ocr", "neighbours are blind"),
        ("archive/editions/load.py", "from archive.wording import Wording", "neighbours are blind"),
        ("archive/web/app.py", "import importlib\nimportlib.import_module('archive.cli')", "upwards"),
        ("archive/web/app.py", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import archive.cli",
         "upwards"),
        ("archive/home.py", "import tantivy", "another module owns it"),
        ("archive/home.py", "import requests", "without an owner"),
        ("archive/helpers.py", "", "in no layer"),
        ("archive/home.py", "from datetime import datetime as day\nday.now()", "tells the time"),
        ("archive/home.py", "import time\nmake = time.time", "tells the time"),
        ("archive/home.py", "def much():\n" + "    pass\n" * 40, "has 41 lines"),
        ("archive/home.py", "# a line\n" * 301, "has 301 lines"),
    ],
)  # fmt: skip
def test_a_broken_rule_is_found(tmp_path: Path, path: str, source: str, fault: str) -> None:
    _tree(tmp_path)
    assert faults(tmp_path) == []
    (tmp_path / path).write_text(source, "utf-8")
    (found,) = faults(tmp_path)
    assert fault in found


def test_imports_downwards_are_no_fault(tmp_path: Path) -> None:
    _tree(tmp_path)
    (tmp_path / "archive/web/app.py").write_text("import starlette\nfrom archive.home import Archive\n")
    (tmp_path / "archive/ingest/ocr.py").write_text("import tesserocr\nfrom storage.digest import Digest\n")
    (tmp_path / "archive/home.py").write_text("from archive import catalogue\nimport time\ntime.monotonic()")
    assert faults(tmp_path) == []


def _tree(root: Path) -> None:
    for name in (
        "archive/__init__", "archive/cli", "archive/home", "archive/catalogue", "archive/settings",
        "archive/yearend", "archive/web/app", "archive/index/engine_tantivy", "archive/ingest/ocr",
        "archive/editions/load", "archive/wording/__init__", "archive/evidence/codes", "storage/digest",
        "storage/files", "storage/ledger", "retention/export",
    ):  # fmt: skip
        path = root / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", "utf-8")
