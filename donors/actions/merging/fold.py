"""Two records of one donor become one: every row that names the one names the other from then on."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from donors.actions.doubles import look_for_doubles
from donors.actions.merging.columns import Columns, columns_of, joined, written
from donors.actions.merging.refusals import MergeRefused
from donors.actions.merging.rows import Keys, move_rows
from donors.models import Address, Donor, DonorMerge, DuplicatePair
from donors.registry import untie
from donors.reports.merging import preselected
from donors.reports.naming import rows_naming
from jobs.actions import enqueue
from letters.actions import copy_refusals, hand_over

FOLD_AGAIN = "donors.fold_again"
# a payment that read the record before the merge is written by then
LATEST = timedelta(minutes=2)
# rows; a merge that moves more wants a second person
LIMIT = 20


class SecondPersonNeeded(MergeRefused):
    """The merge, or its undoing, moves too many rows for one person to decide."""


def merge_donors(
    *, kept_id: int, folded_id: int, by: User, now: datetime, choices: Mapping[str, str] | None = None
) -> DonorMerge:
    """Fold a donor's record into another's; return what undoing it needs.

    `choices` says by column whose value stays, `kept` or `folded`; where it says nothing, the more careful
    wish does. The folded record keeps its id and leads to the kept one, as its address does. Stripe hears
    of nothing: recurring gifts go on as they are, with their own customers.

    Raises: MergeRefused for one record twice, and for one that was folded or erased before;
    SecondPersonNeeded for more than twenty rows.
    """
    with transaction.atomic():
        kept, folded = both_locked(kept_id, folded_id)
        if sum(rows_naming(folded.pk).values()) > LIMIT:
            raise SecondPersonNeeded(_("So much is moved by a second person's approval only."))
        return fold(kept, folded, by=by, now=now, choices=choices or {})


def both_locked(kept_id: int, folded_id: int) -> tuple[Donor, Donor]:
    """Return both records, locked in the order of their numbers, so that no two merges wait for each other.

    Raises: MergeRefused.
    """
    rows = Donor.objects.select_for_update().filter(pk__in=[kept_id, folded_id]).order_by("pk")
    both = {donor.pk: donor for donor in rows}
    kept, folded = both.get(kept_id), both.get(folded_id)
    if kept is None or folded is None or kept.pk == folded.pk:
        raise MergeRefused(_("Choose two different donors."))
    if any(donor.merged_into_id or donor.erased_at for donor in (kept, folded)):
        raise MergeRefused(_("One of these records was merged or erased before."))
    return kept, folded


def fold(kept: Donor, folded: Donor, *, by: User, now: datetime, choices: Mapping[str, str]) -> DonorMerge:
    """Merge two records that are locked, in the caller's transaction."""
    chosen = {**preselected(kept, folded), **choices}
    after, rest = joined(kept, folded, chosen)
    before: dict[str, Any] = {"kept": columns_of(kept), "folded": columns_of(folded)}
    before["addresses"] = _one_first_address(kept, folded, chosen)
    before["knots"] = untie(kept.pk, folded.pk)
    _write(kept, folded, after, rest)
    before |= _join_letters(before, after, now)
    before["pair"] = _close_pair(kept, folded, by, now)
    moved, stayed = move_rows(folded_id=folded.pk, to_id=kept.pk)
    merge = DonorMerge.objects.create(
        kept=kept,
        folded=folded,
        moved=moved,
        stayed=stayed,
        before=before,
        after={"kept": after, "folded": rest},
        at=now,
        by=by,
    )
    record(
        actor=by,
        verb="donor.merged",
        about=("donor", str(kept.pk)),
        now=now,
        after={"folded": folded.pk, "merge": merge.pk, "rows": sum(map(len, moved.values()))},
    )
    look_for_doubles(donor_id=kept.pk, now=now)
    # a payment that was being written in this moment may still name the folded record
    for when in (now, now + LATEST):
        key = f"{FOLD_AGAIN}:{merge.pk}:{when.isoformat()}"
        enqueue(kind=FOLD_AGAIN, about=str(merge.pk), key=key, now=now, run_at=when)
    return merge


