"""Addresses: permanent, one for each thing, and kind to those that are wrong."""

import pytest

from archive.web.addresses import SHORT

WRONG = (
    "/foo",
    "/H1",
    "/H1-1.1-00",
    "/H1-1.1-01a",
    "/H1-1.1-01.pdf",
    "/H9999-1.1-01",
    "/H1-0.0-01",
    "/%00",
    "/%FF%FE",
    "/%ED%A0%80",
    "/%E2%80%AE",
    "/..%2F..%2Fetc%2Fpasswd",
    "/static/..%2Fapp.py",
    "/static/../app.py",
    "/static/nothing.css",
    "http://testserver//evil.example/",
    "/%5Cevil.example",
    "/hop/0",
    "/hop/99",
    "/hop/999999999999999999999",
    "/hop/một",
    "/hop/１",
    "/tieu-chi/1.99",
    "/tieu-chi/0.0",
    "/tieu-chi/1",
    "/tieu-chuan/9",
    "/tieu-chuan/x",
    "/nam-hoc/2021-2023",
    "/van-ban/abc",
    "/van-ban/" + "0" * 64,
    "/van-ban/%25",
    "/tai/" + "0" * 64,
    "/tai/..%2F..%2Farchive.toml",
    "/trang-anh/" + "0" * 64 + "/1-960.webp",
    "/a/b/c",
    "/" + "H" * 5000,
)


@pytest.mark.parametrize("address", WRONG)
def test_a_wrong_address_is_a_friendly_page(client, address):
    response = client.get(address)
    assert response.status_code == 404
    assert "Không tìm thấy" in response.text and 'href="/"' in response.text
    assert "Traceback" not in response.text and "/work/" not in response.text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/H1-1.1-01?trang=4", 404),
        ("/H1-1.1-01?trang=1000000", 404),
        ("/H1-1.1-01?trang=0", 400),
        ("/H1-1.1-01?trang=-1", 400),
        ("/H1-1.1-01?trang=2.5", 400),
        ("/H1-1.1-01?trang=" + "9" * 5000, 400),
        ("/H1-1.1-01?van-ban=abc", 404),
        ("/H1-1.1-01?van-ban=%00", 404),
        ("/H2-2.1-01?trang=2", 404),
        ("/tim?q=ke+hoach&trang=1000000", 404),
        ("/tim?q=ke+hoach&trang=x", 400),
        ("/tim?q=" + "a" * 2001, 400),
        ("/H1-1.1-01?q=" + "a" * 2001, 400),
        ("/tieu-chi/1.1?nam-hoc=2021", 400),
        ("/tieu-chi/1.1?nam-hoc=%FF", 400),
    ],
)
def test_a_wrong_parameter_has_its_status(client, address, status):
    response = client.get(address)
    assert response.status_code == status
    assert "<h1>" in response.text and "Traceback" not in response.text


@pytest.mark.parametrize(
    "spelling",
    [
        "/h1-1.1-1",
        "/[H1-1.1-01]",
        "/H1 - 1.01 - 1",
        "/(H1-1.1-01)",
        "/H1%E2%80%931.1%E2%80%9301",
        "/H1.01.01.01",
    ],
)
def test_every_spelling_leads_to_the_one_address(client, spelling):
    response = client.get(f"{spelling}?trang=2&q=a%20b")
    assert response.status_code == 308
    assert response.headers["location"] == "/H1-1.1-01?trang=2&q=a%20b"
    assert client.head(spelling).status_code == 308


@pytest.mark.parametrize(
    ("written", "own"),
    [("/hop/", "/hop"), ("/hop/01", "/hop/1"), ("/tieu-chuan/01", "/tieu-chuan/1"),
     ("/tieu-chi/1.01", "/tieu-chi/1.1"),
     ("/nam-hoc/2021_2022", "/nam-hoc/2021-2022"), ("/H1-1.1-01/", "/H1-1.1-01"),
     ("/%5Cevil.example/", "/%5Cevil.example")],
)  # fmt: skip
def test_other_spellings_move_too(client, written, own):
    response = client.get(written)
    assert (response.status_code, response.headers["location"]) == (308, own)


def test_a_wrong_code_suggests_where_to_look(client):
    html = client.get("/H1-1.1-99").text
    assert "H1-1.1-99" in html and 'href="/tieu-chi/1.1"' in html
    assert 'href="/tieu-chi/1.10"' in client.get("/H1-1.10-01a").text
    assert 'href="/H1-1.1-01"' in client.get("/H2-1.1-01").text, "the same piece in its own box"
    assert "tiêu chí 9.9" in client.get("/H9-9.9-01").text


def test_the_ways_on_lead_each_elsewhere(client):
    ways = client.get("/H9-9.9-99").text.split("<main")[1].split("</main>")[0]
    assert ways.count('href="/"') == 1


def test_a_code_taken_back_says_so(client):
    response = client.get("/H3-3.1-07")
    assert response.status_code == 404
    assert "đã được cấp nhưng hiện không có văn bản nào" in response.text


def test_a_filed_document_leads_to_its_code(client, sample):
    digest = sample.digests["drill-2022"]
    for digits in (digest, digest[:SHORT], digest[:20].upper()):
        response = client.get(f"/van-ban/{digits}?trang=1&q=chay&evil=1")
        assert response.status_code == 307, "filing can change"
        assert response.headers["location"] == f"/H1-1.10-01?van-ban={digest[:SHORT]}&trang=1&q=chay"


def test_fewer_than_twelve_digits_are_not_enough(client, sample):
    assert client.get(f"/van-ban/{sample.digests['loose'][:11]}").status_code == 404
