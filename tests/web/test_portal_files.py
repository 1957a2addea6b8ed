"""Files: originals byte for byte, pictures that are pictures."""

import asyncio
import base64
import hashlib
from io import BytesIO

import pytest
from PIL import Image
from portal_sample import HOSTILE_NAME, NOON, make_sample
from starlette.testclient import TestClient

from archive.ingest.pictures import View
from archive.ingest.readers import Readers
from archive.ingest.sniff import DOCX, JPEG, PDF
from archive.web.app import create_app
from archive.web.files import disposition


@pytest.mark.parametrize(("name", "media_type"), [("strategy", PDF), ("word", DOCX), ("photograph", JPEG)])
def test_an_original_comes_as_it_was_dropped(client, sample, name, media_type):
    digest = sample.digests[name]
    response = client.get(f"/tai/{digest}")
    assert response.content == sample.archive.original(digest).read_bytes()
    assert hashlib.sha256(response.content).hexdigest() == digest
    assert response.headers["content-type"] == media_type
    assert response.headers["etag"] == f'"{digest}"'
    coded = base64.b64encode(bytes.fromhex(digest)).decode()
    assert response.headers["repr-digest"] == f"sha-256=:{coded}:"
    assert response.headers["digest"] == f"sha-256={coded}"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["content-disposition"].startswith("attachment; ")
    assert "sandbox" in response.headers["content-security-policy"]


def test_a_part_of_an_original(client, sample):
    digest = sample.digests["strategy"]
    whole = sample.archive.original(digest).read_bytes()
    response = client.get(f"/tai/{digest}", headers={"Range": "bytes=5-9"})
    assert response.status_code == 206
    assert response.content == whole[5:10]
    assert response.headers["content-range"] == f"bytes 5-9/{len(whole)}"
    assert client.get(f"/tai/{digest}", headers={"Range": f"bytes={len(whole)}-"}).status_code == 416


def test_what_is_known_is_not_sent_again(client, sample):
    digest = sample.digests["strategy"]
    for address in (f"/tai/{digest}", f"/trang-anh/{digest}/1-240.webp", "/static/portal.css"):
        etag = client.get(address).headers["etag"]
        response = client.get(address, headers={"If-None-Match": f'"other", {etag}'})
        assert (response.status_code, response.content) == (304, b"")


def test_the_name_of_a_download_is_safe(client, sample):
    header = client.get(f"/tai/{sample.digests['loose']}").headers["content-disposition"]
    plain, _, coded = header.removeprefix("attachment; ").partition("; filename*=UTF-8''")
    assert plain == 'filename="Bao cao _mat_ _script_alert(1)_ x.pdf"'
    assert coded.startswith("B%C3%A1o%20c%C3%A1o%20%22m%E1%BA%ADt%22") and HOSTILE_NAME[-4:] == coded[-4:]


def test_a_name_cannot_break_its_header():
    header = disposition('a\r\nSet-Cookie: x="1"\\đĐ\x7f.pdf')
    assert header.isascii() and header.isprintable()
    assert header.startswith('attachment; filename="a__Set-Cookie_ x__1__dD_.pdf"; ')


def test_a_picture_is_a_picture_and_is_kept(client, sample):
    digest = sample.digests["strategy"]
    response = client.get(f"/trang-anh/{digest}/2-960.webp")
    assert response.headers["content-type"] == "image/webp"
    assert "immutable" in response.headers["cache-control"]
    with Image.open(BytesIO(response.content)) as image:
        assert (image.format, image.width) == ("WEBP", 960)
    kept = sample.archive.page_images / digest[:2] / digest / "2-960.webp"
    assert kept.read_bytes() == response.content
    stamp = kept.stat().st_mtime_ns
    assert client.get(f"/trang-anh/{digest}/2-960.webp").content == response.content
    assert kept.stat().st_mtime_ns == stamp, "made once"


def test_a_picture_asked_for_by_many_is_made_once_and_holds_nobody_up(tmp_path, readers):
    sample = make_sample(tmp_path / "archive")
    digest = sample.digests["strategy"]
    app = create_app(sample.archive, readers, lambda: NOON)

    async def ask() -> tuple[list[bytes], int]:
        drawing = app.state.portal.drawing
        with sample.archive.catalogue() as catalogue:
            document = catalogue.document(digest)
        tasks = [asyncio.create_task(drawing.drawn(document, View(1, 240))) for _ in range(60)]
        await asyncio.sleep(0)
        tasks[0].cancel()
        answers = await asyncio.gather(*tasks[1:])
        return answers, len({id(answer) for answer in answers})

    answers, different = asyncio.run(ask())
    assert len(answers) == 59 and different == 1
    assert (sample.archive.page_images / digest[:2] / digest / "1-240.webp").read_bytes() == answers[0]


def test_a_picture_that_cannot_be_kept_is_shown(tmp_path, readers):
    sample = make_sample(tmp_path / "archive")
    digest = sample.digests["strategy"]
    sample.archive.page_images.parent.mkdir(parents=True, exist_ok=True)
    sample.archive.page_images.write_bytes(b"a file where a folder should be")
    response = TestClient(create_app(sample.archive, readers, lambda: NOON)).get(
        f"/trang-anh/{digest}/1-240.webp"
    )
    assert response.status_code == 200
    with Image.open(BytesIO(response.content)) as image:
        assert image.width == 240


@pytest.mark.parametrize(
    "picture", ["1-961.webp", "0-960.webp", "4-960.webp", "99999999-960.webp", "1.png", "x"]
)
def test_no_such_picture(client, sample, picture):
    assert client.get(f"/trang-anh/{sample.digests['strategy']}/{picture}").status_code == 404


def test_an_office_document_has_no_picture(client, sample):
    assert client.get(f"/trang-anh/{sample.digests['word']}/1-960.webp").status_code == 404


def test_an_original_that_is_gone_is_said(tmp_path, readers):
    sample = make_sample(tmp_path / "archive")
    digest = sample.digests["strategy"]
    sample.archive.original(digest).unlink()
    client = TestClient(create_app(sample.archive, readers, lambda: NOON))
    assert client.get(f"/tai/{digest}").status_code == 404
    assert client.get(f"/trang-anh/{digest}/1-960.webp").status_code == 404
    page = client.get("/H1-1.1-01")
    assert page.status_code == 200 and "không có trong kho ở máy này" in page.text
    assert "Chiến lược phát triển nhà trường" in page.text


def test_pictures_wait_when_no_reader_is_left(tmp_path):
    sample = make_sample(tmp_path / "archive")
    with Readers(1, 2 << 30) as ended:
        app = create_app(sample.archive, ended, lambda: NOON)
    response = TestClient(app).get(f"/trang-anh/{sample.digests['strategy']}/1-960.webp")
    assert response.status_code == 503 and "Traceback" not in response.text
