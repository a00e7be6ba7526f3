"""What goes into the envelope of a household: each payer's own papers of a year, never added up."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from donors.models import Address, Donor, Household
from receipts.models import Receipt, Statement
from receipts.snapshot.receipt import payer_lines

# who told us to write to their page only shares no envelope
SHARE_POST = {"erased_at": None, "merged_into": None, "no_post": False}


@dataclass(frozen=True)
class Section:
    """One payer: the summary of their year, or without one each of its valid receipts."""

    donor: Donor
    papers: list[Receipt | Statement]


@dataclass(frozen=True)
class Envelope:
    """To whom it goes; empty where no member has an address. And what is in it, by payer."""

    household: Household
    year: int
    address: tuple[str, ...]
    language: str
    sections: list[Section]


def envelope_of(household: Household, year: int) -> Envelope:
    """Return what a household's envelope of a year holds."""
    here = Address.objects.filter(donor=OuterRef("pk"), is_primary=True)
    members = household.donors.filter(**SHARE_POST).exclude(contact=Donor.Contact.PORTAL)
    donors = list(members.annotate(is_placed=Exists(here)).order_by("-is_placed", "pk"))
    place = Address.objects.filter(donor=donors[0], is_primary=True).first() if donors else None
    sections = [Section(donor, papers) for donor in donors if (papers := _papers(donor, year))]
    return Envelope(
        household=household,
        year=year,
        address=payer_lines(household.formal_greeting, place) if place else (),
        language=donors[0].language if donors else "en",
        sections=sections,
    )


def _papers(donor: Donor, year: int) -> list[Receipt | Statement]:
    summary = Statement.objects.current().filter(donor=donor, year=year).defer("pdf").first()
    if summary:
        return [summary]
    live = Receipt.objects.filter(donor=donor, tax_year=year, status=Receipt.Status.LIVE)
    return list(live.select_related("series").defer("pdf").order_by("pk"))
