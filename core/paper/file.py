"""The file itself: a PDF that is PDF/A-2a, or 3a where data is attached, and PDF/UA-1 at once.

Sources: ISO 32000-1 (PDF 1.7), ISO 19005-2 (PDF/A-2), ISO 19005-3
(PDF/A-3), ISO 14289-1 (PDF/UA-1). The same document gives the
same bytes: nothing here reads a clock, a random source or the order of a set.
"""

import hashlib
import zlib
from pathlib import Path

from core.paper.document import HEIGHT, WIDTH, Attached, Document, Element, Page
from core.paper.faces import embedding
from core.paper.metadata import xmp
from core.paper.syntax import date_string, text_string

SRGB = zlib.compress((Path(__file__).parent / "srgb.icc").read_bytes(), 9)
LEVEL = 4  # half the time of level 6 for 3 % more bytes
STATIC = "/ExtGState<</Faint<</ca .13>>>>"
OUTPUT_INTENT = (
    "/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)"
    "/Info(sRGB IEC61966-2.1)/DestOutputProfile {profile} 0 R>>]"
)


class _Objects:
    """Numbered objects. A body of None has been reserved, or lies in the compressed object `packed_in`."""

    def __init__(self) -> None:
        self.bodies: list[bytes | None] = [None]
        self.packed_in = 0
        self.first_packed = 0

    def reserve(self) -> int:
        self.bodies.append(None)
        return len(self.bodies) - 1

    def fill(self, number: int, body: str) -> None:
        self.bodies[number] = f"{number} 0 obj\n<<{body}>>\nendobj\n".encode("latin-1")

    def add(self, body: str) -> int:
        number = self.reserve()
        self.fill(number, body)
        return number

    def stream(self, body: str, data: bytes) -> int:
        number = self.reserve()
        self.bodies[number] = _stream(number, body, data)
        return number

    def pack(self, bodies: list[str]) -> None:
        """Many small dictionaries in one compressed object: an eighth of their size."""
        self.packed_in, self.first_packed = self.reserve(), len(self.bodies)
        places, start = [], 0
        for number, body in enumerate(bodies, self.first_packed):
            places.append(f"{number} {start}")
            start += len(body) + 1
        index = " ".join(places) + "\n"
        packed = zlib.compress((index + "\n".join(bodies)).encode("latin-1"), LEVEL)
        head = f"/Type/ObjStm/N {len(bodies)}/First {len(index)}/Filter/FlateDecode"
        self.bodies[self.packed_in] = _stream(self.packed_in, head, packed)
        self.bodies.extend([None] * len(bodies))


def write_file(document: Document) -> bytes:
    """The bytes of the finished document."""
    objects = _Objects()
    catalog, pages, tree, parents = (objects.reserve() for _ in range(4))
    metadata = objects.stream(
        "/Type/Metadata/Subtype/XML",
        xmp(document.title, document.producer, document.stamp, part=3 if document.attached else 2),
    )
    profile = objects.stream("/N 3/Filter/FlateDecode", SRGB)
    resources = _resources(objects, document)
    numbers = [
        _page(objects, page, f"/StructParents {index}/Parent {pages} 0 R/Resources {resources} 0 R")
        for index, page in enumerate(document.pages)
    ]
    stamp = date_string(document.stamp)
    info = objects.add(
        f"/Title{text_string(document.title)}/Producer({document.producer})/CreationDate{stamp}/ModDate{stamp}"
    )
    elements = _pack_elements(objects, document.root, tree, numbers)
    objects.fill(pages, f"/Type/Pages/Count {len(numbers)}/Kids[{_references(numbers)}]")
    objects.fill(
        tree,
        f"/Type/StructTreeRoot/K {elements[document.root]} 0 R"
        f"/ParentTree {parents} 0 R/ParentTreeNextKey {len(numbers)}",
    )
    marked = [_references([elements[element] for element in page.marked]) for page in document.pages]
    objects.fill(parents, f"/Nums[{''.join(f'{index}[{owners}]' for index, owners in enumerate(marked))}]")
    attached = _attach(objects, document.attached, stamp) if document.attached else ""
    objects.fill(
        catalog,
        f"/Type/Catalog/Pages {pages} 0 R/Metadata {metadata} 0 R/StructTreeRoot {tree} 0 R"
        f"/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>"
        f"/Lang({document.language}){OUTPUT_INTENT.format(profile=profile)}{attached}",
    )
    return _assemble(objects, f"/Root {catalog} 0 R/Info {info} 0 R")


def _attach(objects: _Objects, attached: Attached, stamp: str) -> str:
    """Writes the attached file and returns what the catalog says of it."""
    kind, size = attached.kind.replace("/", "#2F"), len(attached.content)
    stream = objects.stream(
        f"/Type/EmbeddedFile/Subtype/{kind}/Params<</Size {size}/ModDate{stamp}>>/Filter/FlateDecode",
        zlib.compress(attached.content, LEVEL),
    )
    name = text_string(attached.name)
    file = objects.add(
        f"/Type/Filespec/F{name}/UF{name}/AFRelationship/Data/EF<</F {stream} 0 R/UF {stream} 0 R>>"
    )
    return f"/AF[{file} 0 R]/Names<</EmbeddedFiles<</Names[{name} {file} 0 R]>>>>"


