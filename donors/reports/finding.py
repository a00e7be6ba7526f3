"""Whom words mean: a number, an address of mail, or a name; and whom somebody new resembles."""

from django.db.models import Case, When

from core.folding import fold
from donors.likeness import Facts
from donors.models import Donor
from donors.reports.doubles import doubles_of
from donors.reports.why import why

MOST = 8
LONGEST_NUMBER = 15


def donors_meant(words: str) -> list[Donor]:
    """Return at most eight donors whom words may mean; a number that is no phone or an address is one alone.

    Names that begin as typed come first. Behind a number with its sign may stand a name, for those who read.
    """
    sought = " ".join(words.replace("\x00", "").split())[:254]
    number = sought.split(" ")[0].removeprefix("#") if sought.startswith("#") else sought
    if number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER:
        standing = Donor.objects.standing_for(int(number))
        numbered = [standing] if standing and standing.erased_at is None else []
        if numbered or sought.startswith("#"):
            return numbered
    if "@" in sought:
        known = Donor.objects.carrying(sought.lower())
        return [known] if known and known.erased_at is None else []
    if not sought:
        return []
    begun = fold(sought)
    place = Case(
        When(search_text__startswith=f" {begun}", then=0),
        When(search_text__contains=f" {begun}", then=1),
        default=2,
    )
    rows = Donor.objects.standing().filter(erased_at=None).containing(sought)
    return list(rows.order_by(place, "name", "pk")[:MOST])


def donors_like(*, name: str, kind: str, phone: str) -> list[tuple[Donor, str]]:
    """Return whom somebody new may be, each with a line that says why, then who is merely called so."""
    doubles = doubles_of(Facts(name=name, kind=kind, phones=(phone,) if phone else ()))
    likely = [(double.donor, why(double.likeness.reasons)) for double in doubles]
    known = {donor.pk for donor, _why in likely}
    return [*likely, *((donor, "") for donor in donors_meant(name) if donor.pk not in known)]
