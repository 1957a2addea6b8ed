"""Writing Excel: sheets ready to print on A4, or to be filled in by hand with drop-downs and pictures."""

import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from archive.tables.heights import height
from archive.tables.package import settled
from archive.tables.sheet import (
    Align,
    Column,
    Line,
    Linked,
    Picture,
    Sheet,
    Tinted,
    Value,
    runs,
    text_of,
    writable,
)

_FONT = "Times New Roman"
_LISTS = "_lists"
_A4 = 9
_OFF = 2
_POINTS_A_PIXEL = 0.75
_EMUS_A_PIXEL = 9525
_EDGE = Side(style="thin")
_BORDER = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_HEADING = "EDEDED"
_LINK = "0563C1"
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""What Excel would take for a character written by its number."""

_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")


def write(path: Path, sheets: Sequence[Sheet], properties: Mapping[str, str] | None = None) -> None:
    """Write a workbook; see ``workbook``."""
    path.write_bytes(workbook(sheets, properties))


def workbook(sheets: Sequence[Sheet], properties: Mapping[str, str] | None = None) -> bytes:
    """The bytes of a workbook; the same sheets give the same bytes.

    ``properties`` are kept unseen in the workbook, so that it is known again when it comes back.
    """
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    lists: list[tuple[str, ...]] = []
    for sheet in sheets:
        _Page(book, sheet).fill(lists)
    _put_lists(book, lists)
    for name, value in sorted((properties or {}).items()):
        book.custom_doc_props.append(StringProperty(name=name, value=value))  # type: ignore[attr-defined]
    stream = io.BytesIO()
    book.save(stream)
    return settled(stream.getvalue())


def _put_lists(book: openpyxl.Workbook, lists: Sequence[tuple[str, ...]]) -> None:
    """The drop-downs' entries, on a sheet nobody sees: in a cell's own rule Excel allows 255 letters."""
    if not lists:
        return
    sheet = book.create_sheet(_LISTS)
    sheet.sheet_state = "veryHidden"
    for column, choices in enumerate(lists, 1):
        for row, choice in enumerate(choices, 1):
            _put_text(_cell(sheet, row, column), choice)


def _cell(page: Worksheet, row: int, column: int) -> Cell:
    return cast(Cell, page.cell(row, column))


def _put_text(cell: Cell, text: str) -> None:
    cell.value = _ESCAPE.sub("_x005F_", writable(text))
    # What begins with "=" or reads "#N/A" is a text all the same.
    cell.data_type = "s"


class _Page:
    """One sheet while it is written."""

    def __init__(self, book: openpyxl.Workbook, sheet: Sheet) -> None:
        self._book = book
        self._page = book.create_sheet(_NOT_IN_NAMES.sub(" ", writable(sheet.name))[:31])
        self._sheet = sheet
        self._styles = set(book.style_names)

    def fill(self, lists: list[tuple[str, ...]]) -> None:
        """Write everything; the entries of drop-downs are added to ``lists``."""
        sheet, page = self._sheet, self._page
        for row, line in enumerate(sheet.above, 1):
            self._line(row, line)
        heading = len(sheet.above) + 1
        for place, column in enumerate(sheet.columns, 1):
            cell = _cell(page, heading, place)
            _put_text(cell, column.heading)
            self._style(cell, "center", bold=True, fill=_HEADING)
            dimension = page.column_dimensions[get_column_letter(place)]
            dimension.width = column.width
            dimension.hidden = column.hidden
        self._height(heading, tuple(column.heading for column in sheet.columns), bold=True)
        for row, values in enumerate(sheet.rows, heading + 1):
            self._height(row, values)
            for place, (column, value) in enumerate(zip(sheet.columns, values, strict=True), 1):
                self._value(_cell(page, row, place), value, column.align)
        for place, column in enumerate(sheet.columns):
            self._merge(place, column, heading)
            if column.choices and sheet.rows:
                lists.append(column.choices)
                self._offer(place, len(lists), len(column.choices), heading)
        for row, line in enumerate(sheet.below, heading + len(sheet.rows) + 1):
            self._line(row, line)
        self._set_up(heading)

    def _height(self, row: int, values: Sequence[Value], bold: bool = False) -> None:
        # A merged cell has the room of all its rows.
        texts = (
            (text_of(value), column.width)
            for column, value in zip(self._sheet.columns, values, strict=True)
            if bold or not (column.merged or column.hidden)
        )
        points = height(texts, self._sheet.size, bold)
        pictures = (value.height + 2 * _OFF for value in values if isinstance(value, Picture))
        self._page.row_dimensions[row].height = max(points, *(_POINTS_A_PIXEL * one for one in pictures), 0)

    def _line(self, row: int, line: Line) -> None:
        cell = _cell(self._page, row, 1)
        _put_text(cell, line.text)
        cell.font = Font(name=_FONT, size=line.size, bold=line.bold, italic=line.italic)
        cell.alignment = Alignment(line.align, "center", wrap_text=True)
        self._page.merge_cells(
            start_row=row, start_column=1, end_row=row, end_column=len(self._sheet.columns)
        )
        width = sum(column.width for column in self._sheet.columns)
        self._page.row_dimensions[row].height = height(((line.text, width),), line.size, line.bold)

    def _value(self, cell: Cell, value: Value, align: Align) -> None:
        fill, link = "", False
        if isinstance(value, Tinted):
            fill = value.colour
            value = value.value
        if isinstance(value, Linked):
            cell.hyperlink = value.address
            link = True
            value = value.text
        if isinstance(value, Picture):
            self._picture(cell, value)
        elif isinstance(value, int):
            cell.value = value
        elif value:
            _put_text(cell, value)
        self._style(cell, align, fill=fill, link=link, text=isinstance(value, str))

    def _picture(self, cell: Cell, picture: Picture) -> None:
        image = Image(io.BytesIO(picture.png))
        # A little off the corner, so that the cell's borders stay to be seen.
        corner = AnchorMarker(cell.column - 1, _OFF * _EMUS_A_PIXEL, cell.row - 1, _OFF * _EMUS_A_PIXEL)
        size = XDRPositiveSize2D(picture.width * _EMUS_A_PIXEL, picture.height * _EMUS_A_PIXEL)
        image.anchor = OneCellAnchor(corner, size)
        self._page.add_image(image)

    def _style(
        self,
        cell: Cell,
        align: Align,
        *,
        bold: bool = False,
        fill: str = "",
        link: bool = False,
        text: bool = True,
    ) -> None:
        # By name: to set each part of a style at each cell takes longer than all else.
        name = f"{align}-{self._sheet.size}-{bold}-{fill}-{link}-{text}"
        if name not in self._styles:
            font = Font(name=_FONT, size=self._sheet.size, bold=bold)
            if link:
                font = Font(name=_FONT, size=self._sheet.size, color=_LINK, underline="single")
            style = NamedStyle(
                name, font, alignment=Alignment(align, "center", wrap_text=True), border=_BORDER
            )
            style.number_format = "@" if text else "General"
            if fill:
                style.fill = PatternFill("solid", fgColor=fill)
            self._styles.add(name)
            self._book.add_named_style(style)
        cell.style = name

    def _merge(self, place: int, column: Column, heading: int) -> None:
        if column.merged:
            for first, last in runs(tuple(str(row[place]) for row in self._sheet.rows)):
                self._page.merge_cells(
                    start_row=heading + 1 + first, end_row=heading + 1 + last,
                    start_column=place + 1, end_column=place + 1,
                )  # fmt: skip

    def _offer(self, place: int, number: int, count: int, heading: int) -> None:
        source = f"{_LISTS}!${get_column_letter(number)}$1:${get_column_letter(number)}${count}"
        # Another code may be typed as well: Excel is not to refuse it.
        rule = DataValidation("list", formula1=source, allow_blank=True, showErrorMessage=False)
        letter = get_column_letter(place + 1)
        rule.add(f"{letter}{heading + 1}:{letter}{heading + len(self._sheet.rows)}")
        self._page.add_data_validation(rule)

    def _set_up(self, heading: int) -> None:
        """A4, as wide as the page, the headings on each page, its number below."""
        page = self._page
        page.freeze_panes = f"A{heading + 1}"
        page.print_title_rows = f"{heading}:{heading}"
        page.page_setup.orientation = "landscape" if self._sheet.landscape else "portrait"
        page.page_setup.paperSize = _A4
        page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
        page.print_options.horizontalCentered = True
        margins = page.page_margins
        margins.left, margins.right, margins.top, margins.bottom = 0.8, 0.6, 0.6, 0.7
        page.oddFooter.center.text = "&P/&N"
