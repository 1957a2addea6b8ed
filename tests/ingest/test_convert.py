"""Office files of other formats are read by way of a PDF; what they would like to do besides is not done."""

import http.server
import json
import os
import shutil
import threading
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from archive.evidence import events
from archive.home import Archive
from archive.ingest import convert, sniff
from archive.ingest.compound import root_streams
from archive.ingest.limits import Limits, ReadFault
from archive.ingest.opening import Opening, Places
from archive.ingest.pdf import open_pdf
from archive.ingest.readers import Readers
from archive.settings import Reading, Settings
from samples.containers import PLAN, open_document, rtf
from tests.builders import drop, ingest, make_home, run

FORMATS = Path(__file__).parent.parent.parent / "samples" / "formats"
EXPECTED: dict[str, dict[str, Any]] = json.loads((FORMATS / "expected.json").read_text("utf-8"))
CONVERTED = sorted(name for name in EXPECTED if EXPECTED[name]["media_type"] in sniff.CONVERTED)
LIMITS = Limits.of(Settings())
UNSAID = "Đây là điều bí mật của máy"


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    with Readers(2, 2 << 30) as opened:
        yield opened


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
    assert reading.reader.endswith(convert.version()) and convert.version().startswith("libreoffice-")
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


def test_it_is_made_again(taken: tuple[Archive, dict[str, str | None]], tmp_path: Path) -> None:
    shutil.copytree(taken[0].root, tmp_path / "kho", symlinks=True)
    archive = Archive.open(tmp_path / "kho")
    digest = str(taken[1]["Biên bản tổ Ngữ văn.rtf"])
    before = archive.readings.load(digest)
    archive.converted(digest).unlink()
    done = run("rebuild", "--home", str(archive.root), "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["read"] == 1
    assert archive.converted(digest).read_bytes().startswith(b"%PDF-")
    after = archive.readings.load(digest)
    assert before and after and [page.text for page in after.pages] == [page.text for page in before.pages]


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
        program.write_text("import os, sys\nos.execv(sys.argv[1], sys.argv[1:])\n")
        monkeypatch.setattr(convert.confined, "__file__", str(program))
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


def opened(readers: Readers, folder: Path, data: bytes, limits: Limits = LIMITS) -> Opening:
    path = folder / "tệp"
    path.write_bytes(data)
    opening = Opening(path, Places(folder / "converted.pdf"), readers, limits, "tệp")
    opening.wait()
    return opening


@pytest.mark.parametrize("name", ["Kế hoạch phụ đạo.doc", "Biên bản tổ Ngữ văn.rtf"])
def test_half_a_file_is_broken(readers: Readers, tmp_path: Path, name: str) -> None:
    data = (FORMATS / name).read_bytes()
    refusal = opened(readers, tmp_path, data[: len(data) // 3]).refusal
    # Without the list of what is in it, nobody can say what it was.
    assert refusal in ("broken", "unsupported")
    assert not (tmp_path / "converted.pdf").exists()


def test_open_document_with_a_password(readers: Readers, tmp_path: Path) -> None:
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
    assert opened(readers, tmp_path, stream.getvalue()).refusal == "password"


def test_word_with_a_password(readers: Readers, tmp_path: Path) -> None:
    """The flag of an encrypted file over a text that is none: LibreOffice asks, and there is no answer."""
    data = bytearray((FORMATS / "Kế hoạch phụ đạo.doc").read_bytes())
    (tmp_path / "a.doc").write_bytes(data)
    start = root_streams(tmp_path / "a.doc")["WordDocument"]
    data[start + 11] |= 1
    assert opened(readers, tmp_path, bytes(data)).refusal == "password"


def test_one_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    source = tmp_path / "a.rtf"
    source.write_bytes(rtf(PLAN))
    hurried = Limits.of(Settings(reading=Reading(seconds_per_page=0.01)))
    with pytest.raises(ReadFault) as fault:
        convert.convert(source, sniff.RTF, tmp_path / "a.pdf", hurried)
    assert fault.value.reason == "reader-slow"


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
    (looked,) = [one for one in json.loads(run("doctor", "--json").stdout) if one["name"] == "libreoffice"]
    assert (looked["good"], looked["needed"], looked["detail"]) == (False, False, convert.PACKAGES)
    assert f"apt install --no-install-recommends {convert.PACKAGES}" in run("doctor").stdout


def test_the_tests_install_what_doctor_names() -> None:
    script = (Path(__file__).parent.parent.parent / "scripts" / "install").read_text("utf-8")
    assert convert.PACKAGES in script
