"""The file: objects, structure tree, marked content and metadata of a PDF that is PDF/A-2a and PDF/UA-1 at once.

Sources: ISO 32000-1 (PDF 1.7), ISO 19005-2 (PDF/A-2), ISO 14289-1 (PDF/UA-1). The same calls give the same bytes:
nothing here reads a clock, a random source or the order of a set.
"""

import hashlib
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from receipts.pdf.faces import embedding
from receipts.pdf.metadata import PRODUCER, xmp
from receipts.pdf.pictures import Picture
from receipts.pdf.text import Line

WIDTH, HEIGHT = 612, 792  # US letter, in points
SRGB = zlib.compress((Path(__file__).parent / "srgb.icc").read_bytes(), 9)


@dataclass(eq=False)
class Element:
    """A node of the structure tree. `attributes` is PDF syntax (/Alt, /A). A kid is an element or (page, mark)."""

    tag: str
    attributes: str = ""
    kids: "list[Element | tuple[int, int]]" = field(default_factory=list)

    def add(self, tag: str, attributes: str = "") -> "Element":
        kid = Element(tag, attributes)
        self.kids.append(kid)
        return kid


@dataclass(eq=False)
class Page:
    operators: list[str] = field(default_factory=list)
    marked: list[Element] = field(default_factory=list)


@dataclass(eq=False)
class Document:
    """What has been drawn so far. `images`: name in the content streams → object body and stream, in order."""

    language: str
    title: str
    stamp: datetime
    root: Element = field(default_factory=lambda: Element("Document"))
    pages: list[Page] = field(default_factory=list)
    faces: set[int] = field(default_factory=set)
    rare: dict[int, dict[int, str]] = field(default_factory=dict)
    images: dict[str, list[tuple[str, bytes]]] = field(default_factory=dict)

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
        shown = f"BT {colour} rg {size:g} 0 0 {size:g} {x:.2f} {y:.2f} Tm {line.shown} ET"
        return f"/Span<</ActualText{text_string(line.spoken)}>>BDC {shown} EMC" if line.spoken else shown

    def picture(self, name: str, picture: Picture) -> None:
        """Makes a picture known as `name`, to be drawn by `/name Do`."""
        size = f"/Type/XObject/Subtype/Image/Width {picture.width}/Height {picture.height}/BitsPerComponent 8"
        zipped = "/Filter/FlateDecode"
        bodies = [(f"{size}/ColorSpace/DeviceRGB{zipped}", picture.samples)]
        if picture.mask is not None:
            bodies.append((f"{size}/ColorSpace/DeviceGray{zipped}", picture.mask))
        self.images[name] = bodies

    def bitmap(self, name: str, side: int, rows: bytes) -> None:
        """Makes a square one-bit picture known as `name`."""
        body = f"/Type/XObject/Subtype/Image/Width {side}/Height {side}/BitsPerComponent 1/ColorSpace/DeviceGray"
        self.images[name] = [(body, rows)]

    def save(self) -> bytes:
        return _File(self).write()


