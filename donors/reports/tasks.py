"""Tasks as the desk looks at them."""

from datetime import date

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from donors.models import Task

VIEWS = ("mine", "late", "all", "done")


def tasks_of(user: User, view: str, today: date) -> QuerySet[Task]:
    """Return the tasks of a view: open ones by their day, done ones the newest first."""
    rows = Task.objects.select_related("donor", "assigned_to")
    if view == "done":
        return rows.filter(done_at__isnull=False).order_by("-done_at", "-pk")
    still_open = rows.filter(done_at=None).order_by("due_on", "pk")
    if view == "mine":
        return still_open.filter(assigned_to=user)
    return still_open.filter(due_on__lt=today) if view == "late" else still_open


def counts_of(user: User, today: date) -> dict[str, int]:
    """Return how many are open in each view."""
    return Task.objects.filter(done_at=None).aggregate(
        mine=Count("pk", filter=Q(assigned_to=user)),
        late=Count("pk", filter=Q(due_on__lt=today)),
        all=Count("pk"),
    )


def pressing(user: User, today: date) -> "QuerySet[Task]":
    """Return those of somebody's tasks that are due today or late."""
    return Task.objects.filter(done_at=None, assigned_to=user, due_on__lte=today)
