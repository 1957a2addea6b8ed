"""Files made to harm, one by one: each is read or refused for its reason, within its time and memory."""

import dataclasses
import os
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from archive.evidence.refusals import Reason
from archive.ingest.jobs import Job
from archive.ingest.limits import Limits
from archive.ingest.readers import Readers, result_of
from archive.settings import Settings
from samples import hostile_packages as packages
from samples import hostile_pdf as pdfs
from samples import hostile_pictures as pictures
from samples import hostile_trees as trees
from samples.hostile_pdf import FALSE_TEXT, FORM_VALUES, TEXT
from tests.builders import drop, ingest, make_home

LIMITS = dataclasses.replace(Limits.of(Settings()), seconds_per_page=8.0)
DROP = Path(__file__).parent.parent.parent / "samples" / "drop"
BOUND = 60.0
"""Seconds for one file: its first task's whole time, that of a look whether it opens, and its page's own."""

READ = None
"""What ``Job.refusal`` is for a file that is taken."""


@dataclasses.dataclass(frozen=True)
class Case:
    """A file, how it may end, and what stands on its first page if it is read."""

    make: Callable[[], bytes]
    outcomes: tuple[Reason | None, ...] = (READ,)
    text: tuple[str, ...] = ()
    origin: str | None = None
    fault: Reason | None = None
    seconds_per_page: float = LIMITS.seconds_per_page


CASES = {
    # On a slow machine so many strokes, or 30 million pixels of nothing, take more than their time.
    "300,000 strokes": Case(
        partial(pdfs.million_objects, 300_000), (READ, Reason.READER_SLOW), seconds_per_page=2.0
    ),
    "lying font": Case(pdfs.lying_font, text=(FALSE_TEXT[:30],), origin="ocr"),
    "page of one point": Case(pdfs.tiny_page),
    "page of 5 m, text": Case(partial(pdfs.wide_page, True), text=(TEXT,)),
    "page of 5 m, drawing": Case(
        partial(pdfs.wide_page, False), (READ, Reason.READER_SLOW), seconds_per_page=2.0
    ),
    "JPEG 2000 bomb": Case(pdfs.jpeg2000_bomb, (Reason.TOO_MANY_PIXELS, Reason.READER_DIED)),
    "JavaScript": Case(pdfs.with_javascript, text=(TEXT,)),
    "attachment": Case(pdfs.with_attachment, text=(TEXT,)),
    "form": Case(pdfs.with_form, text=(TEXT, *FORM_VALUES)),
    "XFA": Case(pdfs.with_xfa, text=(TEXT, *FORM_VALUES)),
    "page tree 1,000 deep": Case(partial(trees.deep_page_tree, 1_000), text=(TEXT,)),
    "page tree 100,000 deep": Case(partial(trees.deep_page_tree, 100_000), (Reason.BROKEN,)),
    "page tree in a circle": Case(trees.cyclic_page_tree, (Reason.BROKEN,)),
    "parents in a circle": Case(trees.own_parent, text=(TEXT,)),
    "table that names itself": Case(partial(trees.looping_table, False), text=(TEXT,)),
    "tables that name each other": Case(partial(trees.looping_table, True), text=(TEXT,)),
    "streams in themselves": Case(trees.looping_streams, (Reason.BROKEN,)),
    "100,000 pages": Case(trees.hundred_thousand_pages, (Reason.TOO_MANY_PAGES,)),
    "stream of 2 GB, it says": Case(trees.lying_length, text=(TEXT,)),
    "PNG of one pixel": Case(partial(pictures.tiny_picture, "PNG")),
    "JPEG of one pixel": Case(partial(pictures.tiny_picture, "JPEG")),
    "TIFF of one pixel": Case(partial(pictures.tiny_picture, "TIFF")),
    "TIFF of 100,000 pages": Case(partial(pictures.endless_directories, 100_000), (Reason.TOO_MANY_PAGES,)),
    "TIFF that follows itself": Case(pictures.own_successor),
    "PNG with pressed text": Case(partial(pictures.talking_png, b"zTXt", 50 << 20), (Reason.BROKEN,)),
    "PNG with pressed Unicode": Case(partial(pictures.talking_png, b"iTXt", 50 << 20), (Reason.BROKEN,)),
    "PNG with 100,000 texts": Case(partial(pictures.talking_png, b"tEXt"), (READ, Reason.BROKEN)),
    "HEIC of chance": Case(partial(pictures.corrupt_heic, False), (Reason.BROKEN,)),
    "HEIC of lies": Case(partial(pictures.corrupt_heic, True), (Reason.BROKEN, Reason.TOO_MANY_PIXELS)),
    "ZIP of 20,000 files": Case(
        partial(packages.many_members, 20_000), (Reason.PACKED, Reason.TOO_MANY_FILES)
    ),
    "ZIP of one file 2,000 times": Case(packages.overlapping_members, (Reason.PACKED, Reason.TOO_LARGE)),
    "Word, entities": Case(packages.laughing_document, (READ, Reason.BROKEN)),
    "Word, 100,000 tables deep": Case(packages.nested_tables, (Reason.BROKEN,)),
    "Word, 50 tables deep": Case(partial(packages.nested_tables, 50)),
    "Word, endless cell": Case(
        packages.spanning_cell,
        (READ, Reason.BROKEN, Reason.TOO_LARGE, Reason.READER_SLOW, Reason.READER_DIED),
        seconds_per_page=0.2,
    ),
    "Excel, vast sheet": Case(packages.vast_sheet, text=("Danh sách lớp 9A",), fault=Reason.TOO_LARGE),
}


