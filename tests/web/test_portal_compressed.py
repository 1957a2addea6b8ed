"""Compression: for those who take it, of what is text, and without changing what is said."""

import pytest


def test_a_page_is_the_same_compressed_or_not(client, every_address):
    for address in every_address:
        plain = client.get(address, headers={"Accept-Encoding": "identity"})
        packed = client.get(address, headers={"Accept-Encoding": "gzip"})
        assert packed.content == plain.content, address
        assert "content-encoding" not in plain.headers
        kind = plain.headers["content-type"]
        is_text = kind.startswith(("text/", "image/svg", "application/")) and "/tai/" not in address
        assert (packed.headers.get("content-encoding") == "gzip") == (is_text and len(plain.content) >= 1000)
        assert ("Accept-Encoding" in plain.headers.get("vary", "")) == is_text, kind


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "gzip; q=0.0"])
def test_nothing_is_compressed_for_those_who_do_not_take_it(client, accepted):
    assert "content-encoding" not in client.get("/", headers={"Accept-Encoding": accepted}).headers


def test_what_is_kept_is_known_again(client):
    first = client.get("/static/portal.css", headers={"Accept-Encoding": "gzip"})
    again = client.get("/static/portal.css", headers={"If-None-Match": first.headers["etag"]})
    assert first.headers["etag"].startswith("W/") and again.status_code == 304 and again.content == b""
