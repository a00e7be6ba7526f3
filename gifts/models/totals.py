"""How far each campaign is, kept by the database as money moves: read often, never recounted."""

import pgtrigger
from django.db import models
from django.db.models import Q

from campaigns.models import Campaign
from core.money import money_field
from core.triggers import update_of

SLOTS = 16  # as the triggers' SQL below has it


class CampaignTotal(models.Model):
    """A part of what stands of a campaign's gifts; the sum over its slots is the whole.

    A payment adds to the slot of its connection: two at once rarely share one, so that one does not wait
    for the other's commit. Counts may be below zero in a slot, as the money may: what was counted in one
    slot may end in another.

    Triggers on ledger lines, gifts and recurring gifts keep it; nothing else writes here.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="totals")
    slot = models.PositiveSmallIntegerField()
    raised = money_field(
        default=0,
        db_default=0,
        help_text="may be below zero: a refund may fall into another slot than its charge",
    )
    donors = models.IntegerField(default=0, db_default=0, help_text="of whose gifts here something stands")
    goods = models.IntegerField(default=0, db_default=0, help_text="gifts of goods that stand")
    monthly = models.IntegerField(default=0, db_default=0, help_text="recurring gifts begun")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "slot"], name="one_total_per_campaign_and_slot"),
            models.CheckConstraint(name="total_slot_is_known", condition=Q(slot__lt=SLOTS)),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id}/{self.slot}: {self.raised}"


class CampaignGiver(models.Model):
    """What stands of one donor's gifts to one campaign: above zero, they count as one of its donors.

    The donor is no foreign key: triggers alone write here, and they follow the gifts when records are
    merged, split again or erased; a key would make a payment lock the donor's row.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="givers")
    donor_number = models.BigIntegerField()
    raised = money_field()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "donor_number"], name="one_giver_per_campaign")
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id}/{self.donor_number}: {self.raised}"


def _add(*, campaign: str, donor: str, amount: str, goods: str) -> str:
    """SQL that adds to a campaign's total and to its giver; in this order, whoever writes.

    The slot's row is taken first: of two that share it, the second then waits with empty hands.
    """
    return f"""
        INSERT INTO gifts_campaigntotal AS total (campaign_id, slot, raised, goods)
        VALUES ({campaign}, pg_backend_pid() % 16, {amount}, {goods})
        ON CONFLICT (campaign_id, slot)
        DO UPDATE SET raised = total.raised + excluded.raised, goods = total.goods + excluded.goods;
        IF {donor} IS NOT NULL THEN
            INSERT INTO gifts_campaigngiver AS giver (campaign_id, donor_number, raised)
            VALUES ({campaign}, {donor}, {amount})
            ON CONFLICT (campaign_id, donor_number) DO UPDATE SET raised = giver.raised + excluded.raised
            RETURNING giver.raised INTO stands;
            IF (stands > 0) <> (stands - {amount} > 0) THEN
                UPDATE gifts_campaigntotal SET donors = donors + CASE WHEN stands > 0 THEN 1 ELSE -1 END
                WHERE campaign_id = {campaign} AND slot = pg_backend_pid() % 16;
            END IF;
        END IF;
    """  # noqa: S608 - our own words


