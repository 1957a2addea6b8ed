"""The sample archive, and a browser without a screen to look at it."""

from collections.abc import Iterator

import pytest
from portal_sample import NOON, Sample, make_sample
from starlette.testclient import TestClient

from archive.ingest.readers import Readers
from archive.web.app import create_app

MEMORY = 2 << 30


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """The archive that most tests look at; none of them changes it."""
    return make_sample(tmp_path_factory.mktemp("portal") / "archive")


@pytest.fixture(scope="session")
def readers() -> Iterator[Readers]:
    """One reading process for all."""
    with Readers(1, MEMORY) as pool:
        yield pool


@pytest.fixture
def client(sample: Sample, readers: Readers) -> TestClient:
    """A new reader without cookies, who follows no redirects and sees no traces."""
    app = create_app(sample.archive, readers, lambda: NOON)
    return TestClient(app, raise_server_exceptions=False, follow_redirects=False)


@pytest.fixture
def every_address(sample: Sample) -> tuple[str, ...]:
    """One address of every kind of page."""
    loose, strategy = sample.digests["loose"], sample.digests["strategy"]
    return (
        "/",
        "/bao-cao",
        "/hop/1/nhan",
        "/hop/1/muc-luc",
        "/thieu",
        "/tieu-chuan/1",
        "/tieu-chi/1.1",
        "/tieu-chi/1.10?nam-hoc=2021-2022&xep=-so",
        "/tieu-chi/4.2",
        "/H1-1.1-01",
        "/H1-1.1-01?trang=2&q=chien+luoc&phong=1",
        "/H1-1.1-01?q=chien+luoc&phong=2&quay=90&cho=1",
        f"/so-sanh/{strategy}/{sample.digests['drill-2021']}",
        "/H1-1.1-02?trang=2",
        "/H1-1.10-01",
        "/H2-2.1-01?q=hieu+truong",
        "/H5-5.4-01",
        f"/van-ban/{loose}",
        "/hop",
        "/hop/1",
        "/khay",
        "/nam-hoc/2021-2022",
        "/danh-muc",
        "/noi-ban-hanh",
        "/noi-ban-hanh/truong-thcs-kim-son",
        "/moi-nhan",
        "/moi-nhan?xep=ngay",
        "/moi-nhan.atom",
        "/thoi-gian",
        "/thoi-gian/2020-09",
        "/thoi-gian/khong-ngay",
        "/luu-tru",
        "/kiem-tra",
        "/openapi.json",
        f"/iiif/{strategy}/manifest",
        "/tim",
        "/tim?q=chien+luoc",
        "/tim?q=khongcotunao",
        "/tim?hop=1&loai=bi%C3%AAn+b%E1%BA%A3n",
        f"/trang-anh/{strategy}/1-240.webp",
        f"/tai/{strategy}",
        "/static/portal.css",
        "/static/portal.js",
        "/static/seal.svg",
        "/robots.txt",
    )
