"""How a campaign shares among its funds what a donor leaves to us."""

from decimal import Decimal

import pgtrigger
from django.db import models
from django.db.models import Q

from campaigns.models.campaign import Campaign
from campaigns.models.fund import Fund


def percent_field() -> "models.DecimalField[Decimal, Decimal]":
    """Return a column of percents with two places."""
    return models.DecimalField(max_digits=5, decimal_places=2)


def shares_sum_to_100(name: str, *, table: str, owner: str, key: str) -> pgtrigger.Trigger:
    """Return a trigger for a table of percents: those of one owner sum to 100, or there are none."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        timing=pgtrigger.Deferred,
        declare=[("the_owner", key), ("whole", "numeric")],
        func=f"""
            IF TG_OP = 'DELETE' THEN the_owner := OLD.{owner}; ELSE the_owner := NEW.{owner}; END IF;
            SELECT SUM(percent) INTO whole FROM {table} WHERE {owner} = the_owner;
            IF whole <> 100 THEN
                RAISE EXCEPTION '{name}' USING ERRCODE = '23514';
            END IF;
            RETURN NULL;
        """,  # noqa: S608 - our own words
    )


class CampaignShare(models.Model):
    """The part of a gift "where it is needed most" that goes to a fund."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="shares")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="campaign_shares")
    percent = percent_field()

    class Meta:
        ordering = ["fund__position", "fund_id"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "fund"], name="one_share_per_campaign_and_fund"),
            models.CheckConstraint(
                name="campaign_share_is_a_part", condition=Q(percent__gt=0, percent__lte=100)
            ),
        ]
        triggers = [
            shares_sum_to_100(
                "campaign_shares_sum_to_100",
                table="campaigns_campaignshare",
                owner="campaign_id",
                key="bigint",
            )
        ]

    def __str__(self) -> str:
        return f"{self.percent} %"
