"""QR codes on pages: SVG with classes only, so that the content policy holds."""

import re

from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.paper.qr import qr_modules

# a reader finds the code by the light around it (ISO/IEC 18004: four modules)
MARGIN = 4
_DARK = re.compile("1+")


def qr_svg(text: str, name: str) -> SafeString:
    """Return the code of a text, named for those who cannot see it. Dark on light in any mode of the page."""
    side, bits = qr_modules(text)
    cells = f"{bits:0{side * side}b}"
    rows = (cells[start : start + side] for start in range(0, side * side, side))
    path = "".join(
        f"M{run.start() + MARGIN} {y + MARGIN}h{len(run.group())}v1h-{len(run.group())}z"
        for y, row in enumerate(rows)
        for run in _DARK.finditer(row)
    )
    size = side + 2 * MARGIN
    return format_html(
        '<svg class="qr" viewBox="0 0 {} {}" role="img" aria-label="{}" shape-rendering="crispEdges">'
        '<rect class="qr-light" width="{}" height="{}"/><path class="qr-dark" d="{}"/></svg>',
        size, size, name, size, size, path,
    )  # fmt: skip
