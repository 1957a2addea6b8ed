"""QR: what the QR codes on a page's picture say, by zxing-cpp. On A4 at 200 dpi it takes some 7 ms."""

import unicodedata

import zxingcpp
from PIL import Image

LONGEST = 200
"""Characters of a mark that is kept. A code is meant to be read by a machine, but not to hold a letter."""


def marks_in(image: Image.Image) -> tuple[str, ...]:
    """The texts (NFC) of the QR codes on a grey picture, each once, however the page lies.

    Those that are empty, longer than ``LONGEST``, or hold what cannot be printed are left out.
    """
    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    found = zxingcpp.read_barcodes(image, formats=formats, text_mode=zxingcpp.TextMode.Plain)
    plain = (one.text.strip() for one in found if one.content_type is zxingcpp.ContentType.Text)
    texts = (unicodedata.normalize("NFC", text) for text in plain)
    return tuple(dict.fromkeys(text for text in texts if 0 < len(text) <= LONGEST and text.isprintable()))
