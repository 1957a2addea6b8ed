"""The viewer: zoom and turn by address, words over the picture, and every place found in a document."""

import re

from hypothesis import given
from hypothesis import strategies as st
from portal_sample import A4, text_page

from archive.web.finding import find
from archive.web.look import NEAREST, PLAIN
from archive.web.marks import Box, turned
from archive.web.overlay import overlay


def links(html: str) -> dict[str, str]:
    """Where the links of the bar lead, by what they do."""
    found = re.findall(r'<a data-act="(\w+)"[^>]* href="([^"]+)"', html)
    return {act: address.replace("&amp;", "&") for act, address in found}


def test_zoom_has_steps_that_end(client):
    address = "/H1-1.1-01"
    for step in range(1, NEAREST + 1):
        address = links(client.get(address).text)["larger"]
        assert f"phong={step}" in address
        assert f'class="desk zoomed zoom-{step}"' in client.get(address).text
    html = client.get(address).text
    assert "larger" not in links(html) and "2400w" in html and 'tabindex="0"' in html
    assert f"phong={NEAREST - 1}" in links(html)["smaller"]
    assert "phong=" in links(html)["next"], "the next page is seen as large"


def test_four_quarter_turns_lead_back(client, sample):
    digest = sample.digests["strategy"]
    address, shown = "/H1-1.1-01", []
    for _ in range(4):
        address = links(client.get(address).text)["turn"]
        html = client.get(address).text
        shown.append(re.findall(rf'src="/trang-anh/{digest}/1-960([^"]*)\.webp".*height="(\d+)"', html)[0])
    assert shown == [("-90", "679"), ("-180", "1358"), ("-270", "679"), ("", "1358")]
    assert "quay" not in address
    lying = client.get(f"/trang-anh/{digest}/1-240-90.webp")
    upright = client.get(f"/trang-anh/{digest}/1-240.webp")
    assert (lying.status_code, upright.status_code) == (200, 200)
    assert lying.headers["etag"] != upright.headers["etag"]
    assert client.get(f"/trang-anh/{digest}/1-240-45.webp").status_code == 404


def test_what_cannot_be_read_of_a_look_is_as_if_nothing_were_asked(client):
    plain = client.get("/H1-1.1-01").text
    for wrong in ("phong=99", "phong=-1", "quay=45", "quay=x", "cho=0", "phong=&quay=&cho="):
        assert links(client.get(f"/H1-1.1-01?{wrong}").text) == links(plain), wrong


def test_a_broken_page_cannot_be_enlarged_or_turned(client):
    assert not {"larger", "turn"} & links(client.get("/H1-1.1-02?trang=2&phong=2&quay=90").text).keys()


def test_words_lie_over_the_picture_where_they_stand(client):
    html = client.get("/H1-1.1-01").text
    assert '<svg class="laid" viewBox="0 0 595 842" preserveAspectRatio="none" aria-hidden="true"' in html
    # Its lines begin a tenth from the left and from the top; the boxes are a fiftieth of the height high.
    (first, second, *_) = re.findall(r'<text x="(\d+)" y="(\d+)" textLength="(\d+)" font-size="(\d+)">', html)
    assert first == ("60", "98", "89", "17") and second == ("60", "123", "280", "17")
    assert 'transform="translate(842 0) rotate(90)"' in client.get("/H1-1.1-01?quay=90").text
    assert 'viewBox="0 0 842 595"' in client.get("/H1-1.1-01?quay=270").text


@given(st.lists(st.text(alphabet="aế1", min_size=1, max_size=4), min_size=1, max_size=11), st.integers(1, 4))
def test_no_word_is_lost_over_the_picture(words, rows):
    page = text_page(1, "\n".join([" ".join(words)] * rows))
    laid = overlay(page, 0)
    assert laid and (laid.width, laid.height) == tuple(round(side) for side in A4)
    assert " ".join(one.text for one in laid.stretches).split() == page.text.split()


@given(*[st.integers(0, 50)] * 4, st.sampled_from((0, 90, 180, 270)))
def test_a_box_turned_back_is_where_it_was(left, top, width, height, turn):
    box = Box(left, top, width, height)
    there = turned(box, turn)
    assert turned(there, -turn % 360) == box
    assert there.width * there.height == width * height


def test_every_place_is_listed_and_leads_to_the_next(client):
    html = client.get("/H1-1.1-01?q=chien+luoc").text
    assert "2 chỗ trong văn bản" in html and html.count("cho=") == 3
    first = links(html)["after"]
    assert first.endswith("cho=1#cho")
    at_first = client.get(first).text
    assert "Chỗ 1 / 2" in at_first and at_first.count('id="cho"') == 1 and "before" not in links(at_first)
    second = links(at_first)["after"]
    assert "trang=2" in second
    at_second = client.get(second).text
    assert "Chỗ 2 / 2" in at_second and "after" not in links(at_second)
    assert links(client.get(links(at_second)["before"]).text) == links(at_first), "and back"
    assert '<mark class="pointed"' in at_second


def test_a_place_in_a_text_without_picture_is_there_to_go_to(client):
    html = client.get("/H2-2.1-01?q=hieu+truong&cho=1").text
    assert '<mark class="pointed" id="cho">hiệu trưởng</mark>' in html


def test_places_are_counted_from_where_the_reader_stands(sample):
    reading = sample.archive.readings.load(sample.digests["strategy"])
    assert find(reading, 1, "", 0).matches == () == find(None, 1, "kế", 0).matches
    middle = find(reading, 2, "chiến lược", PLAIN.place)
    assert middle.here is None
    assert (middle.before.page, middle.after.page) == (1, 2)
    beyond = find(reading, 3, "chiến lược", 0)
    assert beyond.after is None and beyond.before.page == 2
    assert (
        "".join(piece.text for piece in middle.matches[0].snippet)
        == "KẾ HOẠCH Chiến lược phát triển nhà trường"
    )
