"""Pen and stamp: handwritten digits, scrawled signatures and round seals, drawn on a page image."""

from __future__ import annotations

import math
from random import Random

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

Point = tuple[float, float]
Colour = tuple[int, int, int]
BLUE: Colour = (38, 48, 140)
RED: Colour = (196, 40, 48)
SANS = "/usr/share/fonts/truetype/noto/NotoSans-Bold.ttf"
FINE = 3
"""Strokes are drawn this many times larger, then shrunk, so that they have soft edges."""

# Each digit is one or two strokes in a box one wide and two high, y growing downwards.
DIGITS: dict[str, tuple[tuple[Point, ...], ...]] = {
    "0": (((0.55, 0.05), (0.1, 0.5), (0.1, 1.5), (0.5, 1.95), (0.9, 1.5), (0.9, 0.5), (0.5, 0.03)),),
    "1": (((0.2, 0.5), (0.55, 0.05), (0.52, 1.0), (0.5, 1.95)),),
    "2": (((0.12, 0.5), (0.45, 0.05), (0.85, 0.4), (0.6, 1.1), (0.1, 1.85), (0.45, 1.8), (0.95, 1.9)),),
    "3": (
        (
            (0.15, 0.25),
            (0.55, 0.05),
            (0.82, 0.4),
            (0.4, 0.92),
            (0.9, 1.3),
            (0.6, 1.9),
            (0.1, 1.7),
        ),
    ),
    "4": (((0.55, 0.05), (0.1, 1.2), (0.95, 1.15)), ((0.7, 0.7), (0.66, 1.95))),
    "5": (
        ((0.2, 0.1), (0.16, 0.85), (0.6, 0.75), (0.9, 1.3), (0.6, 1.9), (0.1, 1.75)),
        ((0.2, 0.1), (0.85, 0.05)),
    ),
    "6": (((0.75, 0.05), (0.25, 0.8), (0.12, 1.5), (0.5, 1.95), (0.85, 1.5), (0.55, 1.05), (0.18, 1.4)),),
    "7": (((0.1, 0.15), (0.5, 0.12), (0.9, 0.1), (0.55, 1.0), (0.4, 1.95)),),
    "8": (
        (
            (0.75, 0.3),
            (0.4, 0.05),
            (0.2, 0.45),
            (0.75, 1.2),
            (0.7, 1.8),
            (0.3, 1.9),
            (0.2, 1.4),
            (0.7, 0.7),
            (0.75, 0.25),
        ),
    ),
    "9": (((0.8, 0.35), (0.4, 0.05), (0.15, 0.5), (0.45, 0.95), (0.8, 0.5), (0.75, 1.2), (0.5, 1.95)),),
    ",": (((0.4, 1.85), (0.3, 2.2)),),
}


def write_number(
    page: Image.Image, text: str, centre: Point, height: float, rng: Random, colour: Colour = BLUE
) -> None:
    """Writes digits by hand around `centre` (pixels), `height` pixels tall, onto an RGB page."""
    step = height * 0.62
    layer = _layer(page)
    draw = ImageDraw.Draw(layer)
    left = centre[0] - step * len(text) / 2
    for position, digit in enumerate(text):
        x, y = left + position * step + rng.uniform(-1, 1), centre[1] - height / 2 + rng.uniform(-2, 2)
        lean = rng.uniform(0.05, 0.22)
        for stroke in DIGITS[digit]:
            points = [_jitter(point, rng) for point in stroke]
            pixels = [
                (x + (px * 0.5 + lean * (1 - py / 2)) * height, y + py * height / 2) for px, py in points
            ]
            _stroke(draw, pixels, max(2.2, height / 14), rng)
    _ink(page, layer, colour)


def sign(page: Image.Image, centre: Point, width: float, rng: Random, colour: Colour = BLUE) -> None:
    """Scrawls a signature about `width` pixels long around `centre`."""
    layer = _layer(page)
    draw = ImageDraw.Draw(layer)
    x, y = centre[0] - width / 2, centre[1]
    points: list[Point] = [(x, y + rng.uniform(0, 20))]
    loops = rng.randint(5, 8)
    for n in range(loops):
        reach = width * (n + 1) / loops
        tall = width * rng.uniform(0.08, 0.3) * (1.3 - n / loops)
        points.append((x + reach - width * 0.06, y - tall))
        points.append((x + reach - width * rng.uniform(0.08, 0.2), y + tall * rng.uniform(0.3, 0.9)))
    points.append((x + width * 1.15, y - width * rng.uniform(0.05, 0.25)))
    _stroke(draw, points, 3.4, rng)
    flourish = [
        (x - width * 0.05, y + width * 0.2),
        (x + width * 0.5, y + width * 0.12),
        (x + width, y + width * 0.02),
    ]
    _stroke(draw, flourish, 2.6, rng)
    _ink(page, layer, colour)


