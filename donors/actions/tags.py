"""Tags: words that gather donors."""

from datetime import datetime

from django.core.exceptions import EmptyResultSet
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from donors.models import Donor, DonorQuerySet, Tag, Tagging


class TagRefused(Exception):
    """A sentence for the person who asked."""


def tag_known_as(name: str) -> Tag | None:
    """Return the tag of this name, however it is written, if there is one."""
    return Tag.objects.filter(name__iexact=name).first()


def tag_named(*, name: str, by: User, now: datetime) -> Tag:
    """Return the tag of this name, however it is written; made if there is none."""
    found = tag_known_as(name)
    if found is not None:
        return found
    with transaction.atomic():
        try:
            with transaction.atomic():
                tag = Tag.objects.create(name=name, created_at=now)
        except IntegrityError:  # somebody made it in this moment
            return Tag.objects.get(name__iexact=name)
        record(actor=by, verb="tag.created", about=("tag", str(tag.pk)), now=now)
    return tag


def tag_donor(*, donor: Donor, tag: Tag, by: User, now: datetime) -> None:
    """Let a donor carry a tag. Twice is once. Raises: TagRefused for one who was erased."""
    with transaction.atomic():
        locked = Donor.objects.select_for_update().get(pk=donor.pk)
        if locked.erased_at is not None:
            raise TagRefused(_("This donor had everything erased: nothing is written down any more."))
        made = Tagging.objects.bulk_create(
            [Tagging(tag=tag, donor=locked, at=now, by=by)], ignore_conflicts=True
        )
        if made:
            _note("donor.tagged", donor.pk, tag, by, now)


def untag_donor(*, donor: Donor, tag_id: int, by: User, now: datetime) -> None:
    """Take a tag from a donor. Twice is once."""
    with transaction.atomic():
        row = Tagging.objects.filter(donor=donor, tag=tag_id).select_related("tag").first()
        if row is not None:
            row.delete()
            _note("donor.untagged", donor.pk, row.tag, by, now)


def tag_many(*, donors: DonorQuerySet, tag: Tag, by: User, now: datetime) -> int:
    """Let all these donors carry a tag, in one statement; return how many did not yet.

    Who was erased or folded into another is passed over.
    """
    rows = donors.filter(erased_at=None, merged_into=None).order_by().values("pk")
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:  # a filter that lets nobody through
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO donors_tagging (tag_id, donor_id, at, by_id) SELECT %s, pk, %s, %s FROM ({sql})"  # noqa: S608 - Django's own SQL, its values apart
            " AS chosen (pk) ON CONFLICT DO NOTHING",
            [tag.pk, now, by.pk, *params],
        )
        count: int = cursor.rowcount
        _note_many("tag.given", tag, count, by, now)
    return count


def untag_many(*, donors: DonorQuerySet, tag: Tag, by: User, now: datetime) -> int:
    """Take a tag from all these donors; return how many carried it."""
    with transaction.atomic():
        gone, _each = Tagging.objects.filter(tag=tag, donor__in=donors.order_by().values("pk")).delete()
        _note_many("tag.taken", tag, gone, by, now)
    return gone


def rename_tag(*, tag: Tag, name: str, by: User, now: datetime) -> None:
    """Call a tag otherwise. Raises: TagRefused where another has the name: merge them instead."""
    try:
        with transaction.atomic():
            Tag.objects.filter(pk=tag.pk).update(name=name)
            record(actor=by, verb="tag.renamed", about=("tag", str(tag.pk)), now=now)
    except IntegrityError as error:
        raise TagRefused(_("There is a tag of this name. Merge the two instead.")) from error


def merge_tags(*, gone: Tag, kept: Tag, by: User, now: datetime) -> None:
    """Let whoever carries one tag carry the other; the first one is no more.

    Raises: TagRefused for one tag twice.
    """
    if gone.pk == kept.pk:
        raise TagRefused(_("Choose two different tags."))
    with transaction.atomic():
        locked = Tag.objects.select_for_update().order_by("pk").in_bulk([gone.pk, kept.pk])
        if len(locked) < 2:
            raise TagRefused(_("One of these tags is no more."))
        Tagging.objects.filter(tag=gone).exclude(
            donor__in=Tagging.objects.filter(tag=kept).values("donor")
        ).update(tag=kept)
        locked[gone.pk].delete()
        record(
            actor=by,
            verb="tag.merged",
            about=("tag", str(kept.pk)),
            now=now,
            after={"gone": gone.pk},
        )


def delete_tag(*, tag: Tag, by: User, now: datetime) -> None:
    """Take a tag from everybody and out of the house."""
    with transaction.atomic():
        count = tag.taggings.count()
        pk = tag.pk
        tag.delete()
        record(actor=by, verb="tag.deleted", about=("tag", str(pk)), now=now, after={"donors": count})


def _note(verb: str, donor_id: int, tag: Tag, by: User, now: datetime) -> None:
    record(actor=by, verb=verb, about=("donor", str(donor_id)), now=now, after={"tag": tag.pk})


def _note_many(verb: str, tag: Tag, count: int, by: User, now: datetime) -> None:
    record(actor=by, verb=verb, about=("tag", str(tag.pk)), now=now, after={"donors": count})
