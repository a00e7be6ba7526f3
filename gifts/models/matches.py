"""What a sponsor's pot gave to whose gift, append-only: the pot can never be over-drawn."""

import pgtrigger
from django.db import models
from django.db.models import Q

from campaigns.models import Challenge
from core.money import money_field
from gifts.models.gift import Gift


class ChallengeMatch(models.Model):
    """An amount that the pot gave for a gift; below zero: what it got back when the gift's money went back.

    The trigger adds it to the pot's `used` in the same transaction, where a check refuses more than there
    is. Who inserts takes the challenge's row first (`gifts.actions.challenges`), payments never do.
    """

    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="matches")
    gift = models.ForeignKey(Gift, on_delete=models.PROTECT, related_name="matches")
    amount = money_field()
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["challenge", "-created_at", "-id"], name="matches_newest")]
        constraints = [models.CheckConstraint(name="match_moves_something", condition=~Q(amount=0))]
        triggers = [
            pgtrigger.Protect(name="match_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="match_draws_on_the_pot",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                declare=[("stands", "numeric")],
                func="""
                    UPDATE campaigns_challenge SET used = used + NEW.amount WHERE id = NEW.challenge_id;
                    SELECT SUM(amount) INTO stands FROM gifts_challengematch
                    WHERE challenge_id = NEW.challenge_id AND gift_id = NEW.gift_id;
                    IF stands < 0 THEN
                        RAISE EXCEPTION 'match_of_a_gift_is_not_negative' USING ERRCODE = '23514';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount}"
