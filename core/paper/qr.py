"""QR codes at the speed of a batch.

A QR code with a fixed mask is affine over GF(2): flipping one bit of the message flips the same modules
whatever the rest of the message is. So the codes of addresses that differ only in their last part are one
code and some flips, each of which segno computes once (1 ms) and this module keeps. The result is segno's,
module for module.
"""

from functools import lru_cache

import segno

MASK = 2  # any mask is readable; a fixed one makes the code affine and saves the search for the prettiest

SAMPLES = 8
_SPREAD = bytes.maketrans(b"01", b"\xff\x00")


def _encode(message: bytes) -> tuple[int, int]:
    symbol = segno.make_qr(message, error="m", mode="byte", mask=MASK, boost_error=False)
    bits = 0
    for row in symbol.matrix:
        for module in row:
            bits = bits << 1 | (module & 1)
    return len(symbol.matrix), bits


_origin = lru_cache(maxsize=64)(_encode)


@lru_cache(maxsize=8192)
def _flip(length: int, position: int, bit: int) -> int:
    """The modules that change when this bit of a message of this length changes."""
    message = bytearray(length)
    blank = _origin(bytes(message))[1]
    message[position] = 1 << bit
    return blank ^ _encode(bytes(message))[1]


def qr_modules(text: str) -> tuple[int, int]:
    """Side length, and the modules row by row as one integer, the first the most significant, 1 is dark."""
    message = text.encode()
    start = message.rstrip(b"/").rfind(b"/") + 1
    origin = message[:start] + b"A" * (len(message) - start)
    side, bits = _origin(origin)
    for position in range(start, len(message)):
        difference = message[position] ^ origin[position]
        while difference:
            lowest = difference & -difference
            bits ^= _flip(len(message), position, lowest.bit_length() - 1)
            difference ^= lowest
    return side, bits


def qr_samples(text: str) -> tuple[int, bytes]:
    """Side length in samples, and the one-bit samples of the code, 0 is dark.

    Every module is eight samples wide and high, so that viewers that smooth pictures leave it sharp.
    """
    side, bits = qr_modules(text)
    spread = f"{bits:0{side * side}b}".encode().translate(_SPREAD)
    rows = [spread[start : start + side] * SAMPLES for start in range(0, side * side, side)]
    return side * SAMPLES, b"".join(rows)
