"""Views of lists that staff keep: saved, shared, put in order."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import SavedView, User

# more would be no order any more
MOST = 30


class ViewRefused(Exception):
    """A sentence for the person who wanted to keep it."""


def save_view(*, owner: User, route: str, name: str, query: str, is_shared: bool, now: datetime) -> SavedView:
    """Keep a list as its address has it; a view of this name is kept anew in its place.

    Raises: ViewRefused for one too many.
    """
    with transaction.atomic():
        User.objects.select_for_update().get(pk=owner.pk)
        own = SavedView.objects.filter(owner=owner, route=route)
        view = own.filter(name__iexact=name).first()
        if view is None:
            if own.count() >= MOST:
                raise ViewRefused(_("You keep thirty of this list. Remove one first."))
            last = own.aggregate(last=Max("position"))["last"]
            position = 0 if last is None else last + 1
            view = SavedView(owner=owner, route=route, position=position, created_at=now)
        view.name, view.query, view.is_shared = name, query, is_shared
        view.save()
        _note(view, "view.saved", owner, now)
    return view


def rename_view(*, view: SavedView, name: str, is_shared: bool, now: datetime) -> None:
    """Call it otherwise, or show it to others or no longer. Raises: ViewRefused for a name that one has."""
    try:
        with transaction.atomic():
            SavedView.objects.filter(pk=view.pk).update(name=name, is_shared=is_shared)
            _note(view, "view.changed", view.owner, now)
    except IntegrityError as error:
        raise ViewRefused(_("You have a view of this name.")) from error


def move_view(*, view: SavedView, up: bool) -> None:
    """Let it change places with its neighbour; at the end nothing happens."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=view.owner_id)
        own = list(SavedView.objects.filter(owner=view.owner_id, route=view.route).order_by("position", "pk"))
        here = next(index for index, each in enumerate(own) if each.pk == view.pk)
        there = here - 1 if up else here + 1
        if 0 <= there < len(own):
            own[here], own[there] = own[there], own[here]
        for position, each in enumerate(own):
            each.position = position
        SavedView.objects.bulk_update(own, ["position"])


def remove_view(*, view: SavedView, now: datetime) -> None:
    """Keep it no longer. The list itself is not touched."""
    with transaction.atomic():
        _note(view, "view.removed", view.owner, now)
        view.delete()


def _note(view: SavedView, verb: str, by: User, now: datetime) -> None:
    record(actor=by, verb=verb, about=("view", str(view.pk)), now=now, after={"shared": view.is_shared})
