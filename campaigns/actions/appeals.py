"""Appeals: the asks whose codes travel in addresses."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from campaigns.actions.trail import Facts, changed, is_referenced
from campaigns.models import Appeal
from core.money import ZERO


class AppealRefused(Exception):
    """The sentence is for the person."""


@dataclass(frozen=True)
class AppealFacts:
    """All that staff write about an appeal."""

    code: str
    name: str
    kind: str
    cost: Decimal = ZERO
    sent_on: date | None = None
    sent_count: int | None = None


def create_appeal(*, campaign_id: int, facts: AppealFacts, by: User, now: datetime) -> Appeal:
    """Write a new ask down. Raises: AppealRefused when the code is taken."""
    appeal = Appeal(campaign_id=campaign_id, **vars(facts))
    return _save(appeal, before={}, by=by, now=now, verb="appeal.created")


def edit_appeal(*, appeal_id: int, facts: AppealFacts, by: User, now: datetime) -> Appeal:
    """Change an ask. Raises: AppealRefused when the code is taken, or changes after people came with it."""
    with transaction.atomic():
        appeal = Appeal.objects.select_for_update().get(pk=appeal_id)
        if facts.code != appeal.code and is_referenced(appeal):
            raise AppealRefused(_("People came with this code already, so it stays as it is."))
        before = _facts(appeal)
        for name, value in vars(facts).items():
            setattr(appeal, name, value)
        return _save(appeal, before=before, by=by, now=now, verb="appeal.edited")


def _save(appeal: Appeal, *, before: Facts, by: User, now: datetime, verb: str) -> Appeal:
    try:
        with transaction.atomic():
            appeal.save()
            old, new = changed(before, _facts(appeal))
            about = ("appeal", str(appeal.pk))
            record(actor=by, verb=verb, about=about, now=now, before=old, after=new)
    except IntegrityError as error:
        if "appeal_code" not in str(error):
            raise
        raise AppealRefused(_("Another appeal has this code already.")) from error
    return appeal


def _facts(appeal: Appeal) -> Facts:
    return {
        "campaign": appeal.campaign_id,
        "code": appeal.code,
        "name": appeal.name,
        "kind": appeal.kind,
        "cost": str(appeal.cost),
        "sent_on": str(appeal.sent_on or ""),
        "sent_count": appeal.sent_count,
    }
