"""Office files of other formats are read by way of a PDF; what they would like to do besides is not done."""

import http.server
import json
import os
import re
import threading
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from archive.evidence import events
from archive.home import Archive
from archive.ingest import clock, convert, sniff
from archive.ingest.compound import root_streams
from archive.ingest.limits import Limits, ReadFault
from archive.ingest.opening import Opening, Places
from archive.ingest.pdf import open_pdf
from archive.ingest.readers import Readers, result_of
from archive.settings import Reading, Settings
from samples.containers import PLAN, open_document, rtf
from tests.builders import drop, ingest, make_home, pdf, run

FORMATS = Path(__file__).parent.parent.parent / "samples" / "formats"
EXPECTED: dict[str, dict[str, Any]] = json.loads((FORMATS / "expected.json").read_text("utf-8"))
CONVERTED = sorted(name for name in EXPECTED if EXPECTED[name]["media_type"] in sniff.CONVERTED)
LIMITS = Limits.of(Settings())
UNSAID = "Đây là điều bí mật của máy"


@pytest.fixture(scope="module")
def taken(
    tmp_path_factory: pytest.TempPathFactory, readers: Readers
) -> tuple[Archive, dict[str, str | None]]:
    """All formats that are converted, in one archive, each with its document."""
    archive = make_home(tmp_path_factory.mktemp("formats") / "kho")
    for name in CONVERTED:
        drop(archive, name, (FORMATS / name).read_bytes())
    outcomes = ingest(archive, readers)
    assert {outcome.kind for outcome in outcomes} == {"tray"}
    return archive, {outcome.path: outcome.document for outcome in outcomes}


def test_there_is_a_sample_of_nearly_every_format() -> None:
    assert {EXPECTED[name]["media_type"] for name in CONVERTED} == set(sniff.CONVERTED) - {
        sniff.DOCM,
        sniff.XLSB,
    }
    assert {path.name for path in FORMATS.iterdir()} == {*EXPECTED, "expected.json"}


@pytest.mark.parametrize("name", CONVERTED)
def test_its_text_is_read_and_the_original_kept(
    taken: tuple[Archive, dict[str, str | None]], name: str
) -> None:
    archive, documents = taken
    digest = str(documents[name])
    reading = archive.readings.load(digest)
    assert reading is not None
    assert reading.media_type == EXPECTED[name]["media_type"]
    assert reading.reader.endswith(f" {convert.version()}")
    assert re.fullmatch(r"libreoffice-[0-9.]+ libfaketime", convert.version())
    assert {page.origin for page in reading.pages} == {"converted"}
    assert all(page.words and page.width > 0 for page in reading.pages)
    text = " ".join(" ".join(page.text.split()) for page in reading.pages)
    assert [line for line in EXPECTED[name]["lines"] if line not in text] == []
    assert archive.original(digest).read_bytes() == (FORMATS / name).read_bytes()
    assert archive.converted(digest).read_bytes().startswith(b"%PDF-")
    (event,) = (one for one in received(archive) if one.document == digest)
    assert (event.media_type, event.pages) == (reading.media_type, len(reading.pages))


def received(archive: Archive) -> list[events.Received]:
    found = (events.decode(line.event) for line, _ in archive.ledger.read())
    return [event for event in found if isinstance(event, events.Received)]


def test_the_letterhead_is_read_from_it(taken: tuple[Archive, dict[str, str | None]]) -> None:
    archive, documents = taken
    for suffix in ("doc", "odt"):
        reading = archive.readings.load(str(documents[f"Kế hoạch phụ đạo.{suffix}"]))
        assert reading and reading.letterhead.symbol and reading.letterhead.date
        assert reading.letterhead.symbol.value == "41/KH-THCSKS"
        assert (reading.letterhead.date.value, reading.letterhead.date.source) == ("2022-09-12", "converted")


def test_one_file_is_read_without_an_archive(tmp_path: Path) -> None:
    done = run("read", str(FORMATS / "Kế hoạch phụ đạo.doc"), "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["media_type"] == sniff.DOC and PLAN[5] in " ".join(said["pages"][0]["text"].split())


@pytest.fixture
def asked() -> Iterator[tuple[int, list[str]]]:
    """A server on this machine, and what it was asked for."""
    paths: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port, paths
        server.shutdown()
        thread.join()


def linking(port: int, secret: Path) -> bytes:
    """A text that would like to show a picture of the network and a file of the machine."""
    link = 'xlink:type="simple" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return open_document(
        "text",
        "<text:p>Kính gửi nhà trường</text:p>"
        f'<text:p><draw:frame svg:width="5cm" svg:height="5cm"><draw:image {link} '
        f'xlink:href="http://127.0.0.1:{port}/a.png"/></draw:frame></text:p>'
        f'<text:section text:name="S"><text:section-source {link} xlink:href="{secret.as_uri()}" '
        'text:filter-name="Text"/><text:p>Trước đây</text:p></text:section>',
    )


