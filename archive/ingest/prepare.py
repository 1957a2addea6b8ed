"""Prepare: what a page's picture needs before OCR, measured on the page.

Every function takes and gives a grey image (mode "L", ink dark on light). How each was chosen, and what it
wins and costs, is in docs/decisions/0010-preparing-pages.md.
"""

from collections.abc import Sequence
from itertools import pairwise

from PIL import Image, ImageChops, ImageFilter, ImageOps, ImageStat

_SMALL = 120
"""Pixels of the short side at which the direction of lines is looked for: some 15 dots an inch."""

_ANGLES = (-7.0, -5.5, -4.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.5, 7.0)
_FINER = (-0.5, -0.25, 0.0, 0.25, 0.5)
_LOOKED_AT = 600
"""Pixels of the short side at which the angle is measured."""

_INK = 140
"""Grey from which a dot is paper."""

_WINDOW = 3
_SPECK = 8
"""A dot is a speck's when at most 8 of the 49 dots around it are ink: an i's dot has 9, and its stem near."""

_SPECKED = 0.025
"""Share of the ink in specks, above which a page is freed of them. Clean scans have 0.001 to 0.02."""

_SHOWING_THROUGH = 0.5
"""Middle tones for each dark dot, above which a page may show its other side."""

_LIFT = 0.7
"""Share of the way from ink to paper, above which a tone becomes paper."""


def has_ink(image: Image.Image) -> bool:
    """Whether anything can be written on it: an empty page has less than one dark dot in a thousand."""
    histogram = image.reduce(max(1, min(image.size) // _LOOKED_AT)).histogram()
    return sum(histogram[:_INK]) > 0.001 * sum(histogram)


def smooth(image: Image.Image, dpi: float) -> Image.Image:
    """Without the stairs of a copier's edges, which the engine takes for marks: 1/200 inch is spread out."""
    return image.filter(ImageFilter.GaussianBlur(dpi / 200))


def lies_on_side(image: Image.Image) -> bool:
    """Whether the lines of text run up and down."""
    small = _inked(image, _LOOKED_AT)
    return _roughness(small.resize((small.width, 1), Image.Resampling.BOX)) > _roughness(
        small.resize((1, small.height), Image.Resampling.BOX)
    )


def skew_of(image: Image.Image) -> float:
    """By how many degrees, -7 to 7, the page is to be turned anticlockwise for its lines to be level."""
    coarse = _best(_inked(image, 2 * _SMALL), _ANGLES)
    if abs(coarse) < 1:
        return 0.0
    return _best(_inked(image, _LOOKED_AT), [coarse + step for step in _FINER])


def level(image: Image.Image, angle: float) -> Image.Image:
    """Turned anticlockwise by ``angle`` degrees on paper large enough for all of it."""
    return image.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255)


def is_specked(image: Image.Image) -> bool:
    """Whether much of the ink is dirt."""
    ink = ImageOps.invert(_two_tones(image))
    specks = ImageChops.darker(_alone(image), ink)
    return ImageStat.Stat(specks).sum[0] > _SPECKED * max(1.0, ImageStat.Stat(ink).sum[0])


def without_specks(image: Image.Image) -> Image.Image:
    """Ink that has hardly any beside it becomes paper; what is left loses its frayed edges."""
    return ImageChops.lighter(image, _alone(image)).filter(ImageFilter.MedianFilter(3))


def shows_through(image: Image.Image) -> bool:
    """Whether there is much that is neither ink nor paper, as where the other side shows through."""
    histogram = image.histogram()
    ink, paper = _tones(histogram)
    low, high = round(ink + 0.35 * (paper - ink)), round(ink + 0.8 * (paper - ink))
    return sum(histogram[low:high]) > _SHOWING_THROUGH * max(1, sum(histogram[:low]))


def ink_lifted(image: Image.Image) -> Image.Image:
    """All that is paler than ink becomes paper."""
    ink, paper = _tones(image.histogram())
    span = max(1.0, _LIFT * (paper - ink))
    return image.point([max(0, min(255, round((tone - ink) * 255 / span))) for tone in range(256)])


def _tones(histogram: Sequence[int]) -> tuple[int, int]:
    """The tones of ink (the darkest hundredth) and of paper (the commonest light one)."""
    seen, ink = 0, 0
    while ink < 254 and seen + histogram[ink] < 0.01 * sum(histogram):
        seen += histogram[ink]
        ink += 1
    return ink, max(ink + 1, *(range(128, 256)), key=lambda tone: histogram[tone] if tone > ink else -1)


def _two_tones(image: Image.Image) -> Image.Image:
    return image.point([0] * _INK + [255] * (256 - _INK))


def _alone(image: Image.Image) -> Image.Image:
    """White where at most a speck's number of dots around is ink, else black."""
    dots = (2 * _WINDOW + 1) ** 2
    least = 255 * (dots - _SPECK - 0.5) / dots
    around = _two_tones(image).filter(ImageFilter.BoxBlur(_WINDOW))
    return around.point([255 if tone >= least else 0 for tone in range(256)])


def _inked(image: Image.Image, side: int) -> Image.Image:
    """Ink as light on dark, small."""
    return ImageOps.invert(image.reduce(max(1, min(image.size) // side)))


def _best(ink: Image.Image, angles: Sequence[float]) -> float:
    def evenness(angle: float) -> float:
        turned = ink.rotate(angle, Image.Resampling.BILINEAR) if angle else ink
        return _roughness(turned.resize((1, turned.height), Image.Resampling.BOX))

    # Of two angles as good, the smaller: a page of one picture has no lines.
    return max(angles, key=lambda angle: (evenness(angle), -abs(angle)))


def _roughness(profile: Image.Image) -> float:
    """How much a profile goes up and down: most along lines of text, least across them."""
    tones = profile.tobytes()
    return sum((tone - after) ** 2 for tone, after in pairwise(tones)) / max(1, len(tones))
