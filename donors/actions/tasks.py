"""What is to be done, by whom, until when."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from donors.models import Donor, Task


class TaskRefused(Exception):
    """A sentence for the person who asked."""


@dataclass(frozen=True)
class Todo:
    """What is to be done: in a few words, until a day, by a member of the staff."""

    title: str
    due_on: date
    assigned_to_id: int


def add_task(*, donor: Donor | None, todo: Todo, by: User, now: datetime) -> Task:
    """Note something to do. Raises: TaskRefused for a donor who was erased."""
    with transaction.atomic():
        if donor is not None:
            donor = Donor.objects.select_for_update().get(pk=donor.pk)
            if donor.erased_at is not None:
                raise TaskRefused(_("This donor had everything erased: nothing is written down any more."))
        task = Task.objects.create(donor=donor, created_at=now, created_by=by, **asdict(todo))
        record(
            actor=by,
            verb="task.created",
            about=("task", str(task.pk)),
            now=now,
            after={"donor": donor.pk if donor else None},
        )
    return task


def change_task(*, task_id: int, todo: Todo, by: User, now: datetime) -> None:
    """Say it otherwise, move the day, or give it to somebody else."""
    with transaction.atomic():
        task = Task.objects.select_for_update().get(pk=task_id)
        changed = sorted(name for name, value in asdict(todo).items() if getattr(task, name) != value)
        if not changed:
            return
        Task.objects.filter(pk=task.pk).update(**asdict(todo))
        record(
            actor=by,
            verb="task.changed",
            about=("task", str(task.pk)),
            now=now,
            after={"changed": " ".join(changed)},
        )


def finish_task(*, task_id: int, is_done: bool, by: User, now: datetime) -> None:
    """Tick it off, or take the tick back. Twice is once: the first who did it stays."""
    with transaction.atomic():
        task = Task.objects.select_for_update().get(pk=task_id)
        if (task.done_at is not None) == is_done:
            return
        Task.objects.filter(pk=task.pk).update(
            done_at=now if is_done else None, done_by=by if is_done else None
        )
        record(
            actor=by,
            verb="task.done" if is_done else "task.opened_again",
            about=("task", str(task.pk)),
            now=now,
        )
