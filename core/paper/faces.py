"""The vendored typefaces: which face draws a character, how wide its glyphs are, what a file embeds.

Origin and licence of every face: `fonts/README.md`.
"""

import hashlib
import struct
import unicodedata
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import uharfbuzz as hb

FONTS = Path(__file__).parent / "fonts"
NOTO = (
    "Arabic Hebrew Devanagari Bengali Tamil Telugu Gujarati Gurmukhi Kannada Malayalam Sinhala Oriya Thai "
    "Lao Khmer Myanmar Ethiopic Georgian Armenian Cherokee CanadianAboriginal Syriac Thaana NKo Tifinagh "
    "Symbols2"
)
FILES = (
    "SourceSans3-Regular",
    "SourceSans3-Semibold",
    "SourceSerif4Display-Semibold",
    "NotoSans-Regular",
    "NotoEmoji-Regular",
    *(f"NotoSans{script}-Regular" for script in NOTO.split()),
    "DroidSansFallback",
)
REGULAR, SEMIBOLD, DISPLAY = 0, 1, 2
OWN_FACES = 3  # the first three are the look of the paper; the others only lend characters

# What nearly every paper needs. Its subsets are cut once and shared by all files that need no more.
COMMON = "".join(map(chr, (*range(0x20, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)))) + "–—‘’“”•…€□"

KEPT_TABLES = frozenset({"glyf", "loca", "head", "hhea", "hmtx", "maxp"})


@dataclass(frozen=True, eq=False)
class Face:
    """A typeface. Metrics are in thousandths of the type size."""

    index: int
    font: hb.Font
    scale: float

    @cached_property
    def glyph_of(self) -> dict[int, int]:
        """Code point to glyph."""
        codes: list[int] = sorted(self.font.face.unicodes)
        return {code: glyph for code in codes if (glyph := self.font.get_nominal_glyph(code))}

    @cached_property
    def character_of(self) -> dict[int, str]:
        """Glyph to the text it stands for by itself."""
        characters: dict[int, str] = {}
        for code in (*map(ord, COMMON), *self.glyph_of):
            character = chr(code)
            if "\ufb1d" <= character <= "\ufefc":  # presentation forms stand for letters
                character = unicodedata.normalize("NFKC", character)
            characters.setdefault(self.glyph_of.get(code, 0), character)
        return characters

    @cached_property
    def common(self) -> dict[int, str]:
        """The glyphs of COMMON; empty for faces that only lend characters."""
        if self.index >= OWN_FACES:
            return {}
        glyphs = (self.glyph_of[ord(character)] for character in COMMON if ord(character) in self.glyph_of)
        return {glyph: self.character_of[glyph] for glyph in sorted(glyphs)}

    @lru_cache(maxsize=8192)  # noqa: B019 - faces live as long as the process
    def width(self, glyph: int) -> float:
        """Its natural advance."""
        advance: int = self.font.get_glyph_h_advance(glyph)
        return advance * self.scale


@dataclass(frozen=True)
class Embedding:
    """The five objects of a font in a file, those that are streams already compressed."""

    name: str
    widths: str
    descriptor: str
    program: bytes
    program_length: int
    to_unicode: bytes


@lru_cache(maxsize=len(FILES))
def face(index: int) -> Face:
    """The face of that place in FILES, loaded when first needed."""
    hb_face = hb.Face(hb.Blob.from_file_path(str(FONTS / f"{FILES[index]}.ttf")))
    return Face(index, hb.Font(hb_face), 1000 / hb_face.upem)


@lru_cache(maxsize=8192)
def face_for(character: str, wanted: int) -> int | None:
    """The wanted face if it has the character, else the first that has; None if none has it."""
    code = ord(character)
    order: list[int] = [wanted, *range(len(FILES))]
    for index in order:
        if code in face(index).glyph_of:
            return index
    return None


@lru_cache(maxsize=OWN_FACES)
def _common_embedding(index: int) -> Embedding:
    return _embed(face(index), face(index).common)


@lru_cache(maxsize=64)
def _rare_embedding(index: int, characters: tuple[tuple[int, str], ...]) -> Embedding:
    return _embed(face(index), dict(characters))


def embedding(index: int, rare: Mapping[int, str]) -> Embedding:
    """`rare`: the glyphs beyond the common ones, and the text each stands for. Equal input, equal bytes."""
    if not rare and index < OWN_FACES:
        return _common_embedding(index)
    return _rare_embedding(index, tuple(sorted({**rare, **face(index).common}.items())))


def _embed(face: Face, characters: Mapping[int, str]) -> Embedding:
    program = _subset(face, sorted(characters))
    digest = hashlib.sha256(program).digest()
    tag = "".join(chr(ord("A") + byte % 26) for byte in digest[:6])
    name = f"{tag}+{FILES[face.index]}"
    return Embedding(
        name=name,
        widths=" ".join(f"{glyph}[{face.width(glyph):.5g}]" for glyph in sorted(characters)),
        descriptor=_descriptor(face, name),
        program=zlib.compress(program, 9),
        program_length=len(program),
        to_unicode=zlib.compress(_to_unicode(characters).encode("ascii"), 9),
    )


def _subset(face: Face, glyphs: list[int]) -> bytes:
    """The font file with these outlines only. Glyph numbers stay, so text can be set before it is cut."""
    wanted = hb.SubsetInput()
    wanted.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    wanted.glyph_set.update({0, *glyphs})
    wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(
        int.from_bytes(tag.encode("ascii"), "big")
        for tag in face.font.face.table_tags
        if tag not in KEPT_TABLES
    )
    return bytes(hb.subset(face.font.face, wanted).blob.data)


def _descriptor(face: Face, name: str) -> str:
    head = face.font.face.reference_table("head").data
    extents = face.font.get_font_extents("ltr")
    box = " ".join(f"{edge * face.scale:.0f}" for edge in struct.unpack_from(">4h", head or b"", 36))
    return (
        f"/Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[{box}]/ItalicAngle 0/StemV 80"
        f"/Ascent {extents.ascender * face.scale:.0f}/Descent {extents.descender * face.scale:.0f}"
        "/CapHeight 660"
    )


def _to_unicode(characters: Mapping[int, str]) -> str:
    rows = [f"<{glyph:04X}><{text.encode('utf-16-be').hex()}>" for glyph, text in sorted(characters.items())]
    blocks = (rows[start : start + 100] for start in range(0, len(rows), 100))  # 100 is the format's limit
    mappings = "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
    return (
        "/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
        "/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n"
        "1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n"
        f"{mappings}endcmap CMapName currentdict/CMap defineresource pop end end"
    )
