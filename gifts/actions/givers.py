"""Whose a payment is: the donor behind a checkout, found by e-mail or made."""

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import override

from donors.actions import look_for_doubles
from donors.models import NEWS_WORDING, Consent, Donor
from gifts.models import Checkout


def donor_of(checkout: Checkout, *, customer_id: str, now: datetime) -> Donor:
    """Return the donor with the checkout's e-mail, made if there is none. Only for one that still has it.

    Whoever fills in a form can write anybody's address, so a known donor is never renamed by a payment.
    Consent to news is taken up and written down; only the donor takes it back, and their refusal stands.
    """
    email = checkout.email.lower()
    donor = find_or_make_donor(name=checkout.name, email=email, language=checkout.language)
    changes: dict[str, object] = {}
    if customer_id and donor.customer_id != customer_id:
        changes["customer_id"] = customer_id
    if checkout.wants_news and not donor.wants_news:
        changes |= {"wants_news": True, "wants_news_since": now}
        Consent.objects.note(
            donor=donor,
            topic="news",
            is_given=True,
            source=Consent.Source.GIVING,
            wording=_in(checkout.language, NEWS_WORDING),
            at=now,
        )
    if changes:
        Donor.objects.filter(pk=donor.pk).update(**changes)
        for name, value in changes.items():
            setattr(donor, name, value)
    return donor


def find_or_make_donor(
    *, name: str, email: str, language: str = "en", kind: str = Donor.Kind.PERSON
) -> Donor:
    """Return the donor behind an e-mail address; two payments at once make one donor."""
    found = Donor.objects.carrying(email)
    if found is not None:
        return found
    Donor.objects.bulk_create(
        [Donor(name=name, email=email, language=language, kind=kind)], ignore_conflicts=True
    )
    made = Donor.objects.get(email=email)
    look_for_doubles(donor_id=made.pk, now=made.created_at)
    return made.merged_into or made


def _in(language: str, words: Promise) -> str:
    with override(language):
        return str(words)
