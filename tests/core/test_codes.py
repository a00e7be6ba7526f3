"""The QR code on a page can be read back, says what it is, and needs no style of its own."""

import re

import pytest
from PIL import Image, ImageDraw

from core.codes import MARGIN, qr_svg

ADDRESS = "https://give.example.org/volunteer/check-in/K7QF3MXN/"
RUN = re.compile(r"M(\d+) (\d+)h(\d+)v1h-\d+z")


def drawn(svg: str, scale: int = 8) -> Image.Image:
    """The picture as a browser draws it, a module being so many pixels."""
    found = re.search(r'viewBox="0 0 (\d+)', svg)
    assert found
    side = int(found[1]) * scale
    image = Image.new("L", (side, side), 255)
    pen = ImageDraw.Draw(image)
    for x, y, width in (map(int, run) for run in RUN.findall(svg)):
        pen.rectangle((x * scale, y * scale, (x + width) * scale - 1, (y + 1) * scale - 1), fill=0)
    return image


@pytest.mark.parametrize("text", [ADDRESS, "http://127.0.0.1:8400/volunteer/check-in/ABCDEFGH/", "x"])
def test_the_code_is_read_back(text: str) -> None:
    zxing = pytest.importorskip("zxingcpp")

    (found,) = zxing.read_barcodes(drawn(qr_svg(text, "A code")))

    assert found.text == text


def test_it_is_named_stands_in_light_and_carries_no_style() -> None:
    svg = qr_svg(ADDRESS, 'The "shift" <b>')

    assert 'role="img" aria-label="The &quot;shift&quot; &lt;b&gt;"' in svg
    assert "style" not in svg
    assert min(int(x) for x, _y, _width in RUN.findall(svg)) == MARGIN
