"""What a merge would do, before anything happens: whose values stay, and how much moves."""

import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.db.models import Q

from donors.models import Consent, Donor, DonorMerge
from donors.reports.naming import rows_naming
from letters.models import Letter, OptOut

# what somebody may choose, as it stands on the page; `addresses` is whose first address stays the first
CHOOSABLE = (
    *("name", "kind", "email", "phone", "language", "household", "addresses"),
    *("contact", "no_post", "no_phone", "quiet_until", "wants_news"),
)
# the more careful manner of contact wins
CARE = (Donor.Contact.USUAL, Donor.Contact.NEUTRAL, Donor.Contact.PORTAL)


@dataclass(frozen=True)
class Preview:
    """What moves: rows by column, letters that the person sees then, refusals that hold for both."""

    rows: dict[str, int]
    letters: int
    refusals: int

    @property
    def total(self) -> int:
        """Rows that name the one and would name the other."""
        return sum(self.rows.values())


def preselected(kept: Donor, folded: Donor) -> dict[str, str]:
    """Return whose value stays unless somebody says otherwise: neither record's wish for less is lost."""
    takes = {
        "contact": CARE.index(Donor.Contact(folded.contact)) > CARE.index(Donor.Contact(kept.contact)),
        "no_post": folded.no_post and not kept.no_post,
        "no_phone": folded.no_phone and not kept.no_phone,
        "quiet_until": (folded.quiet_until or date.min) > (kept.quiet_until or date.min),
        "wants_news": _spoke_last(kept, folded) == folded.pk,
        "household": kept.household_id is None and folded.household_id is not None,
        "addresses": not kept.addresses.filter(is_primary=True).exists(),
    }
    for name in ("email", "phone"):
        takes[name] = not getattr(kept, name) and bool(getattr(folded, name))
    return {name: "folded" if takes.get(name) else "kept" for name in CHOOSABLE}


def _spoke_last(kept: Donor, folded: Donor) -> int | None:
    """Return who said last whether they want news: a wish is kept as it was last said."""
    said = Consent.objects.filter(topic="news", donor__in=[kept, folded]).order_by("-at", "-pk")
    return said.values_list("donor_id", flat=True).first()


def preview_merge(kept: Donor, folded: Donor) -> Preview:
    """Return in numbers what a merge would move."""
    emails = [email for email in (kept.email, folded.email) if email]
    user_id = kept.user_id or folded.user_id
    letters = Letter.objects.filter(to_email__in=emails, reader=None) if user_id else Letter.objects.none()
    return Preview(
        rows=rows_naming(folded.pk),
        letters=letters.count(),
        refusals=OptOut.objects.filter(email__in=emails, withdrawn_at=None)
        .values("topic")
        .distinct()
        .count(),
    )


def preview_undo(merge: DonorMerge) -> Preview:
    """Return in numbers what undoing a merge would move back."""
    return Preview(
        rows={name: len(keys) for name, keys in merge.moved.items()},
        letters=len(merge.before.get("letters", [])),
        refusals=len(merge.before.get("refusals", [])),
    )


def mark_of(kept: Donor, folded: Donor) -> str:
    """Return a hash of two records as they were seen: another one means that one of them changed."""
    seen = [Donor.objects.filter(pk=pk).values_list(*_columns()).get() for pk in (kept.pk, folded.pk)]
    places = kept.addresses.model.objects.filter(Q(donor=kept) | Q(donor=folded)).order_by("pk")
    facts = [seen, list(places.values_list()), rows_naming(folded.pk)]
    return sha256(json.dumps(facts, default=str).encode()).hexdigest()


def _columns() -> list[str]:
    """All but what a payment may change in passing."""
    return [
        field.attname
        for field in Donor._meta.concrete_fields
        if not field.generated and field.name != "customer_id"
    ]
