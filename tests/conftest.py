"""What several tests need: the samples taken in once, by the real command."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples"
COMMAND = Path(sys.executable).parent / "archive"


def run_archive(*arguments: str | Path, timeout: float = 300) -> subprocess.CompletedProcess[str]:
    """Run the ``archive`` command as a person would."""
    return subprocess.run(
        [COMMAND, *map(str, arguments)], capture_output=True, text=True, timeout=timeout, check=False
    )


@pytest.fixture(scope="session")
def archive_command() -> Callable[..., subprocess.CompletedProcess[str]]:
    """The command line, as a function of its arguments."""
    return run_archive


@pytest.fixture(scope="session")
def expected() -> list[dict[str, Any]]:
    """What is true of each sample."""
    papers: list[dict[str, Any]] = json.loads((SAMPLES / "expected.json").read_text("utf-8"))
    return papers


@pytest.fixture(scope="session")
def samples_taken_in(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A home with all samples taken in, and what ``archive ingest --json`` said. Only for reading."""
    home = tmp_path_factory.mktemp("samples") / "kho"
    made = run_archive("init", home, "--school", "Trường THCS Kim Sơn")
    assert made.returncode == 0, made.stderr
    shutil.copytree(SAMPLES / "drop", home / "drop", dirs_exist_ok=True)
    ingested = run_archive("ingest", "--home", home, "--json")
    assert ingested.returncode == 0, ingested.stderr
    return home, json.loads(ingested.stdout)


@pytest.fixture
def samples_home(samples_taken_in: tuple[Path, dict[str, Any]], tmp_path: Path) -> Path:
    """A copy of that home, as ``cp -a`` makes it, to do with as a test likes."""
    home = tmp_path / "kho"
    subprocess.run(["cp", "-a", samples_taken_in[0], home], check=True)
    return home
