"""Prepare: what a page's picture needs before OCR, measured on the page.

Every function takes and gives a grey image (mode "L", ink dark on light). How each was chosen, and what it
wins and costs, is in docs/decisions/0011-preparing-pages.md.
"""

import math
from collections.abc import Sequence
from itertools import pairwise

from PIL import Image, ImageChops, ImageFilter, ImageOps, ImageStat

_ANGLES = tuple(step / 2 for step in range(-14, 15))
_LOOKED_AT = 270
"""Pixels of the short side at which lines are looked for: some 33 dots an inch."""

_STRIPS = 16
"""Strips from left to right that the page is cut into to find its angle. Within one, a line falls by a fifth
of its height when the page is askew by 7 degrees."""

_SPREAD = 0.8 / 200
"""Inches over which a dot is spread to each side."""

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
    histogram = image.histogram()
    return sum(histogram[:_INK]) > 0.001 * sum(histogram)


def smooth(image: Image.Image, dpi: float) -> Image.Image:
    """Without the stairs of a copier's edges, which the engine takes for marks."""
    return image.filter(ImageFilter.BoxBlur(_SPREAD * dpi))


def lies_on_side(image: Image.Image) -> bool:
    """Whether the lines of text seem to run up and down; a table's rules may deceive."""
    small = _inked(image)
    across = small.resize((small.width, 1), Image.Resampling.BOX)
    return _roughness(across) > _roughness(small.resize((1, small.height), Image.Resampling.BOX))


def middle(image: Image.Image) -> Image.Image:
    """The middle of what is on the page, half as wide and half as high: enough to tell which way it reads."""
    small = _inked(image).point([0] * (255 - _INK) + [255] * (_INK + 1))
    left, top, right, bottom = small.getbbox() or (0, 0, *small.size)
    factor = image.width / small.width
    across, down = factor * (right - left) / 4, factor * (bottom - top) / 4
    return image.crop(
        (
            round(factor * left + across),
            round(factor * top + down),
            round(factor * right - across),
            round(factor * bottom - down),
        )
    )


def skew_of(image: Image.Image) -> float:
    """By how many degrees, -7 to 7, the page is to be turned anticlockwise for its lines to be level."""
    small = _inked(image)
    strips = small.resize((_STRIPS, small.height), Image.Resampling.BOX)
    across = small.width / _STRIPS

    def evenness(angle: float) -> float:
        # Each strip is moved up or down as turning would move it: for lines the same, and much less to do.
        fall = math.tan(math.radians(-angle)) * across
        moved = strips.transform(
            strips.size,
            Image.Transform.AFFINE,
            (1, 0, 0, -fall, 1, fall * _STRIPS / 2),
            Image.Resampling.BILINEAR,
        )
        return _roughness(moved.resize((1, small.height), Image.Resampling.BOX))

    # Of two angles as good, the smaller: a page of one picture has no lines.
    return max(_ANGLES, key=lambda angle: (evenness(angle), -abs(angle)))


def level(image: Image.Image, angle: float) -> Image.Image:
    """Turned anticlockwise by ``angle`` degrees, on paper large enough for all of it; smooth from that."""
    return image.rotate(angle, Image.Resampling.BILINEAR, expand=True, fillcolor=255)


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


def _inked(image: Image.Image) -> Image.Image:
    """Ink as light on dark, small."""
    return ImageOps.invert(image.reduce(max(1, min(image.size) // _LOOKED_AT)))


def _roughness(profile: Image.Image) -> float:
    """How much a profile goes up and down: most along lines of text, least across them."""
    tones = profile.tobytes()
    return sum((tone - after) ** 2 for tone, after in pairwise(tones)) / max(1, len(tones))
