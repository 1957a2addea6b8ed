"""What several tests of taking in need."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.home import Archive
from archive.ingest.readers import Readers
from tests.builders import make_home


@pytest.fixture(scope="session")
def readers() -> Iterator[Readers]:
    """Two reading processes with the usual memory, started once."""
    with Readers(2, 2 << 30) as opened:
        yield opened


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An empty archive, under whose settings a dropped file is whole at the first look."""
    return make_home(tmp_path / "kho")
