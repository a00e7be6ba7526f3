"""A receipt comes into being: its number, its frozen words, its lines, and the job that draws its paper."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection

from accounts.models import Organisation, User
from accounts.organisation import the_organisation
from core.clock import legal_day
from core.money import ZERO
from donors.models import Donor
from jobs.actions import enqueue
from receipts.models import Receipt, ReceiptLine, Series
from receipts.models.receipt import numbered
from receipts.regimes import Claim, Regime, regime_named
from receipts.reports.wording import wording_of
from receipts.snapshot import (
    TEMPLATE_VERSION,
    Heading,
    Item,
    benefit_of,
    claim_of,
    digest,
    take,
)
from volunteers.models import Volunteer

CHECK_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECK_LENGTH = 16  # 80 bits: nobody guesses one


@dataclass(frozen=True)
class Ground:
    """What a receipt is issued under: whose rules and letterhead, when, by whom, and what it replaces."""

    regime: Regime
    organisation: Organisation
    now: datetime
    by: User | None
    replaces: Receipt | None = None


@dataclass(frozen=True)
class Addressee:
    """Whose paper it is, a donor's or a volunteer's; in which language, and for which tax year."""

    language: str
    tax_year: int
    donor: Donor | None = None
    volunteer: Volunteer | None = None


def ground(*, now: datetime, by: User | None = None) -> Ground:
    """Return today's rules and letterhead."""
    organisation = the_organisation()
    return Ground(regime_named(organisation.regime), organisation, now, by)


def stand_together(items: Sequence[Item], regime: Regime) -> bool:
    """Whether one paper may be about all of them: some kinds want one of their own."""
    try:
        return not items or bool(claim_of(items, regime))
    except ValueError:
        return False


def write_receipt(items: Sequence[Item], under: Ground) -> Receipt:
    """Issue one receipt for gifts of one payer, in the caller's transaction, which draws its number last."""
    donor = items[0].gift.donor
    receipt = write_paper(
        claim_of(items, under.regime),
        Addressee(donor.language if donor else "en", items[0].contribution.given_on.year, donor=donor),
        under,
        say=lambda heading: take(items, heading).as_json(),
    )
    ReceiptLine.objects.bulk_create([_line(receipt, item) for item in items])
    return receipt


def write_paper(
    claim: Claim, to: Addressee, under: Ground, *, say: Callable[[Heading], dict[str, Any]]
) -> Receipt:
    """Issue one paper, which says what `say` returns; as `write_receipt`, but for the gifts on it."""
    code = "".join(secrets.choice(CHECK_ALPHABET) for _ in range(CHECK_LENGTH))
    issued_in = legal_day(under.now, under.organisation.zone).year
    # said before the number is drawn: from then on until the commit everybody else's receipt waits
    values = say(replace(heading_of(under, to, claim.kind), check_code=code))
    series, number = _draw(under.regime, under.regime.series_of(claim.kind), issued_in)
    values["number"] = numbered(series, number)
    receipt = Receipt.objects.create(
        series=series,
        number=number,
        kind=claim.kind,
        donor=to.donor,
        volunteer=to.volunteer,
        language=to.language,
        issued_at=under.now.replace(microsecond=0),
        issued_by=under.by,
        tax_year=to.tax_year,
        amount=claim.deductible or ZERO,
        snapshot=values,
        snapshot_sha256=digest(values),
        template_version=TEMPLATE_VERSION,
        check_code=code,
        replaces=under.replaces,
    )
    enqueue(kind="receipts.render", about=str(receipt.pk), now=under.now, key=f"receipts.render:{receipt.pk}")
    return receipt


def heading_of(under: Ground, to: Addressee, kind: str) -> Heading:
    """Return what a paper of a kind bears apart from its gifts, without a number and its code."""
    return Heading(
        regime=under.regime,
        organisation=under.organisation,
        language=to.language,
        issued_on=legal_day(under.now, under.organisation.zone),
        replaces=str(under.replaces) if under.replaces else "",
        wording=wording_of(kind, to.language),
    )


def instead_of(under: Ground, old: Receipt | None) -> Ground:
    """Return the same ground for a receipt that names the one it replaces."""
    return replace(under, replaces=old)


def _line(receipt: Receipt, item: Item) -> ReceiptLine:
    return ReceiptLine(
        receipt=receipt,
        gift=item.gift,
        paid=item.contribution.paid,
        benefit=benefit_of(item.claim, item.contribution.paid),
        terms=item.gift.terms,
    )


def _draw(regime: Regime, code: str, year: int) -> tuple[Series, int]:
    """Return the series and its next number. The row stays locked until commit: a rollback leaves no gap."""
    names = {"regime": regime.code, "code": code, "year": year}
    Series.objects.bulk_create([Series(**names)], ignore_conflicts=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE receipts_series SET last = last + 1 WHERE regime = %s AND code = %s AND year = %s"
            " RETURNING id, last",
            [regime.code, code, year],
        )
        row_id, last = cursor.fetchone()
    return Series(pk=row_id, last=last, **names), last
