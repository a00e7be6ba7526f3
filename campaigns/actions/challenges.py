"""A challenge's life: written, opened, changed, ended. What it matches is settled in gifts."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.organisation import the_zone
from campaigns.actions.trail import Facts, changed
from campaigns.models import Challenge
from core.clock import legal_day
from core.money import format_money

# what a donor was told when they gave does not change afterwards
PROMISED = ("campaign_id", "sponsor_id", "rate", "cap", "matches_for", "starts_on")


class ChallengeRefused(Exception):
    """The sentence is for the person."""


@dataclass(frozen=True)
class ChallengeFacts:
    """All that staff write about a challenge."""

    campaign_id: int
    sponsor_id: int
    name: str
    rate: Decimal
    pot: Decimal
    starts_on: date
    ends_on: date
    cap: Decimal | None = None
    matches_for: str = Challenge.For.ALL
    words: str = ""
    words_es: str = ""


def create_challenge(*, facts: ChallengeFacts, by: User, now: datetime) -> Challenge:
    """Write a draft down: nothing is matched, and only staff see it."""
    challenge = Challenge(created_at=now, updated_at=now, **vars(facts))
    with transaction.atomic():
        challenge.save()
        _note(challenge, {}, by=by, now=now, verb="challenge.created")
    return challenge


def edit_challenge(*, challenge_id: int, facts: ChallengeFacts, by: User, now: datetime) -> Challenge:
    """Change a challenge; of one that was opened the words, the pot and a last day that is still to come.

    Raises: ChallengeRefused with a sentence, also where the pot would be less than it has given.
    """
    with transaction.atomic():
        challenge = _locked(challenge_id)
        before = _facts(challenge)
        if challenge.state != Challenge.State.DRAFT:
            _check_promised(challenge, facts, now)
        for name, value in vars(facts).items():
            setattr(challenge, name, value)
        challenge.updated_at = now
        try:
            with transaction.atomic():
                challenge.save(update_fields=[*vars(facts), "updated_at"])
        except IntegrityError as error:
            if "challenge_is_never_overdrawn" not in str(error):
                raise
            used = format_money(challenge.used, challenge.campaign.currency)
            raise ChallengeRefused(
                _("The pot has given %(used)s already, so it cannot hold less.") % {"used": used}
            ) from error
        _note(challenge, before, by=by, now=now, verb="challenge.edited")
    return challenge


def open_challenge(*, challenge_id: int, by: User, now: datetime) -> None:
    """Show a draft on its campaign's page and match gifts of its days. Raises: ChallengeRefused."""
    with transaction.atomic():
        challenge = _locked(challenge_id)
        if challenge.state != Challenge.State.DRAFT:
            raise ChallengeRefused(_("It was opened already."))
        if challenge.ends_on < legal_day(now, the_zone()):
            raise ChallengeRefused(_("Its last day is over. Please choose a later one first."))
        _move(challenge, Challenge.State.OPEN, by=by, now=now)


def end_challenge(*, challenge_id: int, by: User, now: datetime) -> None:
    """Match no gift that comes after now; what was matched stays. Raises: ChallengeRefused."""
    with transaction.atomic():
        challenge = _locked(challenge_id)
        if challenge.state != Challenge.State.OPEN:
            raise ChallengeRefused(_("It does not run, so there is nothing to end."))
        challenge.ended_at = now
        _move(challenge, Challenge.State.ENDED, by=by, now=now)


def _locked(challenge_id: int) -> Challenge:
    return Challenge.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=challenge_id)


def _check_promised(challenge: Challenge, facts: ChallengeFacts, now: datetime) -> None:
    if challenge.state == Challenge.State.ENDED and (facts.pot, facts.ends_on) != (
        challenge.pot,
        challenge.ends_on,
    ):
        raise ChallengeRefused(_("It has ended: pot and days stay as they are."))
    if any(getattr(challenge, name) != getattr(facts, name) for name in PROMISED):
        raise ChallengeRefused(
            _(
                "It was opened, and donors were told of it: sponsor, campaign, rate, most for one gift, "
                "first day and whose gifts it matches stay as they are."
            )
        )
    if facts.ends_on != challenge.ends_on and facts.ends_on < legal_day(now, the_zone()):
        raise ChallengeRefused(_("The last day can move to today or a later day only."))


def _move(challenge: Challenge, state: str, *, by: User, now: datetime) -> None:
    before, challenge.state, challenge.updated_at = challenge.state, state, now
    challenge.save(update_fields=["state", "ended_at", "updated_at"])
    record(
        actor=by,
        verb=f"challenge.{state}",
        about=("challenge", str(challenge.pk)),
        now=now,
        before={"state": before},
        after={"state": state},
    )


def _note(challenge: Challenge, before: Facts, *, by: User, now: datetime, verb: str) -> None:
    old, new = changed(before, _facts(challenge))
    record(actor=by, verb=verb, about=("challenge", str(challenge.pk)), now=now, before=old, after=new)


def _facts(challenge: Challenge) -> Facts:
    """What the trail keeps: no words, and of the sponsor the number."""
    names = [*PROMISED, "pot", "ends_on"]
    return {name: None if (value := getattr(challenge, name)) is None else str(value) for name in names}