def _references(numbers: list[int]) -> str:
    return " ".join([f"{number} 0 R" for number in numbers])


def _stream(number: int, body: str, data: bytes) -> bytes:
    opening = f"{number} 0 obj\n<<{body}/Length {len(data)}>>\nstream\n".encode("latin-1")
    return b"%b%b\nendstream\nendobj\n" % (opening, data)  # PDF/A wants the line end before `endstream`


def _resources(objects: _Objects, document: Document) -> int:
    fonts = "".join(
        f"/F{index} {_font(objects, index, document.rare.get(index, {}))} 0 R"
        for index in sorted(document.faces)
    )
    images = ""
    for name, ((body, data), *masks) in document.images.items():
        soft = "".join(f"/SMask {objects.stream(*mask)} 0 R" for mask in masks)
        images += f"/{name} {objects.stream(body + soft, data)} 0 R"
    return objects.add(f"/Font<<{fonts}>>/XObject<<{images}>>{STATIC}")


def _font(objects: _Objects, index: int, rare: dict[int, str]) -> int:
    font = embedding(index, rare)
    program = objects.stream(f"/Length1 {font.program_length}/Filter/FlateDecode", font.program)
    descriptor = objects.add(f"{font.descriptor}/FontFile2 {program} 0 R")
    descendant = objects.add(
        f"/Type/Font/Subtype/CIDFontType2/BaseFont/{font.name}/CIDToGIDMap/Identity"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        f"/FontDescriptor {descriptor} 0 R/W[{font.widths}]"
    )
    unicode = objects.stream("/Filter/FlateDecode", font.to_unicode)
    return objects.add(
        f"/Type/Font/Subtype/Type0/BaseFont/{font.name}/Encoding/Identity-H"
        f"/DescendantFonts[{descendant} 0 R]/ToUnicode {unicode} 0 R"
    )


def _page(objects: _Objects, page: Page, body: str) -> int:
    drawn = zlib.compress("\n".join(page.operators).encode("latin-1"), LEVEL)
    content = objects.stream("/Filter/FlateDecode", drawn)
    return objects.add(f"/Type/Page/MediaBox[0 0 {WIDTH} {HEIGHT}]/Tabs/S/Contents {content} 0 R{body}")


def _pack_elements(objects: _Objects, root: Element, tree: int, pages: list[int]) -> dict[Element, int]:
    """Writes the structure elements, parents before kids, and returns their numbers."""
    first = len(objects.bodies) + 1  # the number before it is the compressed object's own
    order, parents = [root], [tree]
    for number, element in enumerate(order, first):  # the list grows while it is walked
        for kid in element.kids:
            if isinstance(kid, Element):
                order.append(kid)
                parents.append(number)
    numbers = {element: number for number, element in enumerate(order, first)}
    objects.pack(
        [_element(element, parent, numbers, pages) for element, parent in zip(order, parents, strict=True)]
    )
    return numbers


def _element(element: Element, parent: int, numbers: dict[Element, int], pages: list[int]) -> str:
    if len(element.kids) == 1 and isinstance(element.kids[0], tuple):  # nearly all of them
        page, mark = element.kids[0]
        return f"<</S/{element.tag}/P {parent} 0 R/Pg {pages[page]} 0 R/K {mark}{element.attributes}>>"
    home = next((kid[0] for kid in element.kids if isinstance(kid, tuple)), None)
    kids = []
    for kid in element.kids:
        if isinstance(kid, Element):
            kids.append(f"{numbers[kid]} 0 R")
        elif kid[0] == home:
            kids.append(str(kid[1]))
        else:
            kids.append(f"<</Type/MCR/Pg {pages[kid[0]]} 0 R/MCID {kid[1]}>>")
    at = "" if home is None else f"/Pg {pages[home]} 0 R"
    return f"<</S/{element.tag}/P {parent} 0 R{at}/K[{' '.join(kids)}]{element.attributes}>>"


def _assemble(objects: _Objects, trailer: str) -> bytes:
    """Header, bodies, and the cross-reference stream that says where each object lies."""
    parts = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"]
    offset = len(parts[0])
    places = [b"\x00\x00\x00\x00\x00\xff\xff"]
    for number, body in enumerate(objects.bodies[1:], 1):
        if body is None:
            position = number - objects.first_packed
            places.append(b"\x02" + objects.packed_in.to_bytes(4, "big") + position.to_bytes(2, "big"))
        else:
            places.append(b"\x01" + offset.to_bytes(4, "big") + b"\x00\x00")
            parts.append(body)
            offset += len(body)
    places.append(b"\x01" + offset.to_bytes(4, "big") + b"\x00\x00")
    written = b"".join(parts)
    identity = hashlib.sha256(written).hexdigest()[:32]
    head = f"/Type/XRef/Size {len(places)}/W[1 4 2]{trailer}/ID[<{identity}><{identity}>]/Filter/FlateDecode"
    table = _stream(len(objects.bodies), head, zlib.compress(b"".join(places), LEVEL))
    return b"%b%bstartxref\n%d\n%%%%EOF\n" % (written, table, offset)
