"""A merge is taken apart: both records and all rows stand as they stood; what came since finds its owner."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from donors.actions.doubles import look_for_doubles
from donors.actions.merging.columns import Columns, columns_of, unjoined, written
from donors.actions.merging.fold import LIMIT, SecondPersonNeeded
from donors.actions.merging.refusals import MergeRefused
from donors.actions.merging.rows import move_back
from donors.models import Address, Donor, DonorMerge, DuplicatePair, Household, OtherEmail
from donors.registry import Parted, give_back, tie
from jobs.actions import enqueue
from letters.actions import take_back_letters, take_back_refusals

UNFOLD_AGAIN = "donors.unfold_again"
LATEST = timedelta(minutes=2)


def undo_merge(*, merge_id: int, by: User, now: datetime) -> DonorMerge:
    """Take a merge apart. What came after it for the kept record stays there.

    What came for an address or a Stripe customer that is the folded record's alone goes back to that one.

    Raises: MergeRefused where a later merge stands on it, where it was undone before, and where one of the
    two was erased; SecondPersonNeeded for more than twenty rows.
    """
    with transaction.atomic():
        merge = locked_merge(merge_id)
        if sum(map(len, merge.moved.values())) > LIMIT:
            raise SecondPersonNeeded(_("So much is moved back by a second person's approval only."))
        return unfold(merge, by=by, now=now)


def locked_merge(merge_id: int) -> DonorMerge:
    """Return a merge that can be undone, its records locked in the order of their numbers, then itself.

    Raises: MergeRefused.
    """
    ids = DonorMerge.objects.filter(pk=merge_id).values_list("kept_id", "folded_id").get()
    list(Donor.objects.select_for_update().filter(pk__in=ids).order_by("pk").values("pk"))
    merge = DonorMerge.objects.select_for_update().get(pk=merge_id)
    if merge.undone_at is not None:
        raise MergeRefused(_("This merge was undone before."))
    if merge.kept.erased_at or merge.folded.erased_at or "kept" not in merge.before:
        raise MergeRefused(
            _("One of the two records was erased. What was in it is gone, so nobody can undo this merge.")
        )
    later = DonorMerge.objects.standing().of(*ids).filter(pk__gt=merge.pk).order_by("-pk").first()
    if later is not None:
        raise MergeRefused(
            _("First undo the merge of no. %(folded)s into no. %(kept)s: it came later.")
            % {"folded": later.folded_id, "kept": later.kept_id}
        )
    return merge


def unfold(merge: DonorMerge, *, by: User, now: datetime) -> DonorMerge:
    """Undo a merge that is locked, in the caller's transaction."""
    before = merge.before
    _write_back(merge)
    move_back(merge.moved, kept_id=merge.kept_id, folded_id=merge.folded_id)
    _first_addresses_again(before["addresses"])
    returned = give_back(_parted(merge))
    tie(merge.kept_id, merge.folded_id, before["knots"])
    take_back_letters(keys=before["letters"], reader_id=before["reader"])
    take_back_refusals(keys=before["refusals"])
    _open_pair(merge, before["pair"])
    merge.undone_at, merge.undone_by = now, by
    merge.save(update_fields=["undone_at", "undone_by"])
    record(
        actor=by,
        verb="donor.unmerged",
        about=("donor", str(merge.kept_id)),
        now=now,
        after={"folded": merge.folded_id, "merge": merge.pk, "came_since": returned},
    )
    for donor_id in (merge.kept_id, merge.folded_id):
        look_for_doubles(donor_id=donor_id, now=now)
    # a payment that was being written in this moment may still name the kept record
    for when in (now, now + LATEST):
        key = f"{UNFOLD_AGAIN}:{merge.pk}:{when.isoformat()}"
        enqueue(kind=UNFOLD_AGAIN, about=str(merge.pk), key=key, now=now, run_at=when)
    return merge


def _write_back(merge: DonorMerge) -> None:
    """Put columns back where nobody changed them since. Both let go first of what one alone may have."""
    both = {"kept": merge.kept, "folded": merge.folded}
    wanted: dict[str, Columns] = {}
    for side, donor in both.items():
        stands = columns_of(donor)
        wanted[side] = {**stands, **unjoined(stands, merge.before[side], merge.after[side])}
    _part_sign_ins(merge, wanted)
    # theirs alone before, and noted beside the kept record's own since
    OtherEmail.objects.filter(donor=merge.kept, email=wanted["folded"]["email"]).delete()
    Donor.objects.filter(pk__in=[donor.pk for donor in both.values()]).update(
        email="", user=None, merged_into=None
    )
    for side, donor in both.items():
        Donor.objects.filter(pk=donor.pk).update(**written(_free(donor, wanted[side])))


def _part_sign_ins(merge: DonorMerge, wanted: dict[str, Columns]) -> None:
    """Whoever came in since by the folded record's own address gets that record."""
    user_id = wanted["kept"]["user_id"]
    if user_id is None or user_id == merge.before["kept"]["user_id"]:
        return
    email = User.objects.filter(pk=user_id).values_list("email", flat=True).first()
    if email == wanted["folded"]["email"] and wanted["folded"]["user_id"] is None:
        wanted["kept"]["user_id"], wanted["folded"]["user_id"] = None, user_id


def _free(donor: Donor, columns: Columns) -> Columns:
    """Leave out what is gone, or a third record's by now: one address, one sign-in is one donor's."""
    others = Donor.objects.exclude(pk=donor.pk)
    columns = dict(columns)
    home = Household.objects.select_for_update().filter(pk=columns["household_id"])
    if columns["household_id"] and not home.exists():
        columns["household_id"] = None
    if columns["user_id"] and others.filter(user=columns["user_id"]).exists():
        columns["user_id"] = None
    email = columns["email"]
    if others.filter(email=email).exists() or OtherEmail.objects.filter(email=email).exists():
        columns["email"] = ""
    return columns


def _first_addresses_again(keys: list[int]) -> None:
    """An address is the first again, unless its donor chose another since."""
    for address in Address.objects.filter(pk__in=keys, is_primary=False):
        if not Address.objects.filter(donor=address.donor_id, is_primary=True).exists():
            Address.objects.filter(pk=address.pk).update(is_primary=True)


def _parted(merge: DonorMerge) -> Parted:
    """Return what was the folded record's alone when the two were merged."""
    kept, folded = merge.before["kept"], merge.before["folded"]
    # a payment that had begun before the merge says so in its row
    return Parted(
        kept_id=merge.kept_id,
        folded_id=merge.folded_id,
        emails=frozenset({folded["email"]} - {kept["email"], ""}),
        customers=frozenset({folded["customer_id"]} - {kept["customer_id"], ""}),
        since=merge.at - LATEST,
    )


def _open_pair(merge: DonorMerge, before: dict[str, Any] | None) -> None:
    """Put back what the pair of the two said before."""
    if before is None:
        return
    DuplicatePair.objects.of_two(merge.kept_id, merge.folded_id).update(
        state=before["state"],
        decided_at=parse_datetime(before["decided_at"]) if before["decided_at"] else None,
        decided_by=before["decided_by"],
    )


def unfold_again(*, merge_id: int) -> None:
    """Give back what came for the folded record while its merge was being undone. Twice is once."""
    with transaction.atomic():
        ids = DonorMerge.objects.filter(pk=merge_id).values_list("kept_id", "folded_id").get()
        list(Donor.objects.select_for_update().filter(pk__in=ids).order_by("pk").values("pk"))
        merge = DonorMerge.objects.select_for_update().get(pk=merge_id)
        if merge.undone_at is not None and "kept" in merge.before:
            give_back(_parted(merge))
