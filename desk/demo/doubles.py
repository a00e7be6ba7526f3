"""Records that double others, as they do: a second address, a nickname, a typing error; one is a couple."""

from datetime import datetime

from accounts.models import Role, User
from donors.actions import merge_donors
from donors.actions.doubles import compare_record, dismiss_pair
from donors.models import Address, Donor, DuplicatePair

PHONE = "518-555-0162"
STREET = {"line1": "88 Alder Street", "city": "Albany", "region": "NY", "postal_code": "12205"}
# name, e-mail, phone, has the street
RECORDS: tuple[tuple[str, str, str, bool], ...] = (
    ("Katherine Amsel", "k.amsel@mail.example", PHONE, True),
    ("Kate Amsel", "", "(518) 555 0162", False),
    ("Teodoro Villalba", "teo.villalba@mail.example", "", True),
    ("Teodoro Villaba", "teovillalba@post.example", "", False),
    ("Ruth Pellham", "ruth.pellham@mail.example", "518-555-0171", True),
    ("Ruth Pelham", "rpellham@post.example", "518.555.0171", True),
    ("Harold Quince", "harold.quince@mail.example", "", True),
    ("H. Quince", "harold.quince+gifts@mail.example", "", False),
    # told apart below: one name, two people
    ("Ann Brandt", "ann.brandt@mail.example", "518-555-0190", False),
    ("Anne Brandt", "", "518-555-0190", False),
)


def double_records(now: datetime) -> None:
    """Make them, compare them, tell one pair apart and merge one; nothing where nobody raises funds."""
    by = User.objects.filter(grants__role=Role.FUNDRAISER).first()
    if by is None or Donor.objects.filter(email=RECORDS[0][1]).exists():
        return
    donors = []
    for name, email, phone, has_street in RECORDS:
        donors.append(Donor.objects.create(name=name, email=email, phone=phone))
        if has_street:
            Address.objects.create(donor=donors[-1], **STREET)
    for donor in donors:
        compare_record(donor_id=donor.pk, now=now)
    apart = DuplicatePair.objects.of_two(donors[8].pk, donors[9].pk).get()
    dismiss_pair(pair_id=apart.pk, by=by, now=now)
    merge_donors(kept_id=donors[6].pk, folded_id=donors[7].pk, by=by, now=now)
