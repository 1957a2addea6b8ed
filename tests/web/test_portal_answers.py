"""What programs and spreadsheets get: JSON at every address, sheets of lists, IIIF, and their description."""

import io
import re

import jsonschema_rs
import msgspec
import openpyxl
import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from archive.tables import comma
from archive.web.answers.described import description
from archive.web.answers.forms import SHEETS
from archive.web.answers.operations import OPERATIONS
from archive.web.answers.sheets import has_sheet

AS_JSON = {"accept": "application/json"}


@pytest.fixture
def addresses(sample, every_address) -> dict[str, str]:
    """One address of every operation."""
    found = {}
    for address in every_address:
        path = address.partition("?")[0]
        for operation in OPERATIONS:
            if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", operation.path), path):
                found.setdefault(operation.path, address)
                break
    return found | {"/bao-cao/{digest}": f"/bao-cao/{sample.digests['strategy']}"}


def test_every_route_is_an_operation_and_is_described(client):
    entry = {"/dang-nhap", "/dang-xuat", "/moi/{secret}", "/nhat-ky"}
    aside = {"/openapi.json", "/robots.txt", "/static/{name}"} | entry
    routed = {route.path for route in client.app.routes if isinstance(route, Route)}
    assert routed - aside == {operation.path for operation in OPERATIONS} == set(description()["paths"])


def test_the_description_is_sound(client):
    found = client.get("/openapi.json").json()
    assert found == msgspec.json.decode(msgspec.json.encode(description()))
    ids = [path["get"]["operationId"] for path in found["paths"].values()]
    assert len(ids) == len(set(ids))
    schemas = found["components"]["schemas"]
    assert set(re.findall(r"#/components/schemas/(\w+)", str(found))) <= set(schemas)
    for path, operations in found["paths"].items():
        named = {one["name"] for one in operations["get"]["parameters"] if one["in"] == "path"}
        assert named == set(re.findall(r"\{(\w+)\}", path))


def test_data_is_as_it_is_described(client, addresses):
    components = description()["components"]
    for operation in OPERATIONS:
        assert operation.path in addresses, operation.path
        if operation.shape is None:
            continue
        response = client.get(addresses[operation.path], headers=AS_JSON)
        assert response.status_code == 200, operation.path
        assert response.headers["content-type"] == "application/json"
        assert "Accept" in response.headers["vary"]
        schema = {"$ref": f"#/components/schemas/{operation.shape.__name__}", "components": components}
        jsonschema_rs.Draft202012Validator(schema).validate(response.json())
        same = addresses[operation.path]
        assert client.get(f"{same}{'&' if '?' in same else '?'}dang=json").json() == response.json()


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/html,application/xhtml+xml,application/json;q=0.5", "text/html"),
        ("application/json, text/html;q=0.9", "application/json"),
        ("*/*", "text/html"),
        ("application/json;q=x", "application/json"),
        ("", "text/html"),
    ],
)
def test_the_client_says_what_it_takes(client, accept, kind):
    assert client.get("/hop", headers={"accept": accept}).headers["content-type"].startswith(kind)


def test_a_refusal_is_data_for_programs(client):
    for address, status in (("/hop/99", 404), ("/foo", 404), ("/moi-nhan?trang=0", 400)):
        response = client.get(address, headers=AS_JSON)
        assert response.status_code == status == response.json()["status"]
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["detail"]
    refused = client.post("/hop", headers=AS_JSON)
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD")


def test_an_unknown_form_is_said(client):
    response = client.get("/hop?dang=pdf")
    assert response.status_code == 400 and "html, json, xlsx, csv" in response.text
    assert client.get("/H1-1.1-01?dang=xlsx").status_code == 400


def test_lists_are_taken_away_as_sheets(client, addresses, tmp_path):
    lists = [one for one in OPERATIONS if one.shape and has_sheet(one.shape)]
    assert len(lists) >= 14
    for operation in lists:
        address = addresses[operation.path]
        mark = "&" if "?" in address else "?"
        book = client.get(f"{address}{mark}dang=xlsx")
        assert book.headers["content-type"] == SHEETS["xlsx"]
        assert book.headers["content-disposition"].startswith("attachment; filename=")
        page = openpyxl.load_workbook(io.BytesIO(book.content)).worksheets[0]
        text = client.get(f"{address}{mark}dang=csv")
        (tmp_path / "a.csv").write_bytes(text.content)
        (table,) = comma.read(tmp_path / "a.csv")
        written = {str(cell.value) for row in page.iter_rows() for cell in row if cell.value is not None}
        assert set(table.rows[0].cells) <= written, operation.path


def test_a_sheet_has_the_rows_and_the_order_of_the_page(client, tmp_path):
    (tmp_path / "a.csv").write_bytes(client.get("/tieu-chi/1.1?xep=-so&dang=csv").content)
    (table,) = comma.read(tmp_path / "a.csv")
    assert table.rows[0].cells[:3] == ("Mã", "Tên minh chứng", "Số, ký hiệu")
    assert [row.cells[0] for row in table.rows[1:]] == ["H1-1.1-02", "H1-1.1-01"]
    english = client.get("/hop?dang=csv&lang=en").content.decode("utf-8-sig")
    assert "Capacity (pages)" in english.splitlines()[0]


def test_a_sheet_of_a_later_page_of_a_search_has_all_finds(client):
    every = client.get("/tim?q=chien+luoc&dang=csv").content
    assert client.get("/tim?q=chien+luoc&trang=2&dang=csv").content == every
    assert len(every.splitlines()) >= 2


def test_a_manifest_has_a_canvas_a_page_with_picture_and_text(client, sample):
    digest = sample.digests["strategy"]
    response = client.get(f"/iiif/{digest}/manifest")
    assert response.headers["content-type"].startswith("application/ld+json")
    found = response.json()
    assert found["@context"] == "http://iiif.io/api/presentation/3/context.json"
    assert found["id"] == f"http://testserver/iiif/{digest}/manifest"
    assert len(found["items"]) == 3
    ids = re.findall(r"'id': '([^']+)'", str(found["items"]))
    assert len(ids) == len(set(ids))
    canvas = found["items"][0]
    painted = canvas["items"][0]["items"][0]
    assert painted["target"] == canvas["id"]
    assert (painted["body"]["width"], painted["body"]["height"]) == (canvas["width"], canvas["height"])
    picture = client.get(painted["body"]["id"].removeprefix("http://testserver"))
    assert picture.headers["content-type"] == painted["body"]["format"] == "image/webp"
    assert "KẾ HOẠCH" in canvas["annotations"][0]["items"][0]["body"]["value"]
    assert client.get(f"/iiif/{digest[:12]}/manifest").status_code == 308
    assert client.get(f"/iiif/{'0' * 64}/manifest").status_code == 404


def test_a_document_without_pictures_has_no_manifest(client: TestClient, sample):
    text = client.get(f"/van-ban/{sample.digests['word']}", headers=AS_JSON).json()
    manifest = text["document"]["manifest"]
    status = client.get(f"/iiif/{sample.digests['word']}/manifest").status_code
    assert (manifest is None) == (status == 404)