def _write(kept: Donor, folded: Donor, after: Columns, rest: Columns) -> None:
    """Both let go first of what one donor alone may have: an address of mail, a sign-in."""
    Donor.objects.filter(pk__in=[kept.pk, folded.pk]).update(email="", user=None)
    Donor.objects.filter(pk=folded.pk).update(**written(rest), merged_into=kept)
    Donor.objects.filter(pk=kept.pk).update(**written(after))


def _one_first_address(kept: Donor, folded: Donor, chosen: Mapping[str, str]) -> list[int]:
    """Let one of two first addresses be second; return it. The chosen record's stays the first."""
    first = Address.objects.filter(donor__in=[kept, folded], is_primary=True)
    if first.count() < 2:
        return []
    second = first.filter(donor=kept if chosen.get("addresses") == "folded" else folded)
    keys = list(second.values_list("pk", flat=True))
    Address.objects.filter(pk__in=keys).update(is_primary=False)
    return keys


def _join_letters(before: dict[str, Any], after: Columns, now: datetime) -> dict[str, Any]:
    """One person's page shows the letters to both addresses; what either declined, the first one declines."""
    emails = [email for side in ("kept", "folded") if (email := before[side]["email"])]
    user = User.objects.filter(pk=after["user_id"]).first()
    letters = [
        key for email in emails if user and email != user.email for key in hand_over(email=email, to=user)
    ]
    refusals = [
        key
        for email in emails
        if email != after["email"]
        for key in copy_refusals(from_email=email, to_email=after["email"], now=now)
    ]
    return {"letters": letters, "reader": after["user_id"], "refusals": refusals}


def _close_pair(kept: Donor, folded: Donor, by: User, now: datetime) -> dict[str, Any] | None:
    """Note on the pair of the two that they are one; return what stood there."""
    pair = DuplicatePair.objects.select_for_update().of_two(kept.pk, folded.pk).first()
    if pair is None:
        return None
    before = {
        "state": pair.state,
        "decided_at": pair.decided_at.isoformat() if pair.decided_at else None,
        "decided_by": pair.decided_by_id,
    }
    pair.state, pair.decided_at, pair.decided_by = DuplicatePair.State.MERGED, now, by
    pair.save(update_fields=["state", "decided_at", "decided_by"])
    return before


def fold_again(*, merge_id: int) -> None:
    """Move what came to the folded record while it was being folded, to where it leads. Twice is once."""
    with transaction.atomic():
        chain = _chain_from(merge_id)
        for merge in chain:
            moved, _stayed = move_rows(folded_id=merge.folded_id, to_id=merge.kept_id)
            _note(merge, moved)


def _chain_from(merge_id: int) -> list[DonorMerge]:
    """Return a merge and those that folded its record on, locked; nothing once it is undone."""
    merges = DonorMerge.objects.standing()
    ids, merge = set[int](), merges.filter(pk=merge_id).first()
    while merge is not None:
        ids |= {merge.folded_id, merge.kept_id}
        merge = merges.filter(folded=merge.kept_id).first()
    list(Donor.objects.select_for_update().filter(pk__in=ids).order_by("pk").values("pk"))
    chain: list[DonorMerge] = []
    merge = merges.select_for_update().filter(pk=merge_id).first()
    while merge is not None:
        chain.append(merge)
        merge = merges.select_for_update().filter(folded=merge.kept_id).first()
    return chain


def _note(merge: DonorMerge, moved: Keys) -> None:
    if not moved:
        return
    for name, keys in moved.items():
        merge.moved[name] = [
            *merge.moved.get(name, []),
            *(key for key in keys if key not in merge.moved.get(name, [])),
        ]
    merge.save(update_fields=["moved"])
