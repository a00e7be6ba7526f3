"""Putting right what a paper depends on: days, payer, what was given, what came back for it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.organisation import the_zone
from core.clock import legal_day
from core.money import ZERO
from gifts.actions.offline.rows import (
    benefits_of,
    check_benefits,
    check_days,
    check_payers,
    check_thing,
    donor_behind,
    keep_open,
    thing_of,
    write_benefits,
    write_thing,
)
from gifts.actions.offline.typed import Days, OfflineRefused, Party, TypedBenefit, TypedThing, moment_of
from gifts.models import Allocation, Gift


@dataclass(frozen=True)
class Facts:
    """What was typed about a gift that was entered here; a gift by Stripe has its facts from there."""

    days: Days
    payer: str
    payer_name: str = ""
    co_payer: Party | None = None
    thing: TypedThing | None = None


@dataclass(frozen=True)
class Purpose:
    """What a gift is for: its campaign, the appeal that brought it, and (fund id, amount) of each share."""

    shares: tuple[tuple[int, Decimal], ...]
    campaign_id: int | None = None
    appeal_id: int | None = None


@dataclass(frozen=True)
class Correction:
    """What a gift should say. `terms` is the count that the gift had when the form was shown.

    `seen` is the purpose that the form showed: a change of campaign changes no receipt, so nothing counts it.
    """

    terms: int
    benefits: tuple[TypedBenefit, ...]
    facts: Facts | None = None
    purpose: Purpose | None = None
    seen: Purpose | None = None


def correct_gift(*, gift_id: UUID, correction: Correction, reason: str, by: User, now: datetime) -> Gift:
    """Let a gift say something else; its receipt is replaced after. Saying what it says changes nothing.

    What changed stands in the audit trail with the reason; of texts only that they did.

    Raises: OfflineRefused with a sentence, also where somebody changed the gift since the form was shown.
    """
    with transaction.atomic():
        gift = Gift.objects.select_for_update(of=("self",)).select_related("donor").get(pk=gift_id)
        before = _said(gift)
        _check(gift, correction, now)
        after = before | _wanted(gift, correction)
        changed = {name for name, value in after.items() if before[name] != value}
        if not changed:
            return gift
        if correction.terms != gift.terms or correction.seen not in {None, before["purpose"]}:
            raise OfflineRefused(
                _("Somebody changed this gift while your form was open. Please look at it again.")
            )
        _keep_open(gift, before, after)
        _write(gift, correction, changed, after, now)
        record(
            actor=by,
            verb="gift.corrected",
            about=("gift", str(gift.pk)),
            now=now,
            before={name: _note(before[name]) for name in sorted(changed)},
            after={name: _note(after[name]) for name in sorted(changed)},
            reason=reason,
        )
    gift.refresh_from_db()
    return gift


def _keep_open(gift: Gift, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """What the journal rests on stays in a closed month. An appeal is no part of it."""
    days = [said[name] for said in (before, after) for name in ("given_on", "received_on")]
    if days[:2] != days[2:]:
        keep_open(*days)
    was, is_now = before["purpose"], after["purpose"]
    if (was.campaign_id, was.shares) != (is_now.campaign_id, is_now.shares):
        keep_open(gift.given_on)


def _check(gift: Gift, correction: Correction, now: datetime) -> None:
    check_benefits(correction.benefits)
    if correction.purpose is not None:
        _check_purpose(gift, correction.purpose)
    if gift.state == Gift.State.REVERSED:
        raise OfflineRefused(_("This gift was taken out of the books; there is nothing to correct."))
    if correction.facts is None:
        return
    if gift.source == Gift.Source.STRIPE:
        raise OfflineRefused(_("What Stripe says of a gift is not corrected here."))
    check_days(correction.facts.days, today=legal_day(now, the_zone()))
    check_thing(gift.kind, correction.facts.thing)


def _check_purpose(gift: Gift, purpose: Purpose) -> None:
    if gift.is_unmatched:
        raise OfflineRefused(_("Nobody knows yet whose this gift is: match it first."))
    if sum((amount for _fund, amount in purpose.shares), ZERO) != gift.amount:
        raise OfflineRefused(_("The shares of the funds do not sum to the gift."))


def purpose_of(gift: Gift) -> Purpose:
    """Return what a gift is for now."""
    shares = gift.allocations.order_by("fund_id").values_list("fund_id", "amount")
    return Purpose(tuple(shares), gift.campaign_id, gift.appeal_id)


def _said(gift: Gift) -> dict[str, Any]:
    """What the gift says now of everything that can be corrected."""
    return {
        "given_on": gift.given_on,
        "date_basis": gift.date_basis,
        "postmarked_on": gift.postmarked_on,
        "received_on": gift.received_on,
        "payer": gift.payer,
        "payer_name": gift.payer_name,
        "co_payer_id": gift.co_payer_id,
        "property": thing_of(gift),
        "benefits": benefits_of(gift),
        "purpose": purpose_of(gift),
    }


def _wanted(gift: Gift, correction: Correction) -> dict[str, Any]:
    wanted: dict[str, Any] = {"benefits": correction.benefits}
    if correction.purpose is not None:
        wanted["purpose"] = replace(correction.purpose, shares=tuple(sorted(correction.purpose.shares)))
    facts = correction.facts
    if facts is None:
        return wanted
    other = donor_behind(facts.co_payer) if facts.co_payer else None
    if gift.donor is not None:
        check_payers(facts.payer, donor=gift.donor, other=other)
    return wanted | {
        "given_on": facts.days.given_on,
        "date_basis": facts.days.basis,
        "postmarked_on": facts.days.postmarked_on,
        "received_on": facts.days.received_on,
        "payer": facts.payer,
        "payer_name": facts.payer_name,
        "co_payer_id": other.pk if other else None,
        "property": facts.thing,
    }


def _write(
    gift: Gift, correction: Correction, changed: set[str], after: Mapping[str, Any], now: datetime
) -> None:
    columns = {name: after[name] for name in changed - {"property", "benefits", "purpose"}}
    if "given_on" in columns:
        columns["given_at"] = moment_of(columns["given_on"], now=now, zone=the_zone())
    if columns:
        # the trigger counts days and kind of payer only: a merge also changes who is named, and no receipt
        Gift.objects.filter(pk=gift.pk).update(**columns, terms=F("terms") + 1)
    if "benefits" in changed:
        gift.benefits.all().delete()
        write_benefits(gift, correction.benefits)
    if "purpose" in changed:
        _write_purpose(gift, after["purpose"])
    if "property" in changed and correction.facts and correction.facts.thing:
        write_thing(gift, correction.facts.thing)


def _write_purpose(gift: Gift, purpose: Purpose) -> None:
    """Share the gift anew; the campaign's total follows by trigger. A receipt names funds, no campaign."""
    Gift.objects.filter(pk=gift.pk).update(campaign=purpose.campaign_id, appeal=purpose.appeal_id)
    before = purpose_of(gift).shares
    if before == purpose.shares:
        return
    gift.allocations.all().delete()
    Allocation.objects.bulk_create(
        Allocation(gift=gift, fund_id=fund_id, amount=amount) for fund_id, amount in purpose.shares
    )
    if {fund_id for fund_id, _amount in before} != {fund_id for fund_id, _amount in purpose.shares}:
        Gift.objects.filter(pk=gift.pk).update(terms=F("terms") + 1)


def _note(value: Any) -> str | int | bool | None:
    """A value as the audit trail keeps it: days, codes and sums, and no words that somebody wrote."""
    if isinstance(value, tuple):
        worth = sum((benefit.fair_value for benefit in value), ZERO)
        return f"{len(value)}: {worth}"
    if isinstance(value, Purpose):
        shares = " ".join(f"fund={fund_id}:{amount}" for fund_id, amount in value.shares)
        return f"campaign={value.campaign_id} appeal={value.appeal_id} {shares}"
    if isinstance(value, TypedThing):
        facts = {name: fact for name, fact in asdict(value).items() if name in {"use", "sold_on", "proceeds"}}
        return " ".join(f"{name}={fact}" for name, fact in facts.items() if fact)
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int | None) else str(value)
