"""Two records beside each other: where they differ, who would stay, and what would move, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.apps import apps
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from donors.models import Donor
from donors.reports.merging import CHOOSABLE, Preview, preselected

LABELS: dict[str, Promise] = {
    "name": _l("Name"),
    "kind": _l("Kind"),
    "email": _l("E-mail"),
    "phone": _l("Phone"),
    "language": _l("Language"),
    "household": _l("Household"),
    "addresses": _l("First address"),
    "contact": _l("Safe contact"),
    "no_post": _l("No post"),
    "no_phone": _l("No calls"),
    "quiet_until": _l("Only what they must have until"),
    "wants_news": _l("Wants news"),
}
NOTES: dict[str, Promise] = {
    "email": _l("The other address stays known: gifts and sign-ins from it lead to the one record."),
    "addresses": _l("The other one stays as a further address."),
    "contact": _l("The more careful wish is chosen for you."),
    "no_post": _l("The more careful wish is chosen for you."),
    "no_phone": _l("The more careful wish is chosen for you."),
    "quiet_until": _l("The more careful wish is chosen for you."),
    "wants_news": _l("What they said last is chosen for you."),
}
TABLES: dict[str, Promise] = {
    "gifts.Gift.donor": _l("Gifts"),
    "gifts.Gift.co_payer": _l("Gifts from a shared account"),
    "gifts.RecurringGift.donor": _l("Recurring gifts, with their Stripe customers"),
    "gifts.RecurringElsewhere.donor": _l("Recurring gifts elsewhere, for reference"),
    "gifts.SoftCredit.donor": _l("Soft credits"),
    "gifts.Pledge.donor": _l("Pledges"),
    "gifts.BatchRow.donor": _l("Lines of batches"),
    "receipts.Receipt.donor": _l("Receipts"),
    "receipts.Statement.donor": _l("Annual statements"),
    "receipts.StatementProblem.donor": _l("Statements that failed"),
    "donors.Address.donor": _l("Addresses"),
    "donors.Consent.donor": _l("Consents"),
    "donors.OtherEmail.donor": _l("Further e-mail addresses"),
    "donors.Note.donor": _l("Notes"),
    "donors.Tagging.donor": _l("Tags"),
    "donors.Task.donor": _l("Tasks"),
    "donors.Relationship.first": _l("Relationships"),
    "donors.Relationship.second": _l("Relationships to them"),
    "donors.ExternalId.donor": _l("Numbers in other programs"),
    "donors.Donor.merged_into": _l("Records merged before"),
    "campaigns.Challenge.sponsor": _l("Challenges that they sponsor"),
}


@dataclass(frozen=True)
class Difference:
    """A column in which two records differ: both values in words, and whose is chosen for now."""

    name: str
    label: Promise
    kept: str
    folded: str
    chosen: str
    note: Promise | str


def differences(kept: Donor, folded: Donor, chosen: Mapping[str, str]) -> list[Difference]:
    """Return where two records differ; `chosen` overrules what is preselected."""
    sides = {**preselected(kept, folded), **chosen}
    found = []
    for name in CHOOSABLE:
        one, other = _said(kept, name), _said(folded, name)
        if one != other:
            found.append(Difference(name, LABELS[name], one, other, sides[name], NOTES.get(name, "")))
    return found


def _said(donor: Donor, name: str) -> str:
    if name == "addresses":
        first = donor.addresses.filter(is_primary=True).first()
        return ", ".join(filter(None, [first.line1, first.city, first.postal_code])) if first else "—"
    if name == "quiet_until":
        return date_format(donor.quiet_until, "SHORT_DATE_FORMAT") if donor.quiet_until else "—"
    if name in {"kind", "language", "contact"}:
        return str(
            {"kind": donor.get_kind_display, "language": donor.get_language_display}.get(
                name, donor.get_contact_display
            )()
        )
    value = getattr(donor, name)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(value or "—")


def moves(preview: Preview) -> list[tuple[str, int]]:
    """Return what moves, in words and numbers, the most first."""
    rows = [(_table(name), count) for name, count in preview.rows.items()]
    if preview.letters:
        rows.append((_("Letters that their page shows"), preview.letters))
    if preview.refusals:
        rows.append((_("Kinds of letters that they declined"), preview.refusals))
    return sorted(rows, key=lambda row: (-row[1], row[0]))


def _table(name: str) -> str:
    label, _dot, _field = name.rpartition(".")
    return str(TABLES.get(name) or apps.get_model(label)._meta.verbose_name_plural)