# on LedgerLine: a line is final, so it is added once, when it first knows its gift. The gift's row is locked
# by then (`ledger_line_changes_gift` comes first by its name), so no line of the same gift comes between
LINE_ADDS_TO_TOTAL = pgtrigger.Trigger(
    name="line_adds_to_total",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | update_of("gift_id"),
    declare=[("gift", "gifts_gift"), ("stands", "numeric"), ("goods", "integer := 0")],
    func=f"""
        IF NEW.gift_id IS NULL OR (TG_OP = 'UPDATE' AND OLD.gift_id IS NOT NULL) THEN RETURN NULL; END IF;
        SELECT * INTO gift FROM gifts_gift WHERE id = NEW.gift_id;
        IF gift.campaign_id IS NULL OR NEW.amount = 0 THEN RETURN NULL; END IF;
        IF gift.kind = 'goods' THEN
            SELECT SUM(amount) INTO stands FROM gifts_ledgerline WHERE gift_id = NEW.gift_id;
            goods := (stands > 0)::int - (stands - NEW.amount > 0)::int;
        END IF;
        {_add(campaign="gift.campaign_id", donor="gift.donor_id", amount="NEW.amount", goods="goods")}
        RETURN NULL;
    """,  # noqa: S608 - our own words
)
# on Gift: staff say later which campaign a payment was for and who gave it; records are merged
GIFT_MOVES_TOTAL = pgtrigger.Trigger(
    name="gift_moves_total",
    when=pgtrigger.After,
    operation=update_of("campaign_id", "donor_id", "kind"),
    condition=pgtrigger.Condition(
        "(ROW(OLD.campaign_id, OLD.donor_id, OLD.kind)"
        " IS DISTINCT FROM ROW(NEW.campaign_id, NEW.donor_id, NEW.kind))"
    ),
    declare=[("moved", "numeric"), ("stands", "numeric"), ("part", "record")],
    func=f"""
        SELECT COALESCE(SUM(amount), 0) INTO moved FROM gifts_ledgerline WHERE gift_id = NEW.id;
        IF moved = 0 THEN RETURN NULL; END IF;
        FOR part IN
            SELECT change.campaign, change.donor, change.sign * moved AS amount,
                CASE WHEN change.kind = 'goods' AND moved > 0 THEN change.sign ELSE 0 END AS goods
            FROM (VALUES
                (OLD.campaign_id, OLD.donor_id, OLD.kind, -1), (NEW.campaign_id, NEW.donor_id, NEW.kind, 1)
            ) AS change (campaign, donor, kind, sign)
            WHERE change.campaign IS NOT NULL ORDER BY change.campaign, change.donor
        LOOP
            {_add(campaign="part.campaign", donor="part.donor", amount="part.amount", goods="part.goods")}
        END LOOP;
        RETURN NULL;
    """,  # noqa: S608 - our own words
)
# on RecurringChange: the one of kind `new` says that a recurring gift began
BEGUN_ADDS_TO_TOTAL = pgtrigger.Trigger(
    name="begun_adds_to_total",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    condition=pgtrigger.Condition("NEW.kind = 'new'"),
    func="""
        INSERT INTO gifts_campaigntotal AS total (campaign_id, slot, monthly)
        SELECT campaign_id, pg_backend_pid() % 16, 1 FROM gifts_recurringgift
        WHERE id = NEW.recurring_id AND campaign_id IS NOT NULL
        ON CONFLICT (campaign_id, slot) DO UPDATE SET monthly = total.monthly + 1;
        RETURN NULL;
    """,
)
# on RecurringGift
RECURRING_MOVES_TOTAL = pgtrigger.Trigger(
    name="recurring_moves_total",
    when=pgtrigger.After,
    operation=update_of("campaign_id"),
    condition=pgtrigger.Condition("OLD.campaign_id IS DISTINCT FROM NEW.campaign_id"),
    declare=[("begun", "integer")],
    func="""
        SELECT count(*) INTO begun FROM gifts_recurringchange WHERE recurring_id = NEW.id AND kind = 'new';
        IF begun = 0 THEN RETURN NULL; END IF;
        INSERT INTO gifts_campaigntotal AS total (campaign_id, slot, monthly)
        SELECT campaign, pg_backend_pid() % 16, sign * begun
        FROM (VALUES (OLD.campaign_id, -1), (NEW.campaign_id, 1)) AS change (campaign, sign)
        WHERE campaign IS NOT NULL ORDER BY campaign
        ON CONFLICT (campaign_id, slot) DO UPDATE SET monthly = total.monthly + excluded.monthly;
        RETURN NULL;
    """,
)
