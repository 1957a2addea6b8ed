"""Files that mean harm: each gets one outcome in bounded time, and the papers beside them come in."""

import io
import os
import signal
import subprocess
import time
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from archive.evidence.refusals import Reason
from archive.home import Archive
from archive.ingest.arrivals import look
from archive.ingest.jobs import Job
from archive.ingest.limits import PAGE_CHARACTERS, Limits
from archive.ingest.outcomes import Outcome
from archive.ingest.readers import Readers, result_of
from archive.settings import Settings
from archive.wording import load_wording
from tests.builders import (
    FAST,
    TEXT,
    command,
    drawn_pdf,
    drop,
    hanging_pdf,
    ingest,
    jpeg,
    make_home,
    pdf,
    picture,
    raw_pdf,
    tiff,
    word,
)

HOSTILE = Path(__file__).parent.parent.parent / "samples" / "hostile"
LETTER = HOSTILE.parent / "formats" / "Thư Ban đại diện.eml"
GOOD = "H1-1.1-01 Kế hoạch.pdf"


def zip_bomb() -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package,
        package.open("word/document.xml", "w", force_zip64=True) as member,
    ):
        for _ in range(272):
            member.write(bytes(1 << 20))
    return stream.getvalue()


def looping_tiff() -> bytes:
    """A second directory that names the first as the one after it."""
    data = bytearray(tiff(picture("Một", 300), picture("Hai", 300)))
    with Image.open(io.BytesIO(data)) as image:
        image.seek(1)
        second = image.tag_v2._offset  # type: ignore[attr-defined]
    entries = int.from_bytes(data[second : second + 2], "little")
    place = second + 2 + 12 * entries
    data[place : place + 4] = data[4:8]
    return bytes(data)


MADE = {
    GOOD: (pdf(), "filed", "code-in-name"),
    "bom.docx": (zip_bomb(), "refused", "too-large"),
    "cụt.docx": (word("Kế hoạch")[:2000], "refused", "broken"),
    "trống.docx": (word(), "tray", "no-code"),
    "rác.pdf": (b"%PDF-1.7\n" + b"\x93\xfe\x00" * 3000, "refused", "broken"),
    "rác.tif": (b"II*\x00" + b"\xff" * 500, "refused", "broken"),
    "rác.png": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 500, "refused", "broken"),
    "cụt.jpg": (jpeg(picture())[:3000], "refused", "broken"),
    "cụt.eml": (LETTER.read_bytes()[:-100], "refused", "broken"),
    "sợi chỉ.pdf": (drawn_pdf(b"0 0 1 9000 re f", b"0 0 1 1000000"), "refused", "broken"),
    "mênh mông.pdf": (drawn_pdf(b"0 0 9 9 re f", b"0 0 99999999 99999999"), "tray", "no-code"),
    "không khổ.pdf": (drawn_pdf(b"0 0 9 9 re f", b"0 0 0 0"), "tray", "no-code"),
    "vòng tròn.tif": (looping_tiff(), "tray", "no-code"),
    "một dòng.pdf": (pdf("Trường " * 20_000), "tray", "no-code"),
}
SAMPLES = {
    "empty.pdf": ("refused", "empty"),
    "truncated.pdf": ("refused", "broken"),
    "password.pdf": ("refused", "password"),
    "text-named.pdf": ("refused", "unsupported"),
    "program.exe": ("refused", "unsupported"),
    "tiff-broken-second-page.tif": ("tray", "no-code"),
    "huge-declared.png": ("refused", "too-many-pixels"),
    "pdf-bomb.pdf": ("refused", "too-many-pixels"),
    "many-pages.pdf": ("refused", "too-many-pages"),
    "garbage-layer.pdf": ("tray", "no-code"),
}


@pytest.fixture(scope="module", autouse=True)
def hung(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Archive, "subprocess.Popen[str]", float]]:
    """Begun first and looked at last: a page that never ends takes its whole time, mostly waiting."""
    archive = make_home(
        tmp_path_factory.mktemp("hung") / "kho", FAST + "[reading]\nseconds_per_page = 0.5\njobs = 2\n"
    )
    drop(archive, "a treo.pdf", hanging_pdf())
    drop(archive, GOOD, pdf())
    arguments = command("ingest", "--home", str(archive.root), "--json")
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as process:
        yield archive, process, time.monotonic()
        process.kill()


