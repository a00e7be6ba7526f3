"""What people write in many ways, in one: phones, mailboxes, streets."""

import re
from functools import lru_cache

import phonenumbers

from core.folding import fold

# mailboxes of offices: many people write from them
OFFICES = frozenset(
    "info office contact admin hello mail donations giving accounting accounts finance support team "
    "noreply no-reply webmaster secretary treasurer contacto oficina hola".split()
)
SHORTEST_BOX = 4
STREET_WORDS = {
    **dict.fromkeys(["street", "str", "calle", "c"], "st"),
    **dict.fromkeys(["avenue", "avenida", "av"], "ave"),
    **dict.fromkeys(["boulevard", "bulevar"], "blvd"),
    **dict.fromkeys(["apartment", "apto", "unit", "suite", "ste"], "apt"),
    "road": "rd",
    "drive": "dr",
    "lane": "ln",
    "court": "ct",
    "place": "pl",
    "north": "n",
    "south": "s",
    "east": "e",
    "west": "w",
}
NOT_A_WORD = re.compile(r"[^\w]+")


@lru_cache(maxsize=20_000)
def plain_phone(phone: str) -> str:
    """Return a number as the whole world dials it; nothing for what is none."""
    try:
        number = phonenumbers.parse(phone, "US")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def plain_mailbox(email: str) -> str:
    """Return an address without what mailboxes ignore: dots and a +tag."""
    box, _at, domain = fold(email).rpartition("@")
    return f"{_bare(box)}@{domain}" if box else ""


def box_name(email: str) -> str:
    """Return what stands before the @, bare; nothing for an office's, or for one that says too little."""
    box = _bare(fold(email).rpartition("@")[0])
    return box if len(box) >= SHORTEST_BOX and box not in OFFICES else ""


def plain_street(line: str) -> str:
    """Return a line of an address with its common words written in one way."""
    words = [word for word in NOT_A_WORD.split(fold(line)) if word]
    return " ".join(STREET_WORDS.get(word, word) for word in words)


def plain_code(postal_code: str) -> str:
    """Return a postal code without its extension: 12201-0100 is 12201."""
    code = fold(postal_code).replace(" ", "")
    return code.partition("-")[0]


def _bare(box: str) -> str:
    return box.partition("+")[0].replace(".", "")
