"""What the database keeps of the tree of campaigns: no circle, and no more levels than a page can show."""

import pgtrigger

from core.triggers import update_of

# on Campaign. One change of the tree at a time: two halves of a circle, written at once, would each look well
TREE_HAS_NO_CIRCLE = pgtrigger.Trigger(
    name="campaign_tree_has_no_circle",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | update_of("parent_id"),
    condition=pgtrigger.Condition("NEW.parent_id IS NOT NULL"),
    declare=[("above", "bigint[]"), ("below", "integer")],
    func="""
        PERFORM pg_advisory_xact_lock(hashtext('campaign tree'));
        WITH RECURSIVE up (id, parent_id) AS (
            SELECT id, parent_id FROM campaigns_campaign WHERE id = NEW.parent_id
            UNION
            SELECT one.id, one.parent_id FROM campaigns_campaign AS one JOIN up ON one.id = up.parent_id
        ) SELECT array_agg(id) INTO above FROM up;
        IF NEW.id = ANY (above) THEN
            RAISE EXCEPTION 'campaign_tree_has_no_circle' USING ERRCODE = '23514';
        END IF;
        WITH RECURSIVE down (id, level) AS (
            SELECT NEW.id, 1
            UNION
            SELECT one.id, down.level + 1 FROM campaigns_campaign AS one
            JOIN down ON one.parent_id = down.id WHERE down.level < 9
        ) SELECT max(level) INTO below FROM down;
        IF array_length(above, 1) + below > 3 THEN
            RAISE EXCEPTION 'campaign_tree_has_three_levels' USING ERRCODE = '23514';
        END IF;
        RETURN NULL;
    """,
)
