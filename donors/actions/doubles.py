"""Doubles among the records: looked for as records arrive, and told apart by people."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from donors.likeness import SHOWN, Facts, Likeness, keys_of, likeness
from donors.models import Donor, DuplicateKey, DuplicatePair
from donors.models.duplicates import DuplicatePairQuerySet
from donors.reports.doubles import facts_of, mark_of_pair, sharing, told_apart
from jobs.actions import enqueue

COMPARE = "donors.compare"
Pair = tuple[int, int]


class PairRefused(Exception):
    """A sentence for the person who decided."""


def look_for_doubles(*, donor_id: int, now: datetime) -> None:
    """Compare a record with all others soon, after the caller's transaction: call it where one is written."""
    enqueue(kind=COMPARE, about=str(donor_id), now=now)


def compare_record(*, donor_id: int, now: datetime) -> int:
    """Note by what a record is found, and the pairs that it forms; return how many pairs are new.

    The keys are committed before anything is compared: of two doubles that arrive at the same moment, the one
    that looks later finds the other.
    """
    with transaction.atomic():
        note_keys([donor_id])
    facts = facts_of([donor_id]).get(donor_id)
    if facts is None or not _stands(donor_id):
        return 0
    others = facts_of(sharing(keys_of(facts), but=donor_id))
    found = {
        (min(donor_id, pk), max(donor_id, pk)): (likeness(facts, other), mark_of_pair(facts, other))
        for pk, other in others.items()
    }
    with transaction.atomic():
        new = note_pairs(found, now=now)
        open_ones = DuplicatePair.objects.filter(Q(left=donor_id) | Q(right=donor_id), state="open")
        _drop_others(open_ones, found)
    return new


def _stands(donor_id: int) -> bool:
    return Donor.objects.standing().filter(pk=donor_id, erased_at=None).exists()


def note_keys(ids: Iterable[int]) -> int:
    """Write down by what records are found; those that do not stand are not found. Returns how many stand."""
    ids = list(ids)
    standing = Donor.objects.standing().filter(pk__in=ids, erased_at=None).values_list("pk", flat=True)
    facts = facts_of(list(standing))
    wanted = {(pk, key) for pk, one in facts.items() for key in keys_of(one)}
    there = set(DuplicateKey.objects.filter(donor__in=ids).values_list("donor_id", "key"))
    gone = there - wanted
    if gone:
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM donors_duplicatekey AS old"
                " USING unnest(%s::bigint[], %s::bigint[]) AS gone (pk, key)"
                " WHERE old.donor_id = gone.pk AND old.key = gone.key",
                [[pk for pk, _key in gone], [key for _pk, key in gone]],
            )
    rows = [DuplicateKey(donor_id=pk, key=key) for pk, key in sorted(wanted - there)]
    DuplicateKey.objects.bulk_create(rows, ignore_conflicts=True, batch_size=5_000)
    return len(facts)


def note_pairs(found: Mapping[Pair, tuple[Likeness, str]], *, now: datetime) -> int:
    """Write pairs down that are alike enough; return how many are new, or back since a record changed.

    One that somebody told apart stays so while what was compared is the same.
    """
    shown = {pair: row for pair, row in found.items() if row[0].score >= SHOWN}
    for pair in told_apart(shown.keys()):
        del shown[pair]
    if not shown:
        return 0
    rows = [
        (left, right, like.score, json.dumps(like.reasons), mark)
        for (left, right), (like, mark) in sorted(shown.items())
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO donors_duplicatepair AS pair
                (left_id, right_id, score, reasons, mark, state, found_at)
            SELECT l, r, s, w::jsonb, m, 'open', %s
            FROM unnest(%s::bigint[], %s::bigint[], %s::int[], %s::text[], %s::text[]) AS new (l, r, s, w, m)
            ON CONFLICT (left_id, right_id) DO UPDATE SET
                score = excluded.score, reasons = excluded.reasons, mark = excluded.mark, state = 'open',
                decided_at = NULL, decided_by_id = NULL,
                found_at = CASE WHEN pair.state = 'open' THEN pair.found_at ELSE excluded.found_at END
            WHERE pair.mark <> excluded.mark AND pair.state <> 'merged'
               OR pair.state = 'open' AND (pair.score <> excluded.score OR pair.reasons <> excluded.reasons)
            RETURNING found_at = %s
            """,
            [now, *map(list, zip(*rows, strict=True)), now],
        )
        return sum(is_new for (is_new,) in cursor.fetchall())


def drop_pairs_of(lefts: Iterable[int], found: Mapping[Pair, tuple[Likeness, str]]) -> None:
    """Drop what is open of records, counted from the left, and no longer alike."""
    _drop_others(DuplicatePair.objects.filter(left__in=list(lefts), state="open"), found)


def _drop_others(open_ones: DuplicatePairQuerySet, found: Mapping[Pair, tuple[Likeness, str]]) -> None:
    """A pair of a record that was folded stays: undoing the merge brings both back."""
    alike = {pair for pair, (like, _mark) in found.items() if like.score >= SHOWN}
    rows = open_ones.of_standing().values_list("pk", "left", "right")
    DuplicatePair.objects.filter(pk__in=[pk for pk, *pair in rows if tuple(pair) not in alike]).delete()


def dismiss_pair(*, pair_id: int, by: User, now: datetime) -> DuplicatePair:
    """Say that two records are two donors; they are not proposed again unless one of them changes.

    Raises: PairRefused for one that was merged meanwhile. Twice is once.
    """
    with transaction.atomic():
        pair = DuplicatePair.objects.select_for_update().get(pk=pair_id)
        if pair.state == DuplicatePair.State.MERGED:
            raise PairRefused(_("These two were merged meanwhile. Undo the merge first."))
        if pair.state == DuplicatePair.State.OPEN:
            pair.state, pair.decided_by, pair.decided_at = DuplicatePair.State.DISMISSED, by, now
            pair.save(update_fields=["state", "decided_by", "decided_at"])
            _note(pair, "dismissed", by, now)
    return pair


def propose_again(*, pair_id: int, by: User, now: datetime) -> DuplicatePair:
    """Take back that two records are two donors. Twice is once. Raises: PairRefused."""
    with transaction.atomic():
        pair = DuplicatePair.objects.select_for_update().get(pk=pair_id)
        if pair.state == DuplicatePair.State.MERGED:
            raise PairRefused(_("These two were merged meanwhile. Undo the merge first."))
        if pair.state == DuplicatePair.State.DISMISSED:
            pair.state, pair.decided_by, pair.decided_at = DuplicatePair.State.OPEN, None, None
            pair.save(update_fields=["state", "decided_by", "decided_at"])
            _note(pair, "reopened", by, now)
    return pair


def _note(pair: DuplicatePair, what: str, by: User, now: datetime) -> None:
    about = ("donor", str(pair.left_id))
    record(actor=by, verb=f"duplicate.{what}", about=about, now=now, after={"other": pair.right_id})


def compared(facts: Mapping[int, Facts], pairs: Mapping[int, list[int]]) -> dict[Pair, tuple[Likeness, str]]:
    """Return every pair with how alike it is and what was compared."""
    return {
        (left, right): (likeness(facts[left], facts[right]), mark_of_pair(facts[left], facts[right]))
        for left, rights in pairs.items()
        for right in rights
        if left in facts and right in facts
    }
