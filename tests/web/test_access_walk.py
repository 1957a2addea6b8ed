"""An evaluator of standard 1 walks through every route there is, and finds nothing of the rest.

Routes are taken from the application itself: one that is added is walked too, and one whose address has a
part that ``VALUES`` does not know fails, until somebody gives examples of it.
"""

import itertools
import re
from collections.abc import Iterator

import pytest
from access_sample import CLERK, COUNCIL, PAPERS, PLACE, TEAM, Paper, make_archive, text_of, visitor
from portal_sample import NOON
from starlette.applications import Starlette
from starlette.testclient import TestClient

from archive.ingest.readers import Readers
from archive.web.app import create_app

FOREIGN = tuple(paper for paper in PAPERS if not paper.seen)
SEEN = tuple(paper for paper in PAPERS if paper.seen)
QUERIES = (
    "",
    "?lang=en&nam-hoc=2022-2023&sort=-ten",
    "?q=k%E1%BA%BF+ho%E1%BA%A1ch&trang=2",
    "?q=trang+hai",
    "?q=H3-3.1-01",
    "?dang=json",
    "?dang=csv",
    "?dang=xlsx",
    "?hop=2&tieu-chi=2.1&nam-hoc=2022-2023&loai=k%E1%BA%BF+ho%E1%BA%A1ch",
)
ACCEPTS = ("text/html,*/*;q=0.8", "application/json", "application/atom+xml")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, readers: Readers) -> tuple[Starlette, dict[str, str]]:
    """The whole archive's portal, and all digests by title."""
    archive, digests = make_archive(tmp_path_factory.mktemp("whole") / "kho", PAPERS)
    return create_app(archive, readers, lambda: NOON), digests


@pytest.fixture(scope="module")
def clerk(whole: tuple[Starlette, dict[str, str]]) -> TestClient:
    return visitor(whole[0], CLERK)


@pytest.fixture(scope="module")
def evaluator(whole: tuple[Starlette, dict[str, str]], clerk: TestClient) -> TestClient:
    # What is counted for one who sees everything is kept, and not for the next.
    for address in ("/", "/thieu", "/tieu-chuan/1", "/tieu-chi/1.5", "/hop/2", "/tim?q=trang"):
        assert clerk.get(address).status_code == 200
    return visitor(whole[0], TEAM)


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory, readers: Readers) -> TestClient:
    """The same evaluator in an archive that never had anything else."""
    archive, _ = make_archive(tmp_path_factory.mktemp("twin") / "kho", SEEN)
    return visitor(create_app(archive, readers, lambda: NOON), TEAM)


