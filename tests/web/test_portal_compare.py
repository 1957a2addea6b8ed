"""Two documents side by side: the words that differ are marked, on the picture and in the text."""

import re

from archive.web.addresses import SHORT


def test_years_of_a_piece_are_compared(client, sample):
    earlier, later = (sample.digests[f"drill-{year}"] for year in ("2021", "2022"))
    address = f"/so-sanh/{earlier[:SHORT]}/{later[:SHORT]}"
    assert f'class="with" href="{address}"' in client.get("/H1-1.10-01").text
    html = client.get(address).text
    assert re.findall(r"<mark>([^<]+)</mark>", html) == ["2021", "2022"]
    assert html.count('class="differs"') == 2 and "1 dòng khác bên trái, 1 dòng khác bên phải" in html
    assert html.count("<rect") == 2
    assert f"/trang-anh/{earlier}/1-480.webp" in html and f"/trang-anh/{later}/1-480.webp" in html
    assert f'href="/so-sanh/{later[:SHORT]}/{earlier[:SHORT]}"' in html, "sides can be swapped"


def test_pages_turn_together_past_the_end_of_the_shorter(client, sample):
    longer, shorter = sample.digests["strategy"], sample.digests["loose"]
    address = f"/so-sanh/{longer}/{shorter}"
    html = client.get(address + "?trang=3").text
    assert "Văn bản này chỉ có 1 trang." in html and f"/trang-anh/{longer}/3-480.webp" in html
    assert 'rel="prev"' in html and 'rel="next"' not in html
    assert client.get(address + "?trang=4").status_code == 404
    assert client.get(address + "?trang=x").status_code == 400


def test_what_has_no_words_is_said(client, sample):
    html = client.get(f"/so-sanh/{sample.digests['photograph']}/{sample.digests['strategy']}").text
    assert "Không có chữ để so sánh" in html and "<mark>" not in html


def test_the_same_document_twice_does_not_differ(client, sample):
    digest = sample.digests["strategy"]
    html = client.get(f"/so-sanh/{digest}/{digest}").text
    assert "Chữ trên trang này không khác nhau." in html and "<rect" not in html


def test_unknown_documents_have_a_friendly_page(client, sample):
    for wrong in ("000000000000", "x", "%2e%2e"):
        answer = client.get(f"/so-sanh/{sample.digests['strategy']}/{wrong}")
        assert answer.status_code == 404 and "<h1>" in answer.text
