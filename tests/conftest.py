"""What several tests need: the samples taken in once, by the real command."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.running import SAMPLES, run_archive


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