def values(digests: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """Examples of each part of an address, own and foreign ones."""
    papers = ("Danh sách lớp học", "Hồ sơ kỷ luật", "Khuôn viên sân bãi", "Báo cáo tự đánh giá")
    return {
        "number": ("1", "2", "4"),
        "criterion": ("1.4", "1.5", "2.1", "3.1"),
        "year": ("2022-2023",),
        "digest": (digests["Khuôn viên sân bãi"][:12], *(digests[title] for title in papers)),
        "code": ("H1-1.5-01", "H1-1.4-01", "H2-2.2-01", "H3-3.1-01", "H3-3.4-01", "H4-4.2-07"),
        "picture": ("1-960.webp", "1-240.webp"),
        "issuer": ("truong-thcs-kim-son", "phong-giao-duc"),
        "month": ("2022-10", "khong-ngay"),
        "left": (digests["Kế hoạch chiến lược"], digests["Khuôn viên sân bãi"]),
        "right": (digests["Danh sách lớp học"], digests["Hồ sơ kỷ luật"]),
        "name": ("portal.css",),
        "secret": ("khong-co",),
    }


def addresses(app: Starlette, digests: dict[str, str]) -> Iterator[str]:
    """Every address that the application's routes make of the examples."""
    known = values(digests)
    for route in app.routes:
        path: str = route.path  # type: ignore[attr-defined]
        if path.startswith("/dang-"):
            continue
        names = re.findall(r"{(\w+)(?::\w+)?}", path)
        assert not [name for name in names if name not in known], f"{path}: give examples of its parts"
        for chosen in itertools.product(*(known[name] for name in names)):
            filled = iter(chosen)
            yield re.sub(r"{[^}]+}", lambda _: next(filled), path)  # noqa: B023


def traces(paper: Paper, digest: str) -> tuple[str, ...]:
    """What would give a paper away."""
    return (paper.title, paper.words, digest[:12], *((paper.code,) if paper.code else ()))


def asked(client: TestClient, app: Starlette, digests: dict[str, str]) -> Iterator[tuple[str, int, str]]:
    """The answer to every address, in every way of asking."""
    for address in addresses(app, digests):
        pictures = "webp" in address
        # Of what is no page, one way of asking says all.
        plain = pictures or address.startswith(("/static", "/tai", "/moi"))
        several = address in ("/", "/tim", "/H1-1.5-01", "/H3-3.1-01", "/tieu-chi/1.5", "/hop/2")
        for query in QUERIES if several else QUERIES[: 1 if plain else 2]:
            accepts = ACCEPTS if not query and not pictures else ACCEPTS[:1]
            for accept in accepts:
                if pictures and "1-960" in address:
                    continue
                answer = client.get(address + query, headers={"accept": accept})
                yield f"{address}{query} ({accept})", answer.status_code, text_of(answer.content)


def test_nothing_of_the_rest_is_seen_anywhere(
    whole: tuple[Starlette, dict[str, str]], evaluator: TestClient, twin: TestClient
) -> None:
    app, digests = whole
    hidden = {trace for paper in FOREIGN for trace in traces(paper, digests[paper.title])}
    hidden |= {
        PLACE,
        "Nhà vệ sinh kiểm định",
        "H3-3.4-01",
        "H4-4.2-07",
        "Xếp nhầm",
        "Tệp hỏng",
        "có tên học sinh",
    }
    there, alone = asked(evaluator, app, digests), asked(twin, app, digests)
    pages = 0
    for (address, status, text), (_, twins_status, twins_text) in zip(there, alone, strict=True):
        assert status < 500, address
        assert [trace for trace in hidden if trace in text and trace not in address] == [], address
        # Not a count, not a box, not a line of history more than if there were nothing else.
        assert (status, text) == (twins_status, twins_text), address
        pages += status == 200
    assert pages > 60


def test_words_are_offered_only_to_those_who_may_know_them(clerk: TestClient, evaluator: TestClient) -> None:
    # The index knows every word: whether it offers one would tell whether a hidden paper has it.
    for typed, word, knowing in (("nghiepp", "nghiệp", 2), ("huynhh", "huynh", 1)):
        offers = [f">{word}</a>" in one.get("/tim", params={"q": typed}).text for one in (clerk, evaluator)]
        assert sum(offers) == knowing and offers[0], typed


def test_what_is_in_sight_is_there(whole: tuple[Starlette, dict[str, str]], evaluator: TestClient) -> None:
    _, digests = whole
    for paper in SEEN:
        page = evaluator.get(f"/{paper.code}")
        assert page.status_code == 200 and paper.title in page.text and paper.words.split()[0] in page.text
        assert evaluator.get(f"/tai/{digests[paper.title]}").status_code == 200
        assert evaluator.get(f"/trang-anh/{digests[paper.title]}/1-240.webp").status_code == 200
        assert paper.title in evaluator.get("/tim", params={"q": paper.words}).text
    shared = evaluator.get("/tieu-chi/1.5").text
    assert "H2-2.2-01" in shared and "H1-1.5-01" in shared


@pytest.mark.parametrize("paper", FOREIGN, ids=lambda paper: paper.title)
def test_bytes_of_the_rest_are_not_given(
    whole: tuple[Starlette, dict[str, str]], evaluator: TestClient, paper: Paper
) -> None:
    digest = whole[1][paper.title]
    for address in (
        f"/tai/{digest}",
        f"/trang-anh/{digest}/1-240.webp",
        f"/van-ban/{digest}",
        f"/bao-cao/{digest}",
    ):
        for headers in ({}, {"range": "bytes=0-9"}, {"if-none-match": "*"}, {"if-none-match": f'"{digest}"'}):
            assert evaluator.get(address, headers=headers).status_code == 404, (address, headers)


def test_the_council_sees_all_but_what_is_sensitive(whole: tuple[Starlette, dict[str, str]]) -> None:
    app, digests = whole
    council = visitor(app, COUNCIL)
    closed = tuple(paper for paper in PAPERS if paper.closed)
    for address in (*addresses(app, digests), "/tim?q=trang+hai", "/tim?q=Bi%C3%AAn+b%E1%BA%A3n"):
        if "webp" in address:
            continue
        answer = council.get(address)
        assert answer.status_code < 500, address
        text = text_of(answer.content)
        found = [one for paper in closed for one in traces(paper, digests[paper.title]) if one in text]
        assert [one for one in found if one not in address] == [], address
    home = council.get("/").text
    assert "Chưa ai biết" not in home and "Giấy lạ trong khay" in home
    assert "7 minh chứng · 9 văn bản · 18 trang" in re.sub("<[^>]*>", "", home)
    assert council.get("/H3-3.1-01").status_code == 200
    for paper in closed:
        assert council.get(f"/{paper.code or 'van-ban/' + digests[paper.title]}").status_code == 404
        assert council.get(f"/tai/{digests[paper.title]}").status_code == 404
    # Each paper says so on its second page.
    assert council.get("/tim?q=trang+hai&dang=json").json()["total"] == 9
    assert "H3-3.1-01" in council.get(f"/bao-cao/{digests['Báo cáo tự đánh giá']}").text


def test_the_archivist_sees_everything(whole: tuple[Starlette, dict[str, str]], clerk: TestClient) -> None:
    digests = whole[1]
    for paper in PAPERS:
        assert clerk.get(f"/tai/{digests[paper.title]}").status_code == 200
    home = re.sub("<[^>]*>", "", clerk.get("/").text)
    assert "10 minh chứng · 15 văn bản · 30 trang" in home
    assert clerk.get("/tim?q=trang+hai&dang=json").json()["total"] == 15


def test_nobody_else_sees_anything(whole: tuple[Starlette, dict[str, str]]) -> None:
    app, digests = whole
    stranger = visitor(app)
    for address in addresses(app, digests):
        answer = stranger.get(address)
        if address.startswith(("/static/", "/robots")):
            assert answer.status_code == 200
        elif address.startswith("/moi/"):
            assert answer.status_code == 404
        else:
            assert answer.status_code == 303, address
            assert answer.headers["location"].startswith("/dang-nhap") and not answer.content
            asks_for_data = stranger.get(address, headers={"accept": "application/json"})
            assert asks_for_data.status_code == 401, address


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_no_route_takes_anything_but_the_two(
    whole: tuple[Starlette, dict[str, str]], evaluator: TestClient, method: str
) -> None:
    app, digests = whole
    taken = set()
    for address in (*addresses(app, digests), "/dang-nhap", "/dang-xuat"):
        answer = evaluator.request(method, address, content=b"")
        if answer.status_code != 405:
            taken.add(address)
    assert taken == ({"/dang-nhap"} if method == "POST" else set()) | (
        {"/dang-xuat"} if method == "POST" else set()
    )
