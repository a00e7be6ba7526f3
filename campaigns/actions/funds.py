"""Funds: where the money must go."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from campaigns.actions.trail import Facts, changed, is_referenced
from campaigns.models import Campaign, Fund


class FundRefused(Exception):
    """The sentence is for the person."""


@dataclass(frozen=True)
class FundFacts:
    """All that staff write about a fund."""

    code: str
    name: str
    name_es: str = ""
    purpose: str = ""
    purpose_es: str = ""
    position: int = 0
    is_open: bool = True
    is_restricted: bool = True
    bears_fees: bool = False


def create_fund(*, facts: FundFacts, by: User, now: datetime) -> Fund:
    """Write a new fund down. Raises: FundRefused when the code is taken."""
    return _save(Fund(**vars(facts)), before={}, by=by, now=now, verb="fund.created")


def edit_fund(*, fund_id: int, facts: FundFacts, by: User, now: datetime) -> Fund:
    """Change a fund.

    Raises: FundRefused when the code is taken, or changes after money came, or when a published campaign
    would be left without any open fund.
    """
    with transaction.atomic():
        fund = Fund.objects.select_for_update().get(pk=fund_id)
        if facts.code != fund.code and is_referenced(fund):
            raise FundRefused(_("Gifts carry this code already, so it stays as it is."))
        if fund.is_open and not facts.is_open:
            _check_not_last(fund)
        before = _facts(fund)
        for name, value in vars(facts).items():
            setattr(fund, name, value)
        return _save(fund, before=before, by=by, now=now, verb="fund.edited")


def _check_not_last(fund: Fund) -> None:
    # locked, so that two people cannot close the last two funds of a campaign at once
    running = Campaign.objects.running().filter(funds=fund).order_by("pk").select_for_update()
    for campaign in running:
        if not campaign.funds.filter(is_open=True).exclude(pk=fund.pk).exists():
            raise FundRefused(
                _("It is the last open fund of “%s”. Give that campaign another one first, or close it.")
                % campaign
            )


def _save(fund: Fund, *, before: Facts, by: User, now: datetime, verb: str) -> Fund:
    try:
        with transaction.atomic():
            fund.save()
            old, new = changed(before, _facts(fund))
            about = ("fund", str(fund.pk))
            record(actor=by, verb=verb, about=about, now=now, before=old, after=new)
    except IntegrityError as error:
        if "fund_code" not in str(error):
            raise
        raise FundRefused(_("Another fund has this code already.")) from error
    return fund


def _facts(fund: Fund) -> Facts:
    return {name: getattr(fund, name) for name in FundFacts.__dataclass_fields__}
