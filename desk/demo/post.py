"""Who gave by check last December: some without an e-mail address, so that a year end has a post to print."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from accounts.models import Role, User
from desk.demo.personas import record_check
from donors.models import Address, Donor

# name, what else is known of them, street, city, region and postal code, day of December, amount
CHECKS: tuple[tuple[str, dict[str, Any], tuple[str, str, str, str] | None, int, int], ...] = (
    ("Edith Marlowe", {}, ("41 Larch Street", "Schenectady", "NY", "12305"), 3, 250),
    (
        *("The Ferris Family Trust", {"kind": Donor.Kind.ORGANISATION}),
        *(("700 Broadway, Suite 12", "Albany", "NY", "12207"), 9, 2500),
    ),
    (
        *("Josefina Robles", {"language": "es"}),
        *(("Apartado 118", "Poughkeepsie", "NY", "12601"), 14, 60),
    ),
    # no paper reaches these two: they are exceptions
    ("Walter Imhoff", {"no_post": True}, ("9 Quarry Road", "Troy", "NY", "12180"), 17, 100),
    ("Opal Trent", {}, None, 20, 75),
    ("Ines Calder", {"email": "ines.calder@mail.example", "contact": Donor.Contact.PORTAL}, None, 21, 40),
)


def give_by_check(until: datetime) -> None:
    """Write down their gifts of the year before; nothing where finance is nobody."""
    finance = User.objects.filter(grants__role=Role.FINANCE).first()
    if finance is None:
        return
    for name, known, street, day, amount in CHECKS:
        at = datetime(until.year - 1, 12, day, 17, tzinfo=UTC)
        donor = Donor.objects.create(name=name, **known)
        if street is not None:
            line1, city, region, postal_code = street
            Address.objects.create(
                donor=donor, line1=line1, city=city, region=region, postal_code=postal_code
            )
        record_check(donor, Decimal(amount), recorded_by=finance, now=at)
