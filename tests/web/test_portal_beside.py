"""Evidence opened beside the report that cites it."""

from pathlib import Path

import pytest
from portal_sample import NOON, add_report, make_sample
from starlette.testclient import TestClient

from archive.web.app import create_app


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory, readers) -> tuple[TestClient, str]:
    """A portal, and the address of a report in it."""
    folder: Path = tmp_path_factory.mktemp("beside")
    sample = make_sample(folder / "archive")
    report = add_report(sample)
    return TestClient(create_app(sample.archive, readers, lambda: NOON)), f"/bao-cao/{report[:12]}"


def test_a_code_opens_its_evidence_beside_the_text(reading):
    client, address = reading
    html = client.get(address).text
    assert "Bấm vào một mã" in html and f'data-into="mo" href="{address}?mo=H1-1.1-01#c1-2"' in html
    opened = client.get(f"{address}?mo=h1-1.1-1").text
    beside = opened.split('id="mo"')[1]
    assert "Kế hoạch chiến lược" in beside and "/1-480.webp" in beside and "Trang 1 / 3" in beside
    assert 'href="/H1-1.1-01?van-ban=' in beside and "[H1-1.1-99]" in opened
    assert '<a class="cite" id="c1-2"' in opened and 'aria-current="true"' in opened


def test_leaves_go_through_all_documents_of_a_piece(reading):
    client, address = reading
    first, second, beyond = (
        client.get(f"{address}?mo=H1-1.10-01&to={leaf}").text.split('id="mo"')[1] for leaf in (1, 2, 9)
    )
    assert "51/BB-THCSKS" in first and "52/BB-THCSKS" in second and "Trang 2 / 2" in beyond


@pytest.mark.parametrize("code", ["H1-1.1-99", "không phải mã", "<script>", "H9-9.9-99"])
def test_a_code_that_is_not_there_is_said(reading, code):
    client, address = reading
    answer = client.get(address, params={"mo": code, "to": "x"})
    assert answer.status_code == 200 and "Kho không có minh chứng mang mã này." in answer.text
    assert "<script>" not in answer.text


def test_pages_past_the_end_of_a_report(reading):
    client, address = reading
    assert client.get(address + "?trang=2").status_code == 404
    assert client.get(address + "?trang=x").status_code == 400
