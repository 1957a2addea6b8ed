"""Bad input of every kind, signed in and not: a fitting status, a friendly page, never a trace."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from access_sample import CLERK, PAPERS, TEAM, make_archive, visitor
from portal_sample import NOON
from starlette.applications import Starlette
from starlette.testclient import TestClient

from archive.ingest.readers import Readers
from archive.web.app import create_app
from tests.builders import _POWERS, tree

ADDRESSES = (
    "/H1-1.1-01?trang=1000000",
    "/H1-1.1-01?trang=-1",
    "/H1-1.1-01?trang=99999999999999999999",
    "/H1-1.1-01?trang=%F0",
    "/H1-1.1-01?van-ban=%27%20OR%201=1--",
    "/H1-1.1-01?van-ban=000000000000",
    "/H1-1.1-01?q=%00%ff%fe",
    "/H0-0.0-0",
    "/H1-1.1-999999999999",
    "/%E1%BB%87",
    "/%ff%fe",
    "/..%2f..%2fetc%2fpasswd",
    "/.%2e/.%2e/etc/passwd",
    "/static/..%2fapp.py",
    "/static/%2e%2e/app.py",
    "/trang-anh/../../x/1-960.webp",
    "/trang-anh/abc/0-960.webp",
    "/trang-anh/abc/1-5000.webp",
    "/tai/" + "0" * 64,
    "/tai/..%2f..",
    "/van-ban/" + "f" * 5000,
    "/tieu-chi/1.1.1",
    "/tieu-chi/%00",
    "/tieu-chuan/0",
    "/tieu-chuan/" + "9" * 500,
    "/hop/-1",
    "/hop/1e9",
    "/nam-hoc/%0a",
    "/nam-hoc/9999-9999",
    "/tim?q=" + "a" * 3000,
    "/tim?q=%22%22%22((((",
    "/tim?trang=0&q=a",
    "/tim?tieu-chuan=%00",
    "/?bo=%27",
    "/?lang=xx",
    "/nhat-ky?nguoi=%00&ma=%ff",
    "/nhat-ky?ma=" + "x" * 5000,
    "/moi/%00",
    "/moi/" + "x" * 5000,
    "/dang-nhap?den=//evil",
    "//evil.example/",
    "/dang-nhap/",
    "/dang-xuat",
    "/H1-1.1-01/",
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, readers: Readers) -> Iterator[Starlette]:
    archive, _ = make_archive(tmp_path_factory.mktemp("hostile") / "kho", PAPERS[:3])
    yield create_app(archive, readers, lambda: NOON)


@pytest.fixture(scope="module")
def visitors(app: Starlette) -> tuple[TestClient, ...]:
    return visitor(app), visitor(app, TEAM), visitor(app, CLERK)


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address[:40])
def test_a_bad_address_gets_a_friendly_page(visitors: tuple[TestClient, ...], address: str) -> None:
    for client in visitors:
        for method in ("GET", "HEAD"):
            answer = client.request(method, address)
            assert answer.status_code in (200, 303, 307, 308, 400, 403, 404), address
            assert "Traceback" not in answer.text and "sqlite" not in answer.text.lower()
            assert (
                answer.headers["content-security-policy"]
                and "evil" not in answer.headers.get("location", "")[:8]
            )
            if method == "HEAD":
                assert not answer.content
            elif answer.status_code >= 400:
                assert "</html>" in answer.text and answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(
    "range_",
    [
        "bytes=0-3",
        "bytes=-5",
        "bytes=99999999-",
        "bytes=0-0,2-3",
        "bytes=x-y",
        "pages=1-2",
        "bytes=" + "0-1," * 500,
    ],
)
def test_ranges_are_heeded_or_not_and_break_nothing(visitors: tuple[TestClient, ...], range_: str) -> None:
    clerk = visitors[2]
    digest = clerk.get("/H1-1.1-01").text.partition('class="digest">')[2][:64]
    for address in (
        f"/tai/{digest}",
        f"/trang-anh/{digest}/1-240.webp",
        "/",
        "/H1-1.1-01",
        "/static/portal.css",
    ):
        for method in ("GET", "HEAD"):
            answer = clerk.request(method, address, headers={"range": range_})
            assert answer.status_code in (200, 206, 400, 416), (address, answer.status_code)


def test_odd_headers_break_nothing(visitors: tuple[TestClient, ...]) -> None:
    odd = (
        {"accept": "\xff\xfe"}, {"cookie": "phien=" + "x" * 60_000}, {"accept-language": "q=" * 5000},
        {"x-a": "y" * 60_000},
        {"if-none-match": '"' * 999}, {"content-length": "5"}, {"cookie": "lang=\xff; phieu=\x00"},
    )  # fmt: skip
    for client in visitors:
        for headers in odd:
            raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
            assert client.get("/H1-1.1-01", headers=raw).status_code in (200, 303, 400, 401)


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff" * 100, b"=&=&=", b"ten=a&" * 3000, b"phieu=%00&moi=%ff", b"moi=../../x", b"x" * 100_000,
     b'{"ten": 1}', b"ten=" + "é".encode() * 4000],
)  # fmt: skip
def test_odd_forms_break_nothing(visitors: tuple[TestClient, ...], body: bytes) -> None:
    for client in visitors:
        answer = client.post(
            "/dang-nhap", content=body, headers={"content-type": "application/x-www-form-urlencoded"}
        )
        assert answer.status_code in (303, 400) and "Traceback" not in answer.text
        assert "/moi/../" not in answer.headers.get("location", "")


_LOOK = """
import sys
from pathlib import Path
sys.path[:0] = [{tests!r}, {web!r}]
from access_sample import COUNCIL, NOON, visitor
from archive.home import Archive
from archive.ingest.readers import Readers
from archive.web.app import create_app
with Readers(1, 2 << 30) as readers:
    app = create_app(Archive.open(Path({home!r})), readers, lambda: NOON)
    client = visitor(app, COUNCIL)
    digest = client.get("/H1-1.1-01").text.partition('class="digest">')[2][:64]
    for address in ("/", "/H1-1.1-01", "/tim?q=trang", "/hop/1", "/thieu", f"/tai/{{digest}}",
                    f"/trang-anh/{{digest}}/2-240.webp"):
        print(address, client.get(address).status_code)
    print("log", app.state.portal.entrance.log.flush())
"""


def test_the_portal_needs_no_right_to_write_but_for_access(tmp_path: Path) -> None:
    archive, _ = make_archive(tmp_path / "kho", PAPERS[:3])
    before = tree(archive.root, ("access",))
    for path in (archive.root, *archive.root.rglob("*")):
        if archive.access not in (path, *path.parents):
            path.chmod(0o555 if path.is_dir() else 0o444)
    tests = Path(__file__).parent
    script = _LOOK.format(tests=str(tests.parent.parent), web=str(tests), home=str(archive.root))
    done = subprocess.run(
        [sys.executable, "-c", _POWERS, "-c", script],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    for path in (archive.root, *archive.root.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert [line for line in lines if not line.endswith((" 200", " True"))] == [] and len(lines) == 8
    assert tree(archive.root, ("access",)) == before