class _File:
    """Numbers the objects and writes them. Structure elements are many and alike: they go into one compressed object."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.bodies: list[bytes | None] = [None]  # index is the object's number; None: compressed or number 0

    def write(self) -> bytes:
        catalog, pages, tree, parents = (self._reserve() for _ in range(4))
        metadata = self._stream("/Type/Metadata/Subtype/XML", xmp(self.document.title, self.document.stamp))
        profile = self._stream("/N 3/Filter/FlateDecode", SRGB)
        resources = self._resources()
        page_numbers = [self._page(index, pages, resources) for index in range(len(self.document.pages))]
        elements = self._elements(tree, page_numbers)
        kids = " ".join(f"{number} 0 R" for number in page_numbers)
        self._fill(pages, f"/Type/Pages/Count {len(page_numbers)}/Kids[{kids}]")
        self._fill(tree, f"/Type/StructTreeRoot/K {elements[self.document.root]} 0 R/ParentTree {parents} 0 R"
                         f"/ParentTreeNextKey {len(page_numbers)}")
        self._fill(parents, f"/Nums[{self._parents(elements)}]")
        self._fill(catalog, f"/Type/Catalog/Pages {pages} 0 R/Metadata {metadata} 0 R/StructTreeRoot {tree} 0 R"
                            f"/MarkInfo<</Marked true>>/Lang({self.document.language})"
                            "/ViewerPreferences<</DisplayDocTitle true>>/OutputIntents[<</Type/OutputIntent"
                            "/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2.1)"
                            f"/DestOutputProfile {profile} 0 R>>]")
        info = self._object(f"/Title{text_string(self.document.title)}/Producer({PRODUCER})"
                            f"/CreationDate({_pdf_date(self.document.stamp)})"
                            f"/ModDate({_pdf_date(self.document.stamp)})")
        return self._assemble(catalog, info)

    def _reserve(self) -> int:
        self.bodies.append(None)
        return len(self.bodies) - 1

    def _fill(self, number: int, body: str) -> None:
        self.bodies[number] = f"{number} 0 obj\n<<{body}>>\nendobj\n".encode("latin-1")

    def _object(self, body: str) -> int:
        number = self._reserve()
        self._fill(number, body)
        return number

    def _stream(self, body: str, data: bytes) -> int:
        number = self._reserve()
        opening = f"{number} 0 obj\n<<{body}/Length {len(data)}>>\nstream\n".encode("latin-1")
        self.bodies[number] = b"%b%b\nendstream\nendobj\n" % (opening, data)
        return number

    def _resources(self) -> int:
        fonts = "".join(f"/F{index} {self._font(index)} 0 R" for index in sorted(self.document.faces))
        images = ""
        for name, (picture, *masks) in self.document.images.items():
            soft = "".join(f"/SMask {self._stream(body, data)} 0 R" for body, data in masks)
            images += f"/{name} {self._stream(picture[0] + soft, picture[1])} 0 R"
        return self._object(f"/Font<<{fonts}>>/XObject<<{images}>>/ExtGState<</Faint<</ca .13>>>>")

    def _font(self, index: int) -> int:
        font = embedding(index, self.document.rare.get(index, {}))
        program = self._stream(f"/Length1 {font.program_length}/Filter/FlateDecode", font.program)
        descriptor = self._object(f"{font.descriptor}/FontFile2 {program} 0 R")
        descendant = self._object(f"/Type/Font/Subtype/CIDFontType2/BaseFont/{font.name}/CIDToGIDMap/Identity"
                                  "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
                                  f"/FontDescriptor {descriptor} 0 R/W[{font.widths}]")
        unicode = self._stream("/Filter/FlateDecode", font.to_unicode)
        return self._object(f"/Type/Font/Subtype/Type0/BaseFont/{font.name}/Encoding/Identity-H"
                            f"/DescendantFonts[{descendant} 0 R]/ToUnicode {unicode} 0 R")

    def _page(self, index: int, pages: int, resources: int) -> int:
        drawn = "\n".join(self.document.pages[index].operators).encode("latin-1")
        content = self._stream("/Filter/FlateDecode", zlib.compress(drawn, 6))
        return self._object(f"/Type/Page/Parent {pages} 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Tabs/S"
                            f"/Resources {resources} 0 R/Contents {content} 0 R/StructParents {index}")

    def _elements(self, tree: int, pages: list[int]) -> dict[Element, int]:
        """Writes the structure elements, parents before kids, and returns their numbers."""
        order, parents = [self.document.root], [tree]
        container, first = self._reserve(), len(self.bodies)
        for position, element in enumerate(order):  # the list grows while it is walked
            for kid in element.kids:
                if isinstance(kid, Element):
                    order.append(kid)
                    parents.append(first + position)
        numbers = {element: first + position for position, element in enumerate(order)}
        bodies = [_element(element, parents[position], numbers, pages) for position, element in enumerate(order)]
        self.bodies.extend([None] * len(order))
        offsets, start = [], 0
        for position, body in enumerate(bodies):
            offsets.append(f"{first + position} {start}")
            start += len(body) + 1
        index = " ".join(offsets) + "\n"
        packed = zlib.compress((index + "\n".join(bodies)).encode("latin-1"), 6)
        head = f"/Type/ObjStm/N {len(bodies)}/First {len(index)}/Filter/FlateDecode"
        self.bodies[container] = (
            f"{container} 0 obj\n<<{head}/Length {len(packed)}>>\nstream\n".encode("latin-1")
            + packed + b"\nendstream\nendobj\n"
        )
        self.container, self.first_compressed = container, first
        return numbers

    def _parents(self, elements: dict[Element, int]) -> str:
        """For every page, which element each mark belongs to."""
        return "".join(
            f"{index}[{' '.join(f'{elements[element]} 0 R' for element in page.marked)}]"
            for index, page in enumerate(self.document.pages)
        )

    def _assemble(self, catalog: int, info: int) -> bytes:
        header = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
        rows = [b"\x00\x00\x00\x00\x00\xff\xff"]
        offset = len(header)
        for number in range(1, len(self.bodies)):
            body = self.bodies[number]
            if body is None:
                place = self.container.to_bytes(4, "big") + (number - self.first_compressed).to_bytes(2, "big")
                rows.append(b"\x02" + place)
            else:
                rows.append(b"\x01" + offset.to_bytes(4, "big") + b"\x00\x00")
                offset += len(body)
        number = len(self.bodies)
        rows.append(b"\x01" + offset.to_bytes(4, "big") + b"\x00\x00")
        written = header + b"".join(body for body in self.bodies if body is not None)
        identity = hashlib.sha256(written).hexdigest()[:32]
        table = zlib.compress(b"".join(rows), 6)
        head = (f"/Type/XRef/Size {len(rows)}/W[1 4 2]/Root {catalog} 0 R/Info {info} 0 R"
                f"/ID[<{identity}><{identity}>]/Filter/FlateDecode/Length {len(table)}")
        opening = f"{number} 0 obj\n<<{head}>>\nstream\n".encode("latin-1")
        return written + opening + table + f"\nendstream\nendobj\nstartxref\n{offset}\n%%EOF\n".encode("latin-1")


def _element(element: Element, parent: int, numbers: dict[Element, int], pages: list[int]) -> str:
    marks = [kid for kid in element.kids if isinstance(kid, tuple)]
    home = marks[0][0] if marks else None
    kids = " ".join(
        f"{numbers[kid]} 0 R" if isinstance(kid, Element)
        else str(kid[1]) if kid[0] == home
        else f"<</Type/MCR/Pg {pages[kid[0]]} 0 R/MCID {kid[1]}>>"
        for kid in element.kids
    )
    page = "" if home is None else f"/Pg {pages[home]} 0 R"
    return f"<</S/{element.tag}/P {parent} 0 R{page}/K[{kids}]{element.attributes}>>"


def text_string(text: str) -> str:
    """A PDF string of any characters, in hexadecimal so that nothing in it can end it."""
    return f"<feff{text.encode('utf-16-be').hex()}>"


def _pdf_date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("D:%Y%m%d%H%M%S+00'00'")
