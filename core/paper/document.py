"""What has been drawn so far: pages, the structure tree over them, and the glyphs and pictures they use."""

import zlib
from dataclasses import dataclass, field
from datetime import datetime

from core.paper.pictures import Picture
from core.paper.syntax import text_string
from core.paper.text import Line

WIDTH, HEIGHT = 612, 792  # US letter, in points


@dataclass(eq=False)
class Element:
    """A node of the structure tree. `attributes`: PDF syntax. A kid is an element or (page, mark)."""

    tag: str
    attributes: str = ""
    kids: "list[Element | tuple[int, int]]" = field(default_factory=list)

    def add(self, tag: str, attributes: str = "") -> "Element":
        """A new last kid."""
        kid = Element(tag, attributes)
        self.kids.append(kid)
        return kid


@dataclass(eq=False)
class Page:
    """Operators in order of drawing, and for each mark in them the element it belongs to."""

    operators: list[str] = field(default_factory=list)
    marked: list[Element] = field(default_factory=list)


@dataclass(frozen=True)
class Box:
    """A rectangle in points, from its lower left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Attached:
    """A file that travels in the file: the data of what is printed. `kind`: its media type."""

    name: str
    kind: str
    content: bytes


@dataclass(eq=False)
class Document:
    """`producer`: what the file says it was made by.

    `rare`: by face, the glyphs beyond the common ones. `images`: by name, dictionary and samples.
    """

    language: str
    title: str
    producer: str
    stamp: datetime
    root: Element = field(default_factory=lambda: Element("Document"))
    pages: list[Page] = field(default_factory=list)
    faces: set[int] = field(default_factory=set)
    rare: dict[int, dict[int, str]] = field(default_factory=dict)
    images: dict[str, list[tuple[str, bytes]]] = field(default_factory=dict)
    attached: Attached | None = None

    def content(self, element: Element, operators: str) -> None:
        """Draws operators on the last page as content of `element`."""
        page = self.pages[-1]
        mark = len(page.marked)
        element.kids.append((len(self.pages) - 1, mark))
        page.marked.append(element)
        page.operators.append(f"/{element.tag}<</MCID {mark}>>BDC {operators} EMC")

    def artifact(self, operators: str, kind: str = "") -> None:
        """Draws operators that a reader aloud skips: decoration, running heads, water marks."""
        opening = f"/Artifact<</Type/Pagination/Subtype/{kind}>>BDC" if kind else "/Artifact BMC"
        self.pages[-1].operators.append(f"{opening} {operators} EMC")

    def text(self, line: Line, x: float, y: float, size: float, colour: str) -> str:
        """Operators for one line with its baseline at y; notes which glyphs the file needs."""
        self.faces.update(line.faces)
        for index, glyph, meaning in line.rare:
            self.rare.setdefault(index, {}).setdefault(glyph, meaning)
        return f"BT {colour} rg {size:g} 0 0 {size:g} {x:.2f} {y:.2f} Tm {line.shown} ET"

    def figure(self, name: str, alt: str, box: Box) -> None:
        """Draws the picture of that name into the box; `alt` is what a reader aloud says."""
        corners = f"{box.x:.2f} {box.y:.2f} {box.x + box.width:.2f} {box.y + box.height:.2f}"
        layout = f"/A<</O/Layout/Placement/Block/BBox[{corners}]>>"
        matrix = f"{box.width:.2f} 0 0 {box.height:.2f} {box.x:.2f} {box.y:.2f}"
        element = self.root.add("Figure", f"/Alt{text_string(alt)}{layout}")
        self.content(element, f"q {matrix} cm /{name} Do Q")

    def picture(self, name: str, picture: Picture) -> None:
        """Makes a picture of the letterhead known by name."""
        size = f"/Type/XObject/Subtype/Image/Width {picture.width}/Height {picture.height}/BitsPerComponent 8"
        bodies = [(f"{size}/ColorSpace/DeviceRGB/Filter/FlateDecode", picture.samples)]
        if picture.mask is not None:
            bodies.append((f"{size}/ColorSpace/DeviceGray/Filter/FlateDecode", picture.mask))
        self.images[name] = bodies

    def bitmap(self, name: str, side: int, samples: bytes) -> None:
        """Makes a square one-bit picture known by name."""
        size = f"/Type/XObject/Subtype/Image/Width {side}/Height {side}/BitsPerComponent 1"
        packed = zlib.compress(samples, 1)
        self.images[name] = [(f"{size}/ColorSpace/DeviceGray/Filter/FlateDecode", packed)]
