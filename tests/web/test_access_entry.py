"""Coming in: the invitation, the password, the session and its ends; and what is noted of it."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import msgspec
import pytest
from access_sample import CLERK, COUNCIL, PASSWORD, SECRET, TEAM, Clock, make_archive, post, visitor
from access_sample import PAPERS as SAMPLE
from portal_sample import NOON
from starlette.applications import Starlette
from starlette.testclient import TestClient

from archive.access.accounts import put, without_right
from archive.access.log import log_of, newest
from archive.access.looks import Searched, SignedIn, SignedOut, TurnedAway, Viewed
from archive.home import Archive
from archive.ingest.readers import Readers
from archive.web.app import create_app
from archive.web.sign_in import own_path
from storage.check import check_chain
from tests.running import run_here

PAPERS = tuple(paper for paper in SAMPLE if paper.code in ("H1-1.1-01", "H1-1.5-01", "H2-2.1-01", None))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return make_archive(tmp_path_factory.mktemp("entry") / "kho", PAPERS)[0]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(made: Archive, readers: Readers, clock: Clock) -> Iterator[Starlette]:
    """A portal whose accounts are as they were made, with a log of its own run."""
    kept = (made.access / "accounts.json").read_bytes()
    portal = create_app(made, readers, clock)
    yield portal
    portal.state.portal.entrance.log.close()
    (made.access / "accounts.json").write_bytes(kept)


@pytest.fixture
def looks(made: Archive, app: Starlette) -> Callable[[], list[object]]:
    """What was noted since the portal of this test began, oldest first."""
    before = len(newest(log_of(made.access), lambda _: True, 100_000))

    def since() -> list[object]:
        assert app.state.portal.entrance.log.flush()
        every = newest(log_of(made.access), lambda _: True, 100_000)
        return [one.look for one in reversed(every)][before:]

    return since


def enter(client: TestClient, name: str, password: str = PASSWORD, **more: str):
    return post(client, ten=name, **{"mat-khau": password}, **more)


def test_the_way_in_and_out(app: Starlette, looks: Callable[[], list[object]]) -> None:
    client = visitor(app)
    first = client.get("/H1-1.1-01?trang=2")
    assert first.status_code == 303
    form = client.get(first.headers["location"])
    assert form.headers["cache-control"] == "no-store" and "/H1-1.1-01?trang=2" in form.text
    assert 'href="/khay"' not in form.text and 'name="q"' not in form.text

    team = visitor(app, TEAM)
    page = team.get("/H1-1.1-01")
    assert page.status_code == 200 and "Đoàn đánh giá ngoài" in page.text and "/dang-xuat" in page.text
    assert page.headers["cache-control"] == "private, no-cache" and "Cookie" in page.headers["vary"]
    copied = dict(team.cookies)
    left = team.post("/dang-xuat")
    assert left.status_code == 303 and left.headers["location"] == "/dang-nhap"
    assert "phien" not in team.cookies and team.get("/").status_code == 303
    # A copy of the cookie is worth nothing either.
    thief = visitor(app)
    thief.cookies.update(copied)
    assert thief.get("/").status_code == 303

    again = enter(team, "doan danh gia ngoai", den="/H1-1.5-01?trang=2")
    assert again.status_code == 303 and again.headers["location"] == "/H1-1.5-01?trang=2"
    assert team.get("/tim?q=trang").status_code == 200
    kinds = [type(look) for look in looks()]
    assert kinds == [SignedIn, Viewed, SignedOut, SignedIn, Searched]


def test_cookies_are_kept_from_scripts_and_other_sites(app: Starlette) -> None:
    for base, secure in (("http://kho", False), ("https://kho", True)):
        client = TestClient(app, base_url=base, follow_redirects=False)
        account = TEAM if not secure else COUNCIL
        form = client.get(f"/moi/{SECRET}-{account.id}")
        fields = {"phieu": client.cookies["phieu"], "moi": f"{SECRET}-{account.id}", "mat-khau": PASSWORD}
        entered = client.post("/dang-nhap", data=fields | {"lan-nua": PASSWORD})
        kept = [form.headers["set-cookie"].lower(), entered.headers["set-cookie"].lower()]
        assert entered.status_code == 303
        for cookie in kept:
            assert "httponly" in cookie and "samesite=" in cookie and ("secure" in cookie) is secure


def test_a_form_without_its_ticket_is_not_taken(app: Starlette, looks: Callable[[], list[object]]) -> None:
    visitor(app, TEAM)
    client = visitor(app)
    fields = {"ten": TEAM.name, "mat-khau": PASSWORD}
    client.get("/dang-nhap")
    for ticket in ("", "made.up", "x" * 2000, visitor(app).get("/dang-nhap").cookies["phieu"]):
        answer = client.post("/dang-nhap", data=fields | {"phieu": ticket})
        assert answer.status_code == 400 and "phien" not in client.cookies
    forged = TestClient(app, follow_redirects=False, cookies={"phieu": "made.up"})
    assert forged.post("/dang-nhap", data=fields | {"phieu": "made.up"}).status_code == 400
    assert [type(look) for look in looks()] == [SignedIn]


def test_a_link_works_once_and_not_for_ever(app: Starlette, clock: Clock) -> None:
    client = visitor(app)
    link = f"{SECRET}-{TEAM.id}"
    assert "Đoàn đánh giá ngoài" in client.get(f"/moi/{link}").text
    for wrong, sentence in (
        (("quá cụt", "quá cụt"), "ít nhất 10 ký tự"),
        ((PASSWORD, PASSWORD + "x"), "chưa giống nhau"),
        (("x" * 201, "x" * 201), "dài quá 200 ký tự"),
    ):
        answer = post(client, moi=link, **{"mat-khau": wrong[0], "lan-nua": wrong[1]})
        assert answer.status_code == 400 and sentence in answer.text and wrong[0] not in answer.text
    assert visitor(app, TEAM).get("/").status_code == 200
    assert client.get(f"/moi/{link}").status_code == 404
    assert post(client, moi=link, **{"mat-khau": PASSWORD, "lan-nua": PASSWORD}).status_code == 404
    clock.passes(days=15)
    late = client.get(f"/moi/{SECRET}-{COUNCIL.id}")
    assert late.status_code == 404 and "liên kết mới" in late.text


def test_wrong_names_and_passwords_are_told_alike(app: Starlette, looks: Callable[[], list[object]]) -> None:
    visitor(app, TEAM)
    client = visitor(app)
    answers = {
        enter(client, name, password).text.replace(name, "")
        for name, password in ((TEAM.name, "sai mật khẩu"), ("Không ai", PASSWORD), (COUNCIL.name, ""))
    }
    assert len(answers) == 1 and "chưa đúng" in answers.pop()
    # What was typed as a name may be a password: only names of accounts are noted.
    wrong = [look for look in looks() if isinstance(look, TurnedAway)]
    assert [look.account for look in wrong] == [TEAM.id, None, COUNCIL.id]
    assert {look.why for look in wrong} == {"wrong"}


def test_guessing_is_slowed_and_others_come_in(app: Starlette, clock: Clock) -> None:
    visitor(app, TEAM)
    visitor(app, COUNCIL)
    client = visitor(app)
    assert [enter(client, TEAM.name, f"sai {n}").status_code for n in range(6)] == [403] * 5 + [429]
    right = enter(client, TEAM.name)
    assert right.status_code == 429 and "15 phút" in right.text and int(right.headers["retry-after"]) <= 901
    assert enter(visitor(app), COUNCIL.name).status_code == 303, "from the same address"
    elsewhere = TestClient(app, client=("10.0.0.9", 1), follow_redirects=False)
    assert enter(elsewhere, TEAM.name).status_code == 303, "the same account from elsewhere"
    clock.passes(minutes=16)
    assert enter(client, TEAM.name).status_code == 303


def test_an_account_ends_with_its_day(app: Starlette, clock: Clock) -> None:
    team = visitor(app, TEAM)
    clock.now = datetime(2023, 6, 30, 23, 30, tzinfo=NOON.tzinfo)
    assert enter(team, TEAM.name).status_code == 303 and team.get("/").status_code == 200
    clock.passes(hours=1)
    over = team.get("/H1-1.1-01")
    assert over.status_code == 403 and "30/06/2023" in over.text and "Trường THCS Kim Sơn" in over.text
    assert "Kế hoạch chiến lược" not in over.text
    assert enter(visitor(app), TEAM.name).status_code == 403


def test_a_session_ends_when_nobody_is_there(app: Starlette, clock: Clock) -> None:
    council = visitor(app, COUNCIL)
    for _ in range(5):
        clock.passes(hours=1, minutes=55)
        assert council.get("/").status_code == 200
    clock.passes(hours=2, minutes=1)
    assert council.get("/").status_code == 303
    assert enter(council, COUNCIL.name).status_code == 303
    for _ in range(12):
        assert council.get("/").status_code == 200
        clock.passes(hours=1)
    assert council.get("/").status_code == 303, "twelve hours are enough"


def test_what_is_taken_back_ends_at_once(app: Starlette, made: Archive) -> None:
    team = visitor(app, TEAM)
    store = app.state.portal.entrance.store
    store.change(lambda accounts: put(accounts, without_right(accounts[0])))
    assert team.get("/").status_code == 303
    assert enter(team, TEAM.name).status_code == 403


def test_rights_that_are_narrowed_hold_at_once(app: Starlette) -> None:
    council = visitor(app, COUNCIL)
    assert council.get("/H2-2.1-01").status_code == 200
    store = app.state.portal.entrance.store
    narrow = {"role": "evaluator", "standards": (1,)}
    store.change(lambda accounts: put(accounts, msgspec.structs.replace(accounts[1], **narrow)))
    assert council.get("/H2-2.1-01").status_code == 404
    assert "Bạn" not in council.get("/").text and council.get("/khay").status_code == 404


@pytest.mark.parametrize(
    "cookie",
    ["", "x", "a.b.c", "é", "x" * 5000, "eyJhIjoxfQ.AAAA", "bnVsbA.aaaa", '{"a":1}', "%00", "..", "."],
)
def test_made_up_sessions_are_none(app: Starlette, cookie: str) -> None:
    client = visitor(app)
    raw = b"phien=" + cookie.encode()
    assert client.get("/", headers=[(b"cookie", raw)]).status_code == 303


@pytest.mark.parametrize(
    "den",
    ["//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil", "/%0d%0aset-cookie:x",
     "javascript:1", "/\r\nx: y", "/dang-xuat", "/dang-nhap?den=/dang-nhap", "/moi/x", "evil", "/é", ""],
)  # fmt: skip
def test_the_way_on_is_a_page_of_ours(den: str) -> None:
    path = own_path(den)
    assert path.startswith("/") and not path.startswith("//") and path.isprintable()
    assert path == "/" or path == den == "/%0d%0aset-cookie:x"


def test_who_looked_at_what_is_seen_by_the_archivist(app: Starlette, made: Archive) -> None:
    council, clerk = visitor(app, COUNCIL), visitor(app, CLERK)
    digest = clerk.get("/H1-1.1-01").text.partition('class="digest">')[2][:64]
    council.get("/H1-1.1-01")
    council.get(f"/tai/{digest}")
    council.get("/tim", params={"q": "trang hai"})
    assert council.get("/nhat-ky").status_code == 404 and "/nhat-ky" not in council.get("/").text
    assert app.state.portal.entrance.log.flush()
    page = clerk.get("/nhat-ky").text
    assert "Tải về" in page and "trang hai" in page and "Hội đồng tự đánh giá" in page
    of_paper = clerk.get("/nhat-ky", params={"ma": "h1-1.1-1"}).text
    assert "Tải về" in of_paper and "trang hai" not in of_paper
    of_clerk = clerk.get("/nhat-ky", params={"nguoi": CLERK.id, "lang": "en"}).text
    assert "Downloaded" not in of_clerk and "Viewed" in of_clerk

    home = ("--home", made.root, "--json")
    by_paper = msgspec.json.decode(run_here("access", "log", "--paper", digest[:12], *home).stdout)
    assert {one["event"] for one in by_paper["looks"]} == {"viewed", "downloaded"}
    by_person = msgspec.json.decode(
        run_here("access", "log", "--person", "hoi dong tu danh gia", *home).stdout
    )
    newest_first = [one["event"] for one in by_person["looks"]]
    assert newest_first[:4] == ["viewed", "searched", "downloaded", "viewed"]
    assert {one["by"] for one in by_person["looks"]} == {COUNCIL.name}


def test_the_log_is_a_chain_that_verify_reads(app: Starlette, made: Archive) -> None:
    visitor(app, COUNCIL).get("/H1-1.1-01")
    assert app.state.portal.entrance.log.flush()
    log = log_of(made.access)
    assert list(check_chain(log)) == []
    path = log.path(log.segments()[-1])
    kept = path.read_bytes()
    path.write_bytes(kept.replace(b"H1-1.1-01", b"H1-1.1-02", 1))
    try:
        done = run_here("verify", "--home", made.root, "--json")
    finally:
        path.write_bytes(kept)
    (finding,) = msgspec.json.decode(done.stdout)["findings"]
    assert done.returncode == 10 and finding["kind"] == "chain-broken"
    assert finding["where"].startswith("access/log, 2023-")


def test_what_cannot_be_noted_is_not_shown(app: Starlette, monkeypatch: pytest.MonkeyPatch) -> None:
    council = visitor(app, COUNCIL)
    monkeypatch.setattr("archive.access.log.MOST_WAITING", 0)
    full = council.get("/H1-1.1-01")
    assert full.status_code == 503 and "Kế hoạch" not in full.text


def test_damaged_accounts_let_nobody_in(app: Starlette, made: Archive) -> None:
    council = visitor(app, COUNCIL)
    (made.access / "accounts.json").write_text("[{]")
    answer = council.get("/H1-1.1-01")
    assert answer.status_code == 503 and "Kế hoạch" not in answer.text and "accounts.json" not in answer.text
    assert visitor(app).get("/").status_code == 503
    assert visitor(app).get("/dang-nhap").status_code < 600


def test_an_archive_without_accounts_is_open_on_this_machine_only(tmp_path: Path, readers: Readers) -> None:
    archive, _ = make_archive(tmp_path / "kho", PAPERS[:1] + PAPERS[1:2])
    (archive.access / "accounts.json").unlink()
    here = visitor(create_app(archive, readers, lambda: NOON))
    assert here.get("/").status_code == 200
    assert here.get("/dang-nhap").headers["location"] == "/"
    assert here.post("/dang-nhap", data={"ten": "a"}).headers["location"] == "/"
    assert "/dang-xuat" not in here.get("/").text
    assert not (archive.access / "log").exists(), "nobody is noted by name"
    network = visitor(create_app(archive, readers, lambda: NOON, may_be_open=False))
    assert network.get("/").status_code == 303
    granted = run_here("access", "grant", "Văn thư", "--role", "archivist", "--home", archive.root)
    assert granted.returncode == 0, granted.stderr
    assert here.get("/").status_code == 303, "from the first account on"
