"""Marks: on the words, and nowhere else."""

import re

from hypothesis import given
from hypothesis import strategies as st
from portal_sample import BY, NOON, Maker, pdf, text_page
from starlette.testclient import TestClient

from archive.evidence.documents import Page, Word
from archive.home import Archive
from archive.index.language import understand
from archive.index.snippets import Wanted
from archive.web.app import create_app
from archive.web.marks import boxes, marked, pieces


def test_marks_on_the_picture_stand_where_the_words_are(client):
    html = client.get("/H1-1.1-01?trang=2&q=chien+luoc").text
    rects = re.findall(r'<rect x="([\d.]+)%" y="([\d.]+)%" width="([\d.]+)%" height="([\d.]+)%"', html)
    # "của chiến lược phát triển" is the second line: its second and third word, as one mark.
    assert [tuple(map(float, rect)) for rect in rects] == [(17.7, 12.7, 15.6, 2.6)]
    assert "<mark>chiến lược</mark>" in html
    assert "Có trên trang" in html


def test_no_question_no_marks(client):
    html = client.get("/H1-1.1-01?trang=2").text
    assert "<rect" not in html and "<mark>" not in html


def test_words_on_another_page_are_pointed_to(client):
    html = client.get("/H1-1.1-01?trang=3&q=chien+luoc").text
    assert "trang đang xem không có" in html and "<rect" not in html
    assert "Không thấy các từ này" in client.get("/H1-1.1-01?q=khongco").text


def test_a_mark_ends_with_its_line():
    page = text_page(1, "một hai\nba bốn")
    flags = (False, True, True, False)
    assert [round(box.top, 2) for box in boxes(page, flags)] == [9.7, 12.7]
    assert [piece.text for piece in pieces(page.text, flags) if piece.marked] == ["hai", "ba"]


def test_marks_stay_on_the_page():
    page = Page(1, "mép", "text", None, 100, 100, (Word("mép", 0, 0, 10_000, 10_000),))
    (box,) = boxes(page, (True,))
    assert (box.left, box.top, box.width, box.height) == (0, 0, 100, 100)


def test_a_reading_without_places_marks_only_its_text():
    page = Page(1, "kế hoạch năm", "converted")
    flags = marked(page, Wanted(understand("ke hoach")))
    assert flags == (True, True, False)
    assert boxes(page, flags) == ()


@given(st.text(alphabet="ab \n\t\u00a0ế<&", max_size=60), st.data())
def test_pieces_put_together_are_the_text(text, data):
    words = text.split()
    flags = tuple(data.draw(st.lists(st.booleans(), min_size=len(words), max_size=len(words))))
    found = pieces(text, flags)
    assert "".join(piece.text for piece in found) == text
    marks = " ".join(piece.text for piece in found if piece.marked).split()
    assert marks == [word for word, flag in zip(words, flags, strict=True) if flag]


def test_a_long_document_shows_the_thumbnails_around(tmp_path, readers):
    archive = Archive.create(tmp_path / "long", "Trường", "tt18-2018-thcs", NOON, BY)
    texts = ["quy định" if number in (5, 9) else "khác" for number in range(1, 31)]
    texts[19] = "quy định quy định quy định quy định quy định"
    with archive.writing(lambda: NOON, BY) as registrar:
        maker = Maker(archive, registrar)
        pages = tuple(text_page(number, text) for number, text in enumerate(texts, 1))
        maker.receive("register", "sổ.pdf", pdf(*texts), pages)
    client = TestClient(create_app(archive, readers, lambda: NOON))
    address = f"/van-ban/{maker.digests['register'][:12]}"
    for number, shown in ((1, [1, 2, 3, 4, 5, 6, 30]), (9, [1, 7, 8, 9, 10, 11, 30])):
        html = client.get(f"{address}?trang={number}&q=quy+dinh").text
        assert [int(each) for each in re.findall(r"/(\d+)-240\.webp", html)] == shown
        assert 'type="number" name="trang" min="1" max="30"' in html
        links = html.split("Có trên trang")[1].split("</p>")[0]
        assert re.findall(r">(\d+)</a>", links) == ["5", "9", "20"]
