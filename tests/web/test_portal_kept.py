"""Kept pages: sent as they were made, until what they follow from is another; to nobody else."""

from datetime import datetime
from pathlib import Path

import pytest
from access_sample import CLERK, COUNCIL, PAPERS, TEAM, make_archive, visitor
from msgspec.structs import replace
from portal_sample import BY, NOON, make_sample
from starlette.testclient import TestClient

from archive.access.accounts import without_right
from archive.access.log import log_of, newest
from archive.access.looks import Viewed
from archive.evidence import events
from archive.home import Archive
from archive.ingest.readers import Readers
from archive.web.app import create_app


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return make_sample(tmp_path / "kho").archive


@pytest.fixture
def client(archive: Archive, readers: Readers) -> TestClient:
    return TestClient(create_app(archive, readers, lambda: NOON), follow_redirects=False)


def test_what_was_recorded_since_is_on_the_next_page(archive: Archive, client: TestClient) -> None:
    before = client.get("/hop/1").text
    assert client.get("/hop/1").text == before
    with archive.writing(lambda: NOON, BY) as registrar:
        registrar.record(events.Boxed(1, 777, "Tủ sắt góc trái"))
    assert "Tủ sắt góc trái" in client.get("/hop/1").text


def test_a_page_of_another_day_is_made_anew(archive: Archive, readers: Readers) -> None:
    days = [NOON]
    client = TestClient(create_app(archive, readers, lambda: days[-1]))
    assert f"{NOON:%d/%m/%Y}" in client.get("/").text
    days.append(datetime.fromisoformat("2024-02-29T08:00:00+07:00"))
    assert "29/02/2024" in client.get("/").text


def test_a_page_is_made_anew_when_a_file_that_it_was_made_from_is_another(
    archive: Archive, client: TestClient
) -> None:
    with archive.catalogue() as catalogue:
        (document,) = catalogue.documents_under("H1-1.1-01")
    assert "Chiến lược phát triển" in client.get("/H1-1.1-01").text
    reading = archive.readings.load(document.digest)
    assert reading
    archive.readings.save(replace(reading, pages=(replace(reading.pages[0], text="Đọc lại lần hai"),)))
    assert "Đọc lại lần hai" in client.get("/H1-1.1-01").text
    assert f"/tai/{document.digest}" in client.get("/H1-1.1-01").text
    archive.original(document.digest).unlink()
    assert f"/tai/{document.digest}" not in client.get("/H1-1.1-01").text


def test_a_sensitive_mark_and_a_right_taken_back_are_heeded_at_once(tmp_path: Path, readers: Readers) -> None:
    archive, _ = make_archive(tmp_path / "kho", PAPERS)
    app = create_app(archive, readers, lambda: NOON)
    council, clerk = visitor(app, COUNCIL), visitor(app, CLERK)
    for _ in range(2):
        assert "Khuôn viên" in council.get("/H3-3.1-01").text
    with archive.writing(lambda: NOON, BY) as registrar:
        registrar.record(events.Marked("H3-3.1-01", sensitive=True, reason="kỷ luật"))
    assert council.get("/H3-3.1-01").status_code == 404 and "Khuôn viên" in clerk.get("/H3-3.1-01").text
    assert council.get("/").status_code == 200
    app.state.portal.entrance.store.change(lambda accounts: tuple(map(without_right, accounts)))
    assert council.get("/").status_code == 303


def test_language_form_and_packing_are_kept_apart(client: TestClient) -> None:
    vietnamese = client.get("/hop/1").text
    english = client.get("/hop/1", headers={"Cookie": "lang=en"}).text
    data = client.get("/hop/1", headers={"Accept": "application/json"})
    plain = client.get("/hop/1", headers={"Accept-Encoding": "identity"})
    assert 'lang="vi"' in vietnamese and 'lang="en"' in english
    assert data.json()["box"]["number"] == 1
    assert "content-encoding" not in plain.headers and plain.text == vietnamese
    # Once more, when all of them are kept.
    assert client.get("/hop/1").text == vietnamese
    assert client.get("/hop/1", headers={"Cookie": "lang=en"}).text == english
    assert client.head("/hop/1").content == b""


def test_each_reader_is_sent_their_own_and_each_look_is_noted(tmp_path: Path, readers: Readers) -> None:
    archive, _ = make_archive(tmp_path / "kho", PAPERS)
    app = create_app(archive, readers, lambda: NOON)
    clerk, council, team = (visitor(app, one) for one in (CLERK, COUNCIL, TEAM))
    for _ in range(3):
        assert "H3-3.1-01" in clerk.get("/tieu-chuan/3").text
        assert CLERK.name in clerk.get("/").text
        assert CLERK.name not in council.get("/").text
        assert "Khuôn viên" in council.get("/H3-3.1-01").text
        assert "H3-3.1-01" not in team.get("/tieu-chuan/3").text
        assert TestClient(app, follow_redirects=False).get("/").status_code == 303
    assert app.state.portal.entrance.log.flush()
    found = newest(log_of(archive.access), lambda look: isinstance(look, Viewed), 100)
    # A page that was kept, too, with what it showed.
    assert [one.by for one in found if one.look.code == "H3-3.1-01"] == [COUNCIL.name] * 3