@pytest.fixture(scope="module")
def taken(
    tmp_path_factory: pytest.TempPathFactory, readers: Readers
) -> tuple[Archive, dict[str, Outcome], float]:
    """All of them in one batch."""
    archive = make_home(tmp_path_factory.mktemp("hostile") / "kho")
    for name, (data, _, _) in MADE.items():
        drop(archive, name, data)
    for name in SAMPLES:
        drop(archive, name, (HOSTILE / name).read_bytes())
    began = time.monotonic()
    outcomes = ingest(archive, readers)
    assert len(outcomes) == len(MADE) + len(SAMPLES)
    return archive, {outcome.path: outcome for outcome in outcomes}, time.monotonic() - began


@pytest.mark.parametrize("name", [*MADE, *SAMPLES])
def test_each_has_its_one_outcome(taken: tuple[Archive, dict[str, Outcome], float], name: str) -> None:
    expected = MADE[name][1:] if name in MADE else SAMPLES[name]
    outcome = taken[1][name]
    assert (outcome.kind, outcome.reason) == expected


def test_nothing_is_lost_and_no_time_is_wasted(taken: tuple[Archive, dict[str, Outcome], float]) -> None:
    archive, outcomes, seconds = taken
    assert seconds < 60
    assert look(archive.drop) == () and tuple(archive.check()) == ()
    with archive.catalogue() as catalogue:
        refusals = {refusal.path: refusal for refusal in catalogue.refusals()}
        held = {document.path for document in catalogue.all_documents()}
    assert held | set(refusals) == set(outcomes) and not held & set(refusals)
    for path, refusal in refusals.items():
        data = MADE[path][0] if path in MADE else (HOSTILE / path).read_bytes()
        assert (archive.refused / refusal.kept).read_bytes() == data
        assert (archive.refused / f"{refusal.kept}.txt").is_file()


def test_every_reason_has_its_sentence_in_both_languages() -> None:
    for language in ("vi", "en"):
        for reason in Reason:
            sentence = load_wording(language).say(f"refusal.{reason}")
            assert len(sentence.split()) > 8 and sentence.endswith(".")


def test_a_broken_page_costs_only_itself(taken: tuple[Archive, dict[str, Outcome], float]) -> None:
    archive, outcomes, _ = taken
    outcome = outcomes["tiff-broken-second-page.tif"]
    assert (outcome.pages, outcome.unread_pages) == (2, 1)
    reading = archive.readings.load(str(outcome.document))
    assert reading
    assert [page.fault for page in reading.pages] == [None, "broken"]
    assert reading.pages[0].origin == "ocr" and len(reading.pages[0].text.split()) > 20


def test_a_bad_copiers_layer_is_not_believed(taken: tuple[Archive, dict[str, Outcome], float]) -> None:
    archive, outcomes, _ = taken
    reading = archive.readings.load(str(outcomes["garbage-layer.pdf"].document))
    assert reading and [page.origin for page in reading.pages] == ["ocr"]


def job(readers: Readers, path: Path, data: bytes, settings: str = "") -> Job:
    archive = make_home(path.parent / "kho", settings)
    path.write_bytes(data)
    return Job(path, readers, Limits.of(archive.settings))


def endless_pdf(pages: int, characters: int) -> bytes:
    """Pages that share one text stream, pressed to next to nothing."""
    lines = b"(abcd efgh ijkl mnop) Tj T* " * (characters // 19)
    pressed = zlib.compress(b"BT /F 1 Tf 2 TL 9 830 Td " + lines + b"ET", 9)
    kids = b" ".join(b"%d 0 R" % (5 + number) for number in range(pages))
    return raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%b]/Count %d/MediaBox[0 0 595 842]/Resources<</Font<</F 4 0 R>>>>>>"
        % (kids, pages),
        b"<</Length %d/Filter/FlateDecode>>\nstream\n%b\nendstream" % (len(pressed), pressed),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *[b"<</Type/Page/Parent 2 0 R/Contents 3 0 R>>"] * pages,
    )


