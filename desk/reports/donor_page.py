"""A donor's record with all that the page of it shows beside the story: one question, whatever there is."""

from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from core.bundles import Joined, Part, opened
from core.rows import planned_cursor
from donors.models import (
    Address,
    Donor,
    DonorMerge,
    Household,
    OtherEmail,
    Relationship,
    Tag,
    Tagging,
    Task,
)
from gifts.models import Gift, RecurringElsewhere, RecurringGift, SoftCredit

SHOWN = 10
TAGS = 500
OF_DONOR = "WHERE own.donor_id = %(donor)s"
PERSON = ("name", "kind", "email")
DONOR = Part(
    Donor,
    "LEFT JOIN donors_household AS household ON household.id = own.household_id WHERE own.id = %(donor)s",
    joined=(Joined("household", Household, "household", ("formal_greeting", "informal_greeting")),),
)
# by the name under which the page knows them
PARTS: dict[str, Part] = {
    "emails": Part(OtherEmail, f"{OF_DONOR} ORDER BY own.id"),
    "addresses": Part(Address, f"{OF_DONOR} ORDER BY own.is_primary DESC, own.id"),
    "taggings": Part(
        Tagging,
        f"JOIN donors_tag AS tag ON tag.id = own.tag_id {OF_DONOR} ORDER BY tag.name",
        joined=(Joined("tag", Tag, "tag", ("name",)),),
    ),
    "tasks": Part(
        Task,
        f"""JOIN accounts_user AS who ON who.id = own.assigned_to_id {OF_DONOR} AND own.done_at IS NULL
        ORDER BY own.due_on, own.id LIMIT {SHOWN}""",
        joined=(Joined("assigned_to", User, "who", ("name", "email")),),
    ),
    "relations": Part(
        Relationship,
        """JOIN donors_donor AS first ON first.id = own.first_id
        JOIN donors_donor AS second ON second.id = own.second_id
        WHERE own.first_id = %(donor)s OR own.second_id = %(donor)s""",
        joined=(Joined("first", Donor, "first", PERSON), Joined("second", Donor, "second", PERSON)),
    ),
    "folded": Part(Donor, "WHERE own.merged_into_id = %(donor)s ORDER BY own.id", PERSON),
    "merges": Part(
        DonorMerge,
        f"""JOIN donors_donor AS folded ON folded.id = own.folded_id
        WHERE own.kept_id = %(donor)s AND own.undone_at IS NULL ORDER BY own.id DESC LIMIT {SHOWN}""",
        ("kept_id", "folded_id"),
        (Joined("folded", Donor, "folded", PERSON),),
    ),
    "credits": Part(
        SoftCredit,
        f"""JOIN gifts_gift AS gift ON gift.id = own.gift_id
        LEFT JOIN donors_donor AS giver ON giver.id = gift.donor_id
        {OF_DONOR} ORDER BY own.created_at DESC, own.id DESC LIMIT {SHOWN}""",
        joined=(
            Joined("gift", Gift, "gift", ("given_on", "donor_id", "state", "currency")),
            Joined("gift.donor", Donor, "giver", PERSON),
        ),
    ),
    "recurring": Part(RecurringGift, f"{OF_DONOR} ORDER BY own.started_at DESC"),
    "elsewhere": Part(RecurringElsewhere, f"{OF_DONOR} ORDER BY own.created_at DESC, own.id DESC"),
    "tags": Part(Tag, f"ORDER BY own.name LIMIT {TAGS}", ("name",)),
}
OF_MONEY = frozenset({"credits", "recurring", "elsewhere"})
SQL = f"""
    SELECT ({DONOR.one})::text, (SELECT fiscal_month FROM gifts_tally WHERE id = 1),
        EXISTS (SELECT FROM gifts_pledge AS own {OF_DONOR}), json_build_object(
        {", ".join(f"'{name}', {part.sql}" for name, part in PARTS.items())})::text"""  # noqa: S608 - our own words


@dataclass(frozen=True)
class Record:
    """A donor, and by the names of PARTS the rows that are theirs; `tags` are all that there are.

    `has_pledges` saves a question in vain; `fiscal_month` is the one by which totals are kept.
    """

    donor: Donor
    fiscal_month: int
    has_pledges: bool
    parts: dict[str, list[Any]] = field(default_factory=dict)


def record_of(donor_id: int) -> Record:
    """Return a donor's record. Raises: Donor.DoesNotExist."""
    with planned_cursor() as cursor:
        cursor.execute(SQL, {"donor": donor_id})
        found = cursor.fetchone()
    if found is None or found[0] is None:
        raise Donor.DoesNotExist
    told, month, has_pledges, rest = found
    parts = opened(rest)
    rows = {name: part.read_all(parts[name]) for name, part in PARTS.items()}
    return Record(DONOR.read(opened(told)), month or 1, has_pledges, rows)
