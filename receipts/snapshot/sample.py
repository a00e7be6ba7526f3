"""Papers of people and gifts that do not exist, one of each kind: there staff see their words first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import formats, translation
from django.utils.translation import gettext as _

from core.money import ZERO, format_money
from receipts.regimes import Claim, Contribution, Given, Regime, Thing
from receipts.snapshot.receipt import (
    Heading,
    Line,
    Snapshot,
    letterhead_of,
    statements_of,
    told_words,
    words_of,
)

NAME = "Maria Lopez"
ADDRESS = ("1209 Bayshore Boulevard", "Tampa, FL 33606")
PRICE, SMALL, LARGE = Decimal("45.00"), Decimal("50.00"), Decimal("300.00")


@dataclass(frozen=True)
class Sample:
    """What a paper of one kind is about, here: gifts, and what the regime certifies of them."""

    gifts: tuple[Contribution, ...]
    claim: Claim


def samples(regime: Regime, on: date) -> Mapping[str, Sample]:
    """Return a sample for each kind of paper that a regime knows, in the active language."""
    dinner = (Given(_("Dinner at the spring evening"), PRICE),)
    coats = Thing(_("Twelve new winter coats"), place="Tampa")
    van = Thing(_("Van, 2019"), place="Tampa", vin="1HGBH41JXMN109186", is_claimed_over_500=True, use="needy")
    service = Thing(_("Driving to court and to the clinic"), first_on=on, last_on=on)
    gifts = (
        Contribution(SMALL, on),
        Contribution(LARGE, on),
        Contribution(LARGE, on, benefits=dinner),
        Contribution(PRICE, on, benefits=dinner),
        Contribution(LARGE, on, kind="goods", thing=coats),
        Contribution(LARGE, on, kind="vehicle", thing=van),
        Contribution(LARGE, on, payer="ira", payer_name="Gulf Custody"),
        Contribution(LARGE, on, payer="daf", payer_name="Community Foundation Fund"),
        Contribution(ZERO, on, kind="expenses", thing=service),
    )
    found = {sample.claim.kind: sample for gift in gifts if (sample := _sample(regime, (gift,)))}
    pay = tuple(Contribution(SMALL, on, source="payroll") for _month in range(2))
    together = _sample(regime, pay)
    return found | ({together.claim.kind: together} if together else {})


def _sample(regime: Regime, gifts: tuple[Contribution, ...]) -> Sample | None:
    """A sample of one gift or several; none where the regime has no paper for it."""
    try:
        claims = [regime.claim(gift) for gift in gifts]
        claim = claims[0] if len(claims) == 1 else regime.together(claims)
    except ValueError:
        return None
    return None if claim.kind not in regime.titles() else Sample(gifts, claim)


def take_sample(kind: str, heading: Heading) -> Snapshot:
    """Return what a sample of one kind says, in the heading's language. Raises: KeyError."""
    currency = heading.organisation.currency
    with translation.override(heading.language):
        sample = samples(heading.regime, heading.issued_on)[kind]
        lines = tuple(_line(gift, sample, currency) for gift in sample.gifts if gift.kind != "expenses")
        paid = sum((gift.paid for gift in sample.gifts), ZERO)
        return Snapshot(
            language=heading.language,
            kind=kind,
            title=heading.regime.title_of(kind, heading.wording.title),
            number="",
            issued_on=formats.date_format(heading.issued_on, "DATE_FORMAT"),
            payer=(NAME, *ADDRESS),
            lines=lines,
            total=format_money(paid, currency) if sample.claim.states_amount else "",
            currency=currency,
            statements=statements_of(sample.claim, sample.gifts[0], heading, currency),
            codes=sample.claim.statements,
            check_code="",
            replaces="",
            organisation=letterhead_of(heading.organisation),
            words=words_of(heading, NAME, lines),
        )


def _line(gift: Contribution, sample: Sample, currency: str) -> Line:
    return Line(
        given_on=formats.date_format(gift.given_on, "DATE_FORMAT"),
        description=gift.thing.description if gift.thing else _("Gift by card"),
        fund=_("Safe housing"),
        amount=format_money(gift.paid, currency) if sample.claim.states_amount else "",
        benefit=told_words(sample.claim, currency),
    )