@pytest.mark.parametrize("confined", [True, False], ids=["without network", "by its settings alone"])
def test_nothing_is_fetched_from_elsewhere(
    tmp_path: Path, asked: tuple[int, list[str]], monkeypatch: pytest.MonkeyPatch, confined: bool
) -> None:
    if not confined:
        program = tmp_path / "becomes.py"
        program.write_text("import os, sys\nos.execv(sys.argv[3], sys.argv[3:])\n")
        monkeypatch.setattr("archive.ingest.confined.__file__", str(program))
    (tmp_path / "bí mật.txt").write_text(UNSAID, "utf-8")
    source, target = tmp_path / "a.odt", tmp_path / "derived" / "a.pdf"
    source.write_bytes(linking(asked[0], tmp_path / "bí mật.txt"))
    convert.convert(source, sniff.ODT, target, LIMITS)
    monkeypatch.undo()
    assert asked[1] == []
    with open_pdf(target, LIMITS) as pdf:
        text, _ = pdf.text(1)
    assert "Kính gửi nhà trường" in text and "bí mật" not in text
    assert [path.name for path in target.parent.iterdir()] == ["a.pdf"]


def locked_text() -> bytes:
    """An OpenDocument text whose content is said to be encrypted, and is nothing."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("mimetype", sniff.ODT)
        package.writestr("content.xml", os.urandom(500))
        package.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
            'manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:media-type='
            f'"{sniff.ODT}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type='
            '"text/xml" manifest:size="500"><manifest:encryption-data manifest:checksum-type="SHA1/1K" '
            'manifest:checksum="AAAA"><manifest:algorithm manifest:algorithm-name="Blowfish CFB" '
            'manifest:initialisation-vector="AAAAAAAAAAA="/></manifest:encryption-data></manifest:file-entry>'
            "</manifest:manifest>",
        )
    return stream.getvalue()


def locked_word(folder: Path) -> bytes:
    """The flag of an encrypted file over a text that is none: LibreOffice asks, and there is no answer."""
    data = bytearray((FORMATS / "Kế hoạch phụ đạo.doc").read_bytes())
    (folder / "a.doc").write_bytes(data)
    data[root_streams(folder / "a.doc")["WordDocument"] + 11] |= 1
    return bytes(data)


def test_what_cannot_be_opened_is_refused_for_its_reason(readers: Readers, tmp_path: Path) -> None:
    word, minutes = (FORMATS / name for name in ("Kế hoạch phụ đạo.doc", "Biên bản tổ Ngữ văn.rtf"))
    files = {
        "half a Word": (word.read_bytes()[:3000], ("broken", "unsupported")),
        "half an RTF": (minutes.read_bytes()[:300], ("broken",)),
        "ODT with a password": (locked_text(), ("password",)),
        "Word with a password": (locked_word(tmp_path), ("password",)),
    }
    openings = {}
    for name, (data, _) in files.items():
        (tmp_path / name).write_bytes(data)
        openings[name] = Opening(tmp_path / name, Places(tmp_path / "made" / name), readers, LIMITS, name)
    for name, (_, reasons) in files.items():
        openings[name].wait()
        assert openings[name].refusal in reasons
        assert not (tmp_path / "made" / name).exists()


DAY = (
    r"{\rtf1\ansi{\info{\revtim\yr2022\mo9\dy12\hr8\min30}}Kim S\u417?n, "
    r'{\field{\*\fldinst DATE \\@ "dd/MM/yyyy"}{\fldrslt 1}} '
    r'{\field{\*\fldinst TIME \\@ "HH:mm"}{\fldrslt 2}}\par}'
)
TODAY = (
    '<table:table table:name="S" xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"><table:table-row>'
    '<table:table-cell table:formula="of:=TEXT(TODAY();&quot;DD/MM/YYYY&quot;)" office:value-type="string"/>'
    '<table:table-cell table:formula="of:=RAND()" office:value-type="float" office:value="0"/>'
    "</table:table-row></table:table>"
)


def test_the_same_bytes_are_the_same_pdf_on_any_day(readers: Readers, tmp_path: Path) -> None:
    """What shows today or now shows when the file was saved, or one day where the file does not say when."""
    (tmp_path / "a.rtf").write_text(DAY, "ascii")
    (tmp_path / "a.ods").write_bytes(open_document("spreadsheet", TODAY))
    tasks = [
        readers.submit(
            120, convert.convert, tmp_path / name, media_type, tmp_path / f"{time}{name}.pdf", LIMITS
        )
        for time in (1, 2)
        for name, media_type in (("a.rtf", sniff.RTF), ("a.ods", sniff.ODS))
    ]
    for task in tasks:
        result_of(task)
    for name, said in (("a.rtf", "Kim Sơn, 12/09/2022 08:30"), ("a.ods", f"{clock.UNSAID:%d/%m/%Y}")):
        first, second = (tmp_path / f"{time}{name}.pdf" for time in (1, 2))
        assert first.read_bytes() == second.read_bytes()
        with open_pdf(first, LIMITS) as pdf:
            assert said in pdf.text(1)[0]


def test_one_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    source = tmp_path / "a.rtf"
    source.write_bytes(rtf(PLAN))
    hurried = Limits.of(Settings(reading=Reading(seconds_per_page=0.01)))
    with pytest.raises(ReadFault) as fault:
        convert.convert(source, sniff.RTF, tmp_path / "a.pdf", hurried)
    assert fault.value.reason == "reader-slow"


PROGRAM = """#!/bin/sh
# What stands for LibreOffice: it says a version, does as it is told, and at last hands over a PDF.
here=$(dirname "$0")
[ "$1" = --version ] && echo "LibreOffice 1.2.3" && exit
echo >> "$here/runs"
. "$here/first"
for source; do :; done
cp "$here/ready.pdf" "${source%.*}.pdf"
"""
ONCE = '[ "$(wc -l < "$here/runs")" -gt 1 ] || '


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of such a program, alone on the path."""
    folder = tmp_path_factory.mktemp("program")
    (folder / "soffice").write_text(PROGRAM)
    (folder / "soffice").chmod(0o755)
    (folder / "ready.pdf").write_bytes(pdf("Biên bản họp tổ Ngữ văn"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(folder))
        yield folder


@pytest.fixture(scope="module")
def its_readers(program: Path) -> Iterator[Readers]:
    with Readers(1, 2 << 30) as opened:
        yield opened


@pytest.mark.parametrize(
    ("first", "runs", "refusal"),
    [
        (ONCE + "kill -SEGV $$", 2, None),
        (ONCE + "exec sleep 60", 2, None),
        (ONCE + "exit 81", 2, None),
        ("kill -SEGV $$", 2, "reader-died"),
        ("exit 77", 2, "reader-died"),
        ("exit 0", 1, "broken"),
    ],
    ids=["dies once", "hangs once", "starts again", "dies", "ends in disorder", "cannot"],
)
def test_a_conversion_that_failed_for_the_machine_is_tried_again(
    program: Path, its_readers: Readers, tmp_path: Path, first: str, runs: int, refusal: str | None
) -> None:
    (program / "first").write_text(first)
    (program / "runs").unlink(missing_ok=True)
    (tmp_path / "a").write_bytes(rtf(PLAN))
    limits = Limits.of(Settings(reading=Reading(seconds_per_page=0.5)))
    opening = Opening(tmp_path / "a", Places(tmp_path / "a.pdf"), its_readers, limits)
    opening.wait()
    assert opening.refusal == refusal
    assert (program / "runs").read_text().count("\n") == runs
    if refusal is None:
        reading = opening.reading("", "reader")
        assert (reading.reader, reading.pages[0].text) == (
            f"reader {convert.version()}",
            "Biên bản họp tổ Ngữ văn",
        )


def test_what_keeps_a_processor_busy_is_ended_by_its_time_there(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the clock it might take much longer: on a machine with a lot to do a good file does."""
    (program / "first").write_text("while :; do :; done")
    (tmp_path / "a").write_bytes(rtf(PLAN))
    monkeypatch.setattr(convert, "_WAITING", 300)
    with pytest.raises(ReadFault, match="reader-slow"):
        convert.convert(
            tmp_path / "a",
            sniff.RTF,
            tmp_path / "a.pdf",
            Limits.of(Settings(reading=Reading(seconds_per_page=0.25))),
        )


def test_without_the_library_the_clock_goes_on_and_the_name_says_so(
    program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    convert._asked.cache_clear()
    assert convert.version() == "libreoffice-1.2.3 libfaketime"
    convert._asked.cache_clear()
    monkeypatch.setattr(clock, "_LIBRARIES", ())
    assert convert.version() == "libreoffice-1.2.3"
    convert._asked.cache_clear()


def test_without_libreoffice_it_is_refused_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = make_home(tmp_path / "kho")
    drop(archive, "H1-1.1-01 Kế hoạch.doc", (FORMATS / "Kế hoạch phụ đạo.doc").read_bytes())
    monkeypatch.setenv("PATH", str(tmp_path))
    done = run("ingest", "--home", str(archive.root), "--json")
    (outcome,) = json.loads(done.stdout)["outcomes"]
    assert (outcome["kind"], outcome["reason"]) == ("refused", "no-converter")
    (note,) = archive.refused.glob("*/*.txt")
    assert "LibreOffice" in note.read_text("utf-8") and "PDF" in note.read_text("utf-8")
    said = run("doctor").stdout
    assert f"–  libreoffice  {convert.PACKAGES}\n" in said
    assert f"apt install --no-install-recommends {convert.PACKAGES}" in said


def test_the_tests_install_what_doctor_names() -> None:
    script = (Path(__file__).parent.parent.parent / "scripts" / "install").read_text("utf-8")
    assert convert.PACKAGES in script
