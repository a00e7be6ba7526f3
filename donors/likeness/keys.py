"""By what a record can be found: each key is a hash, and records that share one are compared.

A key is narrow on purpose: a surname alone would put thousands into one block. Where a block is too large
still, it is passed over, and the pair is found by another of its keys, or is not worth finding.
"""

from hashlib import blake2b

from donors.likeness.names import Name
from donors.likeness.score import Facts

VOWELS = str.maketrans("", "", "aeiouyh")


def keys_of(facts: Facts) -> set[int]:
    """Return the keys of a record."""
    found = {("mailbox", box) for box in facts.mailboxes}
    found |= {("box", box) for box in facts.box_names}
    found |= {("phone", number) for number in facts.numbers}
    found |= {("street", street) for street in facts.streets}
    if facts.parsed.is_somebody:
        found |= _of_name(facts.parsed)
        found |= {("code", f"{code} {skeleton(facts.parsed.surname)}") for code in facts.codes}
        found |= {
            ("code given", f"{code} {facts.parsed.given}") for code in facts.codes if facts.parsed.given
        }
    return {hashed(kind, value) for kind, value in found}


def _of_name(name: Name) -> set[tuple[str, str]]:
    """The whole name in any order; the surname as it sounds with the initial of the first."""
    whole = " ".join(name.words)
    found = {("name", whole)}
    if name.given:
        found.add(("sound", f"{skeleton(name.surname)} {name.given[0]}"))
        found.add(("sounds", " ".join(sorted(skeleton(word) for word in name.words))))
    return found


def skeleton(word: str) -> str:
    """Return a word as a typing error leaves it: first letter, then consonants, none twice in a row."""
    rest = word[1:].translate(VOWELS)
    kept = word[:1]
    for sign in rest:
        if sign != kept[-1:]:
            kept += sign
    return kept


def hashed(kind: str, value: str) -> int:
    """Return a signed number of eight bytes."""
    whole = blake2b(f"{kind}\0{value}".encode(), digest_size=8).digest()
    return int.from_bytes(whole, "big", signed=True)
