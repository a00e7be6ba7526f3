"""PNG pictures of the letterhead as PDF image data: RGB and, where there is transparency, a mask."""

import io
import zlib
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image

MAX_PIXELS = 4_000_000  # 600 dpi at the size printed is a tenth of this


class BadPicture(ValueError):
    """The bytes are no PNG, or a PNG too large to print."""


@dataclass(frozen=True)
class Picture:
    """Samples compressed with zlib; `mask` holds the opacity, None where the picture is opaque."""

    width: int
    height: int
    samples: bytes
    mask: bytes | None


@lru_cache(maxsize=16)
def read_picture(png: bytes) -> Picture:
    """Decodes once for each distinct picture. Raises: BadPicture."""
    try:
        with Image.open(io.BytesIO(png), formats=("PNG",)) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise BadPicture(f"{opened.width} × {opened.height} pixels")
            image = opened.convert("RGBA")
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise BadPicture(str(error)) from error
    alpha = image.getchannel("A")
    opaque = alpha.getextrema() == (255, 255)
    return Picture(
        width=image.width,
        height=image.height,
        samples=zlib.compress(image.convert("RGB").tobytes(), 9),
        mask=None if opaque else zlib.compress(alpha.tobytes(), 9),
    )
