"""The rules for giving that staff set. Pausing and resuming stand beside the alarm, in `defence`."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from gifts.models import GivingPolicy


@dataclass(frozen=True)
class PolicyFacts:
    """What staff set. The fee is Stripe's for a card: a share in percent and a fixed part."""

    minimum: Decimal
    maximum: Decimal
    fee_percent: Decimal
    fee_fixed: Decimal
    statement_descriptor: str
    is_quiet: bool


def edit_policy(*, facts: PolicyFacts, by: User, now: datetime) -> None:
    """Change the rules; they hold from the next form on. What is equal to what stands changes nothing."""
    with transaction.atomic():
        GivingPolicy.objects.get_or_create(pk=1)
        policy = GivingPolicy.objects.select_for_update().get(pk=1)
        before = {name: str(getattr(policy, name)) for name in vars(facts)}
        for name, value in vars(facts).items():
            setattr(policy, name, value)
        policy.save(update_fields=list(vars(facts)))
        policy.refresh_from_db()
        changed = [name for name in before if before[name] != str(getattr(policy, name))]
        if changed:
            record(
                actor=by,
                verb="giving.policy_edited",
                about=("giving_policy", "1"),
                now=now,
                before={name: before[name] for name in changed},
                after={name: str(getattr(policy, name)) for name in changed},
            )
