"""What several tests need: the samples taken in once, by the real command."""

import fcntl
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.running import SAMPLES, run_archive

SLOW = (
    "test_straight_way.py", "test_ingest_hostile.py", "test_portal_browser.py", "test_convert.py",
    "test_hostile_files.py", "test_killed.py", "test_cluster.py", "test_cli_mishaps.py", "test_again.py",
    "test_ingest_settling.py", "test_ingest_disk_full.py", "test_cli_register.py", "test_unpack.py",
    "test_ingest_refusals.py", "test_cli.py", "test_citations_report.py", "test_tables_xlsx.py",
)  # fmt: skip
"""The files that take longest, longest first."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Slow files first: at the end, none is left on which one process works while the other has nothing."""
    items.sort(key=lambda item: SLOW.index(item.path.name) if item.path.name in SLOW else len(SLOW))


@pytest.fixture(scope="session")
def expected() -> list[dict[str, Any]]:
    """What is true of each sample."""
    papers: list[dict[str, Any]] = json.loads((SAMPLES / "expected.json").read_text("utf-8"))
    return papers


@pytest.fixture(scope="session")
def samples_taken_in(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> tuple[Path, dict[str, Any]]:
    """A home with all samples taken in, and what ``archive ingest --json`` said. Only for reading.

    Where tests run in several processes, the first that asks makes it for all.
    """
    own = tmp_path_factory.getbasetemp()
    folder = own if worker_id == "master" else own.parent
    home, said = folder / "samples" / "kho", folder / "samples" / "said.json"
    with (folder / "samples.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not said.exists():
            home.parent.mkdir()
            made = run_archive("init", home, "--school", "Trường THCS Kim Sơn")
            assert made.returncode == 0, made.stderr
            shutil.copytree(SAMPLES / "drop", home / "drop", dirs_exist_ok=True)
            ingested = run_archive("ingest", "--home", home, "--json")
            assert ingested.returncode == 0, ingested.stderr
            said.write_text(ingested.stdout, "utf-8")
    return home, json.loads(said.read_text("utf-8"))


@pytest.fixture
def samples_home(samples_taken_in: tuple[Path, dict[str, Any]], tmp_path: Path) -> Path:
    """A copy of that home, as ``cp -a`` makes it, to do with as a test likes."""
    home = tmp_path / "kho"
    subprocess.run(["cp", "-a", samples_taken_in[0], home], check=True)
    return home