def test_a_page_of_endless_text_is_not_read(tmp_path: Path, readers: Readers) -> None:
    data = endless_pdf(3, PAGE_CHARACTERS + 1000)
    assert len(data) < 5_000
    one = job(readers, tmp_path / "a.pdf", data)
    one.wait()
    assert [page.fault for page in one.pages] == [Reason.TOO_LARGE] * 3
    assert one.refusal is Reason.TOO_LARGE


def test_a_document_of_endless_pages_is_given_up(
    tmp_path: Path, readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.ingest.jobs.DOCUMENT_CHARACTERS", 20_000)
    # Text that is believed: of any other each page would be looked at as a picture.
    data = pdf(*["\n".join([TEXT] * 12)] * 40)
    one = job(readers, tmp_path / "a.pdf", data)
    one.wait()
    assert one.refusal is Reason.TOO_LARGE and one.pages == ()
    monkeypatch.undo()
    (tmp_path / "b").mkdir()
    other = job(readers, tmp_path / "b" / "a.pdf", data)
    other.wait()
    assert other.refusal is None and len(other.pages) == 40


def test_a_document_that_takes_for_ever_is_given_up(
    tmp_path: Path, readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Limits, "seconds_for", lambda _limits, pages: 0.01 * pages)
    one = job(readers, tmp_path / "a.tif", tiff(*(picture(f"Trang {n} của kế hoạch", 900) for n in range(9))))
    one.wait()
    assert one.refusal is Reason.READER_SLOW and one.finished


def test_every_page_may_take_its_usual_time_many_times_over() -> None:
    limits = Limits.of(Settings())
    assert limits.seconds_for(3000) > 3000 * 3
    assert limits.seconds_for(3000) < 3000 * limits.seconds_per_page / 4
    assert limits.seconds_for(1) > 10 * limits.seconds_per_page


@pytest.mark.parametrize("moment", [None, 0.0, 0.02, 0.1, 0.3])
def test_a_reader_killed_from_outside_is_replaced_and_the_file_read(
    tmp_path: Path, moment: float | None
) -> None:
    """As the system does when memory runs out, at work or idle; it may well be another file's fault."""
    with Readers(1, 2 << 30) as readers:
        pid = result_of(readers.submit(60, os.getpid))
        if moment is None:
            os.kill(pid, signal.SIGKILL)
            time.sleep(0.5)
        pages = tiff(*(picture(f"Trang {n} của kế hoạch", 900) for n in range(6)))
        one = job(readers, tmp_path / "a.tif", pages)
        if moment is not None:
            time.sleep(moment)
            os.kill(pid, signal.SIGKILL)
        one.wait()
        assert one.refusal is None
        assert [page.number for page in one.pages] == [1, 2, 3, 4, 5, 6]
        assert all(page.fault is None and page.text for page in one.pages)
        assert result_of(readers.submit(60, os.getpid)) != pid


def test_a_reader_that_dies_each_time_is_a_refusal(tmp_path: Path) -> None:
    """Too little memory for the picture: the limit ends the reader or the page, never the archive."""
    with Readers(1, 700 << 20) as readers:
        vast = Image.new("RGB", (10_500, 10_500), "white")
        stream = io.BytesIO()
        vast.save(stream, "PNG", compress_level=1)
        one = job(readers, tmp_path / "a.png", stream.getvalue())
        one.wait()
        assert one.refusal in (Reason.READER_DIED, Reason.TOO_MANY_PIXELS)
        (tmp_path / "b").mkdir()
        other = job(readers, tmp_path / "b" / "b.pdf", pdf())
        other.wait()
        assert other.refusal is None and other.pages[0].origin == "text"


def test_a_page_that_never_ends_is_given_up_and_the_others_come_in(
    hung: tuple[Archive, "subprocess.Popen[str]", float],
) -> None:
    archive, process, began = hung
    output, _ = process.communicate(timeout=90)
    assert time.monotonic() - began < 90
    assert process.returncode == 0
    outcomes = msgspec.json.decode(output)["outcomes"]
    assert [(one["path"], one["kind"]) for one in outcomes] == [("a treo.pdf", "refused"), (GOOD, "filed")]
    # Which of the two bounds it meets first depends on the machine.
    assert outcomes[0]["reason"] in ("reader-slow", "reader-died")
    assert tuple(archive.check()) == () and look(archive.drop) == ()
