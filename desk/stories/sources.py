"""Where the things of a donor's story stand: a kind's rows, what is told of each, in SQL."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import AuditEntry, User
from campaigns.models import Campaign
from core.bundles import Joined, Part
from desk.stories import told
from desk.stories.told import Moment
from donors.models import Consent, Donor, Note, Tag, Task
from gifts.models import Gift
from letters.models import Letter
from receipts.models import Receipt, Series

OF_DONOR = "own.donor_id = %(donor)s"
OF_TRAIL = "own.about_kind = 'donor' AND own.about_id = %(donor)s::text"
NAMED = ("name", "email")
TAG = (
    "LEFT JOIN donors_tag AS tag ON tag.id ="
    " CASE WHEN jsonb_typeof(own.after -> 'tag') = 'number' THEN (own.after ->> 'tag')::bigint END"
)


@dataclass(frozen=True)
class Source:
    """Rows of one kind: their part, its joins, the condition, the column that says when, how they are told.

    Where one index cannot find them in order, `each` are conditions that one can: each is asked by itself.
    """

    part: Part
    at: str
    tell: Callable[[Sequence[Any], Donor], Iterable[Moment]]
    where: str = OF_DONOR
    each: tuple[str, ...] = ("",)


def _user(path: str) -> tuple[str, Joined]:
    return f"LEFT JOIN accounts_user AS {path} ON {path}.id = own.{path}_id", Joined(path, User, path, NAMED)


def _part(model: Any, only: tuple[str, ...], *joined: tuple[str, Joined]) -> Part:
    joins = " ".join(sql for sql, _joined in joined)
    found = f"{joins} WHERE own.id = found.{'uuid' if model is Gift else 'whole'}"
    return Part(model, found, only, tuple(row for _sql, row in joined))


TRAIL = _part(
    AuditEntry,
    ("at", "verb", "actor_id", "after"),
    _user("actor"),
    (TAG, Joined("tag", Tag, "tag", ("name",))),
)
SOURCES: dict[str, Source] = {
    "gift": Source(
        _part(
            Gift,
            ("given_at", "amount", "stands", "currency", "state", "recurring_id", "campaign_id"),
            (
                "LEFT JOIN campaigns_campaign AS campaign ON campaign.id = own.campaign_id",
                Joined("campaign", Campaign, "campaign", ("name", "name_es")),
            ),
        ),
        "given_at",
        lambda rows, _donor: told.gifts(rows),
        f"{OF_DONOR} AND own.given_at IS NOT NULL",
    ),
    "receipt": Source(
        _part(
            Receipt,
            ("issued_at", "amount", "number", "status", "series_id"),
            (
                "JOIN receipts_series AS series ON series.id = own.series_id",
                Joined("series", Series, "series", ("code", "year")),
            ),
        ),
        "issued_at",
        lambda rows, _donor: told.receipts(rows),
    ),
    "letter": Source(
        _part(Letter, ("created_at", "kind", "subject", "state")),
        "created_at",
        lambda rows, _donor: told.letters(rows),
        "own.kind = ANY(%(kinds)s::text[])",
        ("own.to_email = address", "own.reader_id = %(user)s"),
    ),
    "note": Source(
        _part(
            Note,
            ("at", "text", "withdrawn_at", "by_id", "withdrawn_by_id", "corrects_id"),
            _user("by"),
            _user("withdrawn_by"),
            (
                "LEFT JOIN donors_note AS corrects ON corrects.id = own.corrects_id",
                Joined("corrects", Note, "corrects", ("text",)),
            ),
        ),
        "at",
        lambda rows, _donor: told.notes(rows),
        f"{OF_DONOR} AND NOT EXISTS (SELECT FROM donors_note AS newer WHERE newer.corrects_id = own.id)",
    ),
    "task": Source(
        _part(
            Task,
            ("title", "due_on", "created_at", "done_at", "assigned_to_id", "done_by_id"),
            _user("assigned_to"),
            _user("done_by"),
        ),
        "created_at",
        lambda rows, _donor: told.tasks(rows),
    ),
    "consent": Source(
        _part(Consent, ("at", "topic", "is_given", "source", "wording")),
        "at",
        lambda rows, _donor: told.consents(rows),
    ),
    "change": Source(TRAIL, "at", told.changes, f"{OF_TRAIL} AND own.verb <> ALL(%(merges)s::text[])"),
    "merge": Source(TRAIL, "at", told.changes, f"{OF_TRAIL} AND own.verb = ANY(%(merges)s::text[])"),
}