@pytest.fixture(scope="module", autouse=True)
def little_time(readers: Readers) -> Iterator[None]:
    """Less time than usual for opening a file, once the processes are there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("archive.ingest.jobs.GRACE", 3.0)
        for future in [readers.submit(60, os.getpid) for _ in range(2)]:
            result_of(future)
        yield


def read(readers: Readers, path: Path, data: bytes, seconds_per_page: float = LIMITS.seconds_per_page) -> Job:
    path.write_bytes(data)
    job = Job(path, readers, dataclasses.replace(LIMITS, seconds_per_page=seconds_per_page))
    job.wait()
    return job


@pytest.mark.parametrize("name", CASES)
def test_each_ends_as_it_should_in_time(tmp_path: Path, readers: Readers, name: str) -> None:
    case = CASES[name]
    data = case.make()
    began = time.monotonic()
    job = read(readers, tmp_path / "file", data, case.seconds_per_page)
    assert time.monotonic() - began < BOUND
    assert job.finished and job.refusal in case.outcomes
    if job.refusal is READ:
        assert job.pages and {page.fault for page in job.pages} == {case.fault}
        assert case.origin in (None, job.pages[0].origin)
        said = " ".join(job.pages[0].text.split())
        assert [text for text in case.text if text not in said] == []
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"], "nothing is written beside it"


def test_what_is_attached_is_not_the_papers_text(tmp_path: Path, readers: Readers) -> None:
    (page,) = read(readers, tmp_path / "file", pdfs.with_attachment(b"Another text altogether")).pages
    assert TEXT in page.text and "Another" not in page.text


def test_a_page_upside_down_in_a_bundle_is_read_like_the_others(tmp_path: Path, readers: Readers) -> None:
    scan = (DROP / "SCAN_0002.pdf").read_bytes()
    job = read(readers, tmp_path / "file", pdfs.upside_down((scan, scan, scan)))
    assert [page.turned for page in job.pages] == [0, 180, 0]
    words, found, _ = (Counter(page.text.split()) for page in job.pages)
    assert (words & found).total() > 0.9 * words.total() > 50


def test_memory_is_bounded_by_the_system(readers: Readers) -> None:
    assert result_of(readers.submit(60, resource.getrlimit, resource.RLIMIT_AS)) == (LIMITS.memory,) * 2


def test_little_memory_costs_the_file_and_nothing_else(tmp_path: Path) -> None:
    # A page of a few lines takes 200 MB of addresses, this one 400.
    with Readers(1, 300 << 20) as poor:
        job = read(poor, tmp_path / "file", pdfs.million_objects())
        assert job.refusal is Reason.READER_DIED
        assert read(poor, tmp_path / "file", pdfs.one_page(pdfs.said())).pages[0].text.startswith(TEXT)


def test_a_zip_whose_names_lead_out_stays_where_it_is_put(tmp_path: Path, readers: Readers) -> None:
    home = make_home(tmp_path / "kho")
    drop(home, "hồ sơ.zip", packages.wandering_names(pdfs.one_page(pdfs.said())))
    outside = tuple(tmp_path.parent.iterdir())
    paths = [outcome.path for outcome in ingest(home, readers)]
    assert any("Kế hoạch.pdf" in path for path in paths)
    assert [path for path in paths if ".." in path.split("/") or path.startswith("/")] == []
    assert not any(tuple(home.check()))
    assert [entry.name for entry in tmp_path.iterdir()] == ["kho"]
    assert tuple(tmp_path.parent.iterdir()) == outside