def stamp(page: Image.Image, seal: tuple[str, str], centre: Point, rng: Random, colour: Colour = RED) -> None:
    """Presses a round seal (dấu tròn, 36 mm across at 200 dpi) on an RGB page, unevenly inked."""
    across = 270
    mask = Image.new("L", (across * FINE, across * FINE), 0)
    draw = ImageDraw.Draw(mask)
    middle = across * FINE / 2
    for radius, thick in ((0.49, 9), (0.46, 4), (0.31, 5)):
        reach = across * FINE * radius
        draw.ellipse(
            (middle - reach, middle - reach, middle + reach, middle + reach), outline=255, width=thick
        )
    outer, inner = seal
    _round_text(mask, outer, middle, across * FINE * 0.385)
    font = ImageFont.truetype(SANS, 17 * FINE)
    draw.multiline_text((middle, middle), inner, font=font, fill=255, anchor="mm", align="center")
    small = mask.rotate(rng.uniform(-12, 12), Image.Resampling.BICUBIC).resize(
        (across, across), Image.Resampling.LANCZOS
    )
    worn = _wear(small, rng)
    layer = Image.new("L", page.size, 0)
    layer.paste(worn, (round(centre[0] - across / 2), round(centre[1] - across / 2)))
    _press(page, layer, colour)


def _round_text(mask: Image.Image, text: str, middle: float, radius: float) -> None:
    font = ImageFont.truetype(SANS, 19 * FINE)
    widths = [font.getlength(letter) + 3 * FINE for letter in text]
    angle = -sum(widths) / 2 / radius
    for letter, width in zip(text, widths, strict=True):
        angle += width / 2 / radius
        tile = Image.new("L", (40 * FINE, 40 * FINE), 0)
        ImageDraw.Draw(tile).text((20 * FINE, 20 * FINE), letter, font=font, fill=255, anchor="mm")
        turned = tile.rotate(-math.degrees(angle), Image.Resampling.BICUBIC)
        x = middle + radius * math.sin(angle) - 20 * FINE
        y = middle - radius * math.cos(angle) - 20 * FINE
        box = (round(x), round(y))
        under = mask.crop((*box, box[0] + tile.width, box[1] + tile.height))
        mask.paste(ImageChops.lighter(under, turned), box)
        angle += width / 2 / radius
    star = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", 26 * FINE)
    ImageDraw.Draw(mask).text((middle, middle + radius), "★", font=star, fill=255, anchor="mm")


def _wear(mask: Image.Image, rng: Random) -> Image.Image:
    """Takes ink away in soft patches, as a dry pad does."""
    noise = np.random.default_rng(rng.randrange(2**32)).integers(0, 256, (34, 34), dtype=np.uint8)
    patches = Image.fromarray(noise).resize(mask.size, Image.Resampling.BICUBIC)
    kept = patches.point([min(255, 120 + value) for value in range(256)])
    return ImageChops.multiply(mask, kept)


def _stroke(draw: ImageDraw.ImageDraw, points: list[Point], thick: float, rng: Random) -> None:
    curve = _smooth(points)
    for n, (x, y) in enumerate(curve):
        reach = thick * FINE / 2 * (0.75 + 0.35 * math.sin(n / 9 + rng.uniform(0, 0.2)))
        draw.ellipse((x * FINE - reach, y * FINE - reach, x * FINE + reach, y * FINE + reach), fill=255)


def _smooth(points: list[Point]) -> list[Point]:
    """A Catmull-Rom curve through the points, about one point a pixel."""
    padded = [points[0], *points, points[-1]]
    found: list[Point] = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        steps = max(4, round(math.dist(b, c)))
        for n in range(steps):
            t = n / steps
            found.append((_between(a[0], b[0], c[0], d[0], t), _between(a[1], b[1], c[1], d[1], t)))
    return found


def _between(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)


def _jitter(point: Point, rng: Random) -> Point:
    return point[0] + rng.uniform(-0.05, 0.05), point[1] + rng.uniform(-0.06, 0.06)


def _layer(page: Image.Image) -> Image.Image:
    return Image.new("L", (page.width * FINE, page.height * FINE), 0)


def _ink(page: Image.Image, layer: Image.Image, colour: Colour) -> None:
    _press(page, layer.resize(page.size, Image.Resampling.BOX).filter(ImageFilter.GaussianBlur(0.5)), colour)


def _press(page: Image.Image, mask: Image.Image, colour: Colour) -> None:
    """Ink is see-through: it can only darken what is on the paper."""
    inked = Image.composite(
        Image.new("RGB", page.size, colour), Image.new("RGB", page.size, (255, 255, 255)), mask
    )
    page.paste(ImageChops.multiply(page, inked))
