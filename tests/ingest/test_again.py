"""Rebuilding: what is read again, and that nothing is lost which this machine cannot make again."""

from pathlib import Path

import msgspec
import pytest

from archive.home import Archive
from archive.ingest import convert
from archive.ingest.fingerprint import reader_name
from archive.ingest.limits import Limits, ReadFault
from archive.ingest.opening import Places, prepare
from archive.ingest.readers import Readers
from samples.containers import PLAN, rtf
from tests.builders import READER, drop, ingest, jpeg, make_home, picture, run


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory, readers: Readers) -> tuple[Archive, str, str]:
    """An archive with an RTF, which has a PDF made of it, and a photograph."""
    archive = make_home(tmp_path_factory.mktemp("again") / "kho")
    drop(archive, "a.rtf", rtf(PLAN))
    drop(archive, "b.jpg", jpeg(picture(width=1200)))
    converted, photograph = sorted(ingest(archive, readers), key=lambda outcome: outcome.path)
    assert converted.document and photograph.document
    return archive, converted.document, photograph.document


def rebuilt(archive: Archive, *options: str) -> str:
    done = run("rebuild", *options, "--home", str(archive.root))
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_without_libreoffice_a_pdf_made_by_it_is_still_read(
    taken: tuple[Archive, str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, converted, _ = taken
    monkeypatch.setenv("PATH", str(tmp_path))
    limits = Limits.of(archive.settings)
    found = prepare(archive.original(converted), Places(archive.converted(converted)), limits)
    assert (found.path, found.converter) == (archive.converted(converted), "libreoffice")
    with pytest.raises(ReadFault, match="no-converter"):
        prepare(archive.original(converted), Places(tmp_path / "a.pdf"), limits)


def test_what_cannot_be_read_for_want_of_libreoffice_stays_until_it_is_there(
    taken: tuple[Archive, str, str], tmp_path: Path
) -> None:
    archive, converted, photograph = taken
    pdf, reading = archive.converted(converted), archive.readings.path(converted)
    made, read = pdf.read_bytes(), reading.read_bytes()
    pdf.unlink()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(tmp_path))
        said = rebuilt(archive, "--readings")
    assert "Đọc lại 2 tài liệu" in said and "1 tài liệu chưa đọc lại được (thiếu LibreOffice" in said
    assert reading.read_bytes() == read
    other = archive.readings.load(photograph)
    assert other and other.reader == reader_name("vie")

    archive.readings.save(msgspec.structs.replace(other, reader=READER))
    before = archive.readings.load(converted)
    said = rebuilt(archive)
    assert "Đọc lại 1 tài liệu" in said and "chưa đọc lại được" not in said
    assert "1 tài liệu đã được đọc bằng phần mềm khác" in said
    # The same bytes by the same program, on another day.
    assert pdf.read_bytes() == made
    after = archive.readings.load(converted)
    assert before and after and after.pages == before.pages
    assert after.reader == f"{reader_name('vie')} {convert.version()}"
