"""Pictures that people upload: judged before they are decoded, drawn anew, everything else dropped."""

import io

from PIL import Image

LARGEST_FILE = 1_000_000
MOST_PIXELS = 4_000_000
# 600 dots to the inch at the width a letterhead prints
WIDEST, TALLEST = 1600, 800


class BadPicture(Exception):
    """Not a PNG or JPEG, or larger than a letterhead needs."""


def redraw(content: bytes) -> bytes:
    """Return the picture as a new PNG of at most 1600 × 800 pixels, without anything but its pixels.

    Size and dimensions are judged before any pixel is decoded: a small file can hold a huge picture.

    Raises: BadPicture.
    """
    if len(content) > LARGEST_FILE:
        raise BadPicture("too large a file")
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise BadPicture("too many pixels")
            image = opened.convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise BadPicture("not a picture") from error
    image.thumbnail((WIDEST, TALLEST))
    clean = Image.new("RGBA", image.size)
    clean.paste(image)
    drawn = io.BytesIO()
    clean.save(drawn, format="PNG", optimize=True)
    return drawn.getvalue()
