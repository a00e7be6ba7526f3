"""What must not change in a month that finance closed: refused by the database, whoever asks."""

import pgtrigger

from core.triggers import update_of

# shared by whoever writes something dated; alone for whoever closes or reopens a month
PERIODS_LOCK = 6_022_842

# `{days}` is an array of the days that must be open
_REFUSE = """
    PERFORM pg_advisory_xact_lock_shared({lock});
    IF EXISTS (
        SELECT FROM gifts_closedperiod AS closed, unnest(ARRAY[{days}]::date[]) AS the_day
        WHERE closed.reopened_at IS NULL AND the_day BETWEEN closed.begins_on AND closed.ends_on
    ) THEN
        RAISE EXCEPTION '{name}' USING ERRCODE = '23514';
    END IF;
"""


def refuse_closed(
    name: str,
    *days: str,
    operation: pgtrigger.Operation,
    condition: str | None = None,
) -> pgtrigger.Trigger:
    """Return a trigger that refuses a row whose days lie in a closed period. An empty day lies in none."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=operation,
        condition=pgtrigger.Condition(condition) if condition else None,
        func=_REFUSE.format(lock=PERIODS_LOCK, days=", ".join(days), name=name) + "RETURN NEW;",
    )


# on Gift: what Stripe says always comes in, and lands as a late entry
CLOSED_PERIOD_TAKES_NO_GIFT = refuse_closed(
    "closed_period_takes_no_gift",
    "NEW.given_on",
    "NEW.received_on",
    operation=pgtrigger.Insert,
    condition="NEW.source <> 'stripe'",
)
CLOSED_PERIOD_KEEPS_ITS_GIFTS = refuse_closed(
    "closed_period_keeps_its_gifts",
    "OLD.given_on",
    "OLD.received_on",
    "NEW.given_on",
    "NEW.received_on",
    operation=update_of("given_on", "received_on", "kind"),
    condition=(
        "NEW.source <> 'stripe' AND (OLD.given_on IS DISTINCT FROM NEW.given_on"
        " OR OLD.received_on IS DISTINCT FROM NEW.received_on OR OLD.kind <> NEW.kind)"
    ),
)
# a payment that nobody knew may find its campaign after its month was closed
CLOSED_PERIOD_KEEPS_CAMPAIGNS = refuse_closed(
    "closed_period_keeps_campaigns",
    "OLD.given_on",
    operation=update_of("campaign_id"),
    condition="NOT OLD.is_unmatched AND OLD.campaign_id IS DISTINCT FROM NEW.campaign_id",
)
# on Allocation: shares always sum to their gift, so nothing is added to them without changing one
CLOSED_PERIOD_KEEPS_SHARES = pgtrigger.Trigger(
    name="closed_period_keeps_shares",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    declare=[("its_day", "date")],
    func=(
        "SELECT given_on INTO its_day FROM gifts_gift WHERE id = OLD.gift_id;"  # noqa: S608 - our own words
        + _REFUSE.format(lock=PERIODS_LOCK, days="its_day", name="closed_period_keeps_shares")
        + "IF TG_OP = 'DELETE' THEN RETURN OLD; ELSE RETURN NEW; END IF;"
    ),
)
