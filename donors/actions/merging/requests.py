"""Where much moves, one person asks and another decides."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Protocol

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from donors.actions.merging.fold import LIMIT, both_locked, fold
from donors.actions.merging.refusals import MergeRefused
from donors.actions.merging.unfold import locked_merge, unfold
from donors.models import Donor, DonorMerge, MergeRequest
from donors.reports.merging import mark_of
from donors.reports.naming import rows_naming

Done = DonorMerge | MergeRequest


class Act(Protocol):
    """What a request is for."""

    def __call__(self, *, by: User, now: datetime) -> DonorMerge:
        """Do it."""


def ask_to_merge(
    *, kept_id: int, folded_id: int, choices: Mapping[str, str], by: User, now: datetime
) -> Done:
    """Merge two records, or where more than twenty rows would move, ask a second person; return what came.

    Raises: MergeRefused.
    """
    with transaction.atomic():
        kept, folded = both_locked(kept_id, folded_id)
        rows = sum(rows_naming(folded.pk).values())
        if rows <= LIMIT:
            return fold(kept, folded, by=by, now=now, choices=choices)
        return _ask(
            MergeRequest(kind="merge", kept=kept, folded=folded, choices=dict(choices), rows=rows), by, now
        )


def ask_to_undo(*, merge_id: int, by: User, now: datetime) -> Done:
    """Undo a merge, or where it moved more than twenty rows, ask a second person; return what came.

    Raises: MergeRefused.
    """
    with transaction.atomic():
        merge = locked_merge(merge_id)
        rows = sum(map(len, merge.moved.values()))
        if rows <= LIMIT:
            return unfold(merge, by=by, now=now)
        request = MergeRequest(kind="undo", kept=merge.kept, folded=merge.folded, merge=merge, rows=rows)
        return _ask(request, by, now)


def _ask(request: MergeRequest, by: User, now: datetime) -> MergeRequest:
    waiting = MergeRequest.objects.waiting()
    if waiting.filter(kept__in=[request.kept_id, request.folded_id]).exists() or (
        waiting.filter(folded__in=[request.kept_id, request.folded_id]).exists()
    ):
        raise MergeRefused(_("One of these records waits for a second person already."))
    request.mark = mark_of(request.kept, request.folded)
    request.asked_by, request.asked_at = by, now
    request.save()
    _note(request, "asked", by, now)
    return request


def approve_request(*, request_id: int, by: User, now: datetime) -> DonorMerge:
    """Do what somebody else asked; return the merge.

    Raises: MergeRefused for one's own request, for one that was decided, and where a record has changed
    since: then the request is over.
    """
    with transaction.atomic():
        request = _to_decide(request_id, by)
        act = _act_of(request)
        if act is not None:
            merge = act(by=by, now=now)
            _end(request, MergeRequest.State.APPROVED, by, now, merge=merge)
            return merge
        _end(request, MergeRequest.State.EXPIRED, by, now)
    raise MergeRefused(_("One of the records has changed since. Please look at both again, and ask anew."))


def _act_of(request: MergeRequest) -> Act | None:
    """Return what the request is for, its rows locked; None where they are not as they were seen."""
    try:
        if request.kind == MergeRequest.Kind.MERGE:
            kept, folded = both_locked(request.kept_id, request.folded_id)
            act: Act = partial(fold, kept, folded, choices=request.choices)
        else:
            merge = locked_merge(request.merge_id or 0)
            kept, folded = merge.kept, merge.folded
            act = partial(unfold, merge)
    except MergeRefused:
        return None
    return act if mark_of(kept, folded) == request.mark else None


def decline_request(*, request_id: int, by: User, now: datetime) -> None:
    """Say no to what somebody else asked. Raises: MergeRefused."""
    with transaction.atomic():
        _end(_to_decide(request_id, by), MergeRequest.State.DECLINED, by, now)


def withdraw_request(*, request_id: int, by: User, now: datetime) -> None:
    """Take back what one asked oneself. Raises: MergeRefused."""
    with transaction.atomic():
        request = _locked(request_id)
        if request.asked_by_id != by.pk:
            raise MergeRefused(_("Only who asked can take it back."))
        _end(request, MergeRequest.State.WITHDRAWN, by, now)


def _to_decide(request_id: int, by: User) -> MergeRequest:
    request = _locked(request_id)
    if request.asked_by_id == by.pk:
        raise MergeRefused(_("Another person has to decide what you asked."))
    return request


def _locked(request_id: int) -> MergeRequest:
    """Return a request that waits, its two records locked before it, as everywhere.

    Raises: MergeRefused.
    """
    ids = MergeRequest.objects.filter(pk=request_id).values_list("kept_id", "folded_id").get()
    list(Donor.objects.select_for_update().filter(pk__in=ids).order_by("pk").values("pk"))
    request = MergeRequest.objects.select_for_update().get(pk=request_id)
    if request.state != MergeRequest.State.WAITING:
        raise MergeRefused(_("This was decided already."))
    return request


def _end(request: MergeRequest, state: str, by: User, now: datetime, merge: DonorMerge | None = None) -> None:
    request.state, request.decided_by, request.decided_at = state, by, now
    request.merge = merge or request.merge
    request.save(update_fields=["state", "decided_by", "decided_at", "merge"])
    _note(request, state, by, now)


def _note(request: MergeRequest, what: str, by: User, now: datetime) -> None:
    record(
        actor=by,
        verb=f"merge_request.{what}",
        about=("donor", str(request.kept_id)),
        now=now,
        after={
            "folded": request.folded_id,
            "request": request.pk,
            "kind": request.kind,
            "rows": request.rows,
        },
    )
