"""Whom words mean: a number, an address of mail, or a name."""

from donors.models import Donor

MOST = 8
LONGEST_NUMBER = 15


def donors_meant(words: str) -> list[Donor]:
    """Return at most eight donors whom the words may mean; a number or an address is one donor alone."""
    sought = " ".join(words.replace("\x00", "").split())[:254]
    rows = Donor.objects.standing().filter(erased_at=None)
    number = sought.removeprefix("#")
    if number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER:
        standing = Donor.objects.standing_for(int(number))
        return [standing] if standing and standing.erased_at is None else []
    if "@" in sought:
        known = Donor.objects.carrying(sought.lower())
        return [known] if known and known.erased_at is None else []
    return list(rows.containing(sought).order_by("name", "pk")[:MOST]) if sought else []
