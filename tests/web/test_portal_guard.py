"""The guard: reading only, by its own name, under strict headers."""

import pytest
from portal_sample import NOON, make_sample
from starlette.testclient import TestClient

from archive.web.app import create_app
from archive.web.guard import is_own_name


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
def test_only_reading(client, every_address, method):
    for address in (*every_address, "/nothing", "/van-ban/x"):
        response = client.request(method, address, content=b"q=1")
        assert response.status_code == 405, address
        assert response.headers["allow"] == "GET, HEAD"
        assert "chỉ để xem" in response.text


def test_headers_are_strict_everywhere(client, every_address):
    refused = (client.post("/"), client.get("/", headers={"host": "evil.example"}), client.get("/nothing"))
    for response in (*map(client.get, every_address), *refused):
        headers = response.headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy and "http" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"]
        assert "set-cookie" not in headers
        assert "server" not in headers


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.1:8080", True), ("localhost", True), ("[::1]:8080", True), ("192.168.1.9", True),
        ("kho", True), ("KHO.local:80", True), ("kho.thcskimson.edu.vn", True), ("", False), (":80", False),
        ("evil.example", False), ("127.0.0.1.evil.example", False), ("local.evil.example", False),
    ],
)  # fmt: skip
def test_own_names(host, own):
    assert is_own_name(host, "kho.thcskimson.edu.vn") is own


def test_another_name_is_refused(client):
    response = client.get("/", headers={"host": "rebound.example"})
    assert response.status_code == 400 and "minh chứng" in response.text
    assert "rebound.example" not in response.text


def test_a_fault_of_ours_shows_no_trace(tmp_path, readers):
    sample = make_sample(tmp_path / "archive")
    app = create_app(sample.archive, readers, lambda: NOON)
    app.state.portal.pictures = None
    client = TestClient(app, raise_server_exceptions=False)
    response = client.get(f"/trang-anh/{sample.digests['strategy']}/1-960.webp")
    assert response.status_code == 500
    assert "Có lỗi trong chương trình" in response.text
    assert "Traceback" not in response.text and "NoneType" not in response.text
    assert response.headers["content-security-policy"] and response.headers["x-content-type-options"]


@pytest.mark.parametrize("content", [None, b"not a database"])
def test_without_a_catalogue_the_portal_waits(tmp_path, readers, content):
    sample = make_sample(tmp_path / "archive")
    for file in sample.archive.derived.glob("catalogue.sqlite*"):
        file.unlink()
    if content:
        sample.archive.catalogue_path.write_bytes(content)
    client = TestClient(create_app(sample.archive, readers, lambda: NOON))
    for address in ("/", "/H1-1.1-01", "/hop", "/tim?q=a", f"/tai/{sample.digests['word']}"):
        response = client.get(address)
        assert response.status_code == 503, address
        assert response.headers["retry-after"] and "Danh mục của kho" in response.text
    assert sample.archive.catalogue_path.exists() is bool(content), "the portal makes no catalogue"


def test_looking_changes_nothing_but_pictures(tmp_path, readers, every_address):
    sample = make_sample(tmp_path / "archive")
    truths = (sample.archive.root / "objects", sample.archive.root / "ledger", sample.archive.readings.root)
    before = {path: path.stat().st_mtime_ns for root in truths for path in root.rglob("*")}
    client = TestClient(create_app(sample.archive, readers, lambda: NOON))
    for address in every_address:
        client.get(address)
    assert before == {path: path.stat().st_mtime_ns for root in truths for path in root.rglob("*")}
