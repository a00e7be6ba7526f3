"""What each campaign raised, kept by the database as money moves: read often, never recounted."""

import pgtrigger
from django.db import models
from django.db.models import Q

from campaigns.models import Campaign
from core.money import money_field

SLOTS = 16  # as the triggers' SQL below has it


class CampaignTotal(models.Model):
    """A part of what stands of a campaign's gifts; the sum over its slots is the whole.

    A payment adds to the slot of its connection: two at once rarely share one, so that one does not wait
    for the other's commit.

    Triggers on ledger lines and gifts keep it; nothing else writes here.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="totals")
    slot = models.PositiveSmallIntegerField()
    raised = money_field(help_text="may be below zero: a refund may fall into another slot than its charge")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "slot"], name="one_total_per_campaign_and_slot"),
            models.CheckConstraint(name="total_slot_is_known", condition=Q(slot__lt=SLOTS)),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id}/{self.slot}: {self.raised}"


# on LedgerLine: a line is final, so it is added once, when it first knows its gift
LINE_ADDS_TO_TOTAL = pgtrigger.Trigger(
    name="line_adds_to_total",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("gift_id"),  # type: ignore[no-untyped-call] # pgtrigger has no type there
    declare=[("the_campaign", "bigint")],
    func="""
        IF NEW.gift_id IS NULL OR (TG_OP = 'UPDATE' AND OLD.gift_id IS NOT NULL) THEN RETURN NULL; END IF;
        SELECT campaign_id INTO the_campaign FROM gifts_gift WHERE id = NEW.gift_id;
        IF the_campaign IS NULL OR NEW.amount = 0 THEN RETURN NULL; END IF;
        INSERT INTO gifts_campaigntotal (campaign_id, slot, raised)
        VALUES (the_campaign, pg_backend_pid() % 16, NEW.amount)
        ON CONFLICT (campaign_id, slot) DO UPDATE SET raised = gifts_campaigntotal.raised + excluded.raised;
        RETURN NULL;
    """,
)
# on Gift: staff say later which campaign a payment was for
GIFT_MOVES_TOTAL = pgtrigger.Trigger(
    name="gift_moves_total",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("campaign_id"),  # type: ignore[no-untyped-call] # pgtrigger has no type there
    condition=pgtrigger.Condition("OLD.campaign_id IS DISTINCT FROM NEW.campaign_id"),
    declare=[("moved", "numeric")],
    func="""
        SELECT COALESCE(SUM(amount), 0) INTO moved FROM gifts_ledgerline WHERE gift_id = NEW.id;
        INSERT INTO gifts_campaigntotal (campaign_id, slot, raised)
        SELECT campaign, pg_backend_pid() % 16, amount
        FROM (VALUES (OLD.campaign_id, -moved), (NEW.campaign_id, moved)) AS change (campaign, amount)
        WHERE campaign IS NOT NULL ORDER BY campaign
        ON CONFLICT (campaign_id, slot) DO UPDATE SET raised = gifts_campaigntotal.raised + excluded.raised;
        RETURN NULL;
    """,
)
