"""A text as an address is looked for in it: letters and digits alone, whatever it was dressed in."""

import base64
import binascii
import html
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

TAGS = re.compile(r"<[^<>]*>")
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})")
ENCODED = re.compile(r"[A-Za-z0-9+/_-]{12,}")
# ids that are long, frequent and no base64 of a text
IDS = re.compile(r"[a-z]{2,6}_|[0-9a-f]{8}-[0-9a-f]{4}-|[0-9a-f]+$|[0-9]+$")
BETWEEN_NUMBERS = re.compile(r"(?<=[0-9])[^a-z0-9]+(?=[0-9])")
OTHERS = re.compile(r"[^a-z0-9_]+")
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
LAYERS = 2

# letters of other alphabets that look like ours, and some that no normal form takes apart
_ALIKE = {
    **dict(zip("авсԁеһіјкӏмопԛрѕтԝухγυοαινκρτ", "abcdehijklmonqpstwxyyuoaivkpt", strict=False)),
    "ß": "ss",
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "æ": "ae",
    "ı": "i",
    "œ": "oe",
}
_TABLE: dict[int, str] = {
    **{ord(sign): plain for sign, plain in _ALIKE.items()},
    **{ord(sign.upper()): plain for sign, plain in _ALIKE.items() if len(sign.upper()) == 1},
    **{
        code: str(unicodedata.decimal(chr(code)))
        for code in range(128, 0x1FBFA)
        if unicodedata.category(chr(code)) == "Nd"
    },
}
_LOWER = bytes(range(256)).lower()
_OTHERS = bytes(code for code in range(256) if not chr(code).isascii() or not chr(code).isalnum())


def compact(text: str) -> str:
    """Return the letters and digits of a text: `1420 N. Hárbor St` → `1420nharborst`."""
    raw = in_ascii(text).encode("ascii", "ignore")
    return raw.translate(_LOWER, _OTHERS).decode("ascii")


def parted(text: str) -> str:
    """Return the same with a mark where two numbers meet: `in 2026, 1420 Harbor` → `in2026_1420harbor`."""
    return OTHERS.sub("", BETWEEN_NUMBERS.sub("_", in_ascii(text).lower().replace("_", " ")))


def words(text: str) -> list[str]:
    """Return the words of a text in the same letters; an apostrophe parts no word."""
    spaced = "".join(sign if sign.isalnum() else " " for sign in re.sub(r"['’`]", "", in_ascii(text)))
    return spaced.lower().split()


def dresses(text: str) -> Iterator[str]:
    """Yield a text as it may be read: as it stands, unescaped, without its tags, decoded."""
    bare = _unescaped(text)
    yield bare
    if "<" in bare:
        yield _untagged(bare)
    for token in ENCODED.findall(bare):
        decoded = _decoded(token)
        if decoded:
            yield _unescaped(decoded)


def in_ascii(text: str) -> str:
    """Return a text in plain letters and digits, with the signs between them that are plain."""
    return text if text.isascii() else BEYOND_ASCII.sub(lambda found: _sign(found[0]), text)


@lru_cache(maxsize=4096)
def _sign(sign: str) -> str:
    """Each by itself: once marks are gone, what it is taken apart into does not hang on its neighbours."""
    apart = unicodedata.normalize("NFKD", sign).translate(_TABLE)
    return apart.encode("ascii", "ignore").decode("ascii")


def _unescaped(text: str) -> str:
    for _layer in range(LAYERS):
        before = text
        if "&" in text:
            text = html.unescape(text)
        if "%" in text:
            text = unquote(text)
        if "\\" in text:
            text = ESCAPED.sub(lambda found: chr(int(found[1] or found[2], 16)), text)
        if text == before:
            break
    return text


def _untagged(text: str) -> str:
    """Innermost first, so that a lone sign before a tag hides nothing between them."""
    for _layer in range(LAYERS):
        text = TAGS.sub("", text)
    return text


def _decoded(token: str) -> str:
    """Return the text that a token encodes in base64, or nothing."""
    if IDS.match(token):
        return ""
    whole = token[: len(token) - (1 if len(token) % 4 == 1 else 0)].replace("-", "+").replace("_", "/")
    try:
        text = base64.b64decode(whole + "=" * (-len(whole) % 4), validate=True).decode()
    except (binascii.Error, ValueError):
        return ""
    return text if text.isprintable() or "\n" in text else ""
