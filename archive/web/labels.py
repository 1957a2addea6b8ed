"""Labels (nhãn): the sheets of a box to print from the browser, with a QR code that opens the box here."""

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from archive.evidence.years import SchoolYear
from archive.labels.gather import box_sheets, cycle_years
from archive.labels.qr import qr_of
from archive.labels.sheets import BoxSheet
from archive.labels.spines import code_lines, standard_lines, years_line
from archive.web import addresses
from archive.web.boxes import box_number, no_box
from archive.web.portal import catalogue_of, portal_of
from archive.web.rendering import moved, page, words_of
from archive.web.words import Words
from archive.wording import load_wording

_QR = Markup(
    '<svg class="qr" viewBox="0 0 {side} {side}" role="img" aria-label="{label}"><path d="{path}"/></svg>'
)


def spine(request: Request) -> Response:
    """``/hop/1/nhan``: the label of the spine, 65 mm wide."""
    return _sheet(request, "nhan", "labels_spine.html")


def contents(request: Request) -> Response:
    """``/hop/1/muc-luc``: what lies in the box, for its lid."""
    return _sheet(request, "muc-luc", "labels_contents.html")


def _sheet(request: Request, name: str, template: str) -> Response:
    number = box_number(request)
    sheet = _gathered(request, number)
    if request.path_params["number"] != str(number):
        return moved(request, addresses.box(number, name))
    words = words_of(request)
    wording = load_wording(words.language)
    return page(
        request,
        template,
        sheet=sheet,
        standards=standard_lines(sheet, wording),
        codes=code_lines(sheet),
        years=years_line(sheet, wording),
        qr=_drawn(sheet, words),
    )


def _gathered(request: Request, number: int) -> BoxSheet:
    portal = portal_of(request)
    settings, cycles = portal.archive.settings, portal.archive.cycles
    this_year = SchoolYear.of(portal.now().date(), settings.year_starts)
    # As the reader came here, others will: the name or address of this machine in the network.
    base = str(request.base_url).rstrip("/")
    with catalogue_of(request) as catalogue:
        years = cycle_years(catalogue.shelf, cycles, settings, this_year)
        sheets = box_sheets(
            catalogue.shelf, cycles, years, lambda each: base + addresses.box(each), (number,)
        )
    if not sheets:
        raise no_box(number)
    return sheets[0]


def _drawn(sheet: BoxSheet, words: Words) -> Markup:
    qr = qr_of(sheet.address)
    label = words.say("page_label.qr", address=sheet.address)
    return _QR.format(side=qr.side, label=label, path=qr.path)
