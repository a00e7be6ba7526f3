"""Each kind of row of a donor's story, told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import AuditEntry
from core.money import format_money
from desk.stories.changes import change_told
from donors.models import Consent, Donor, Note, Task
from gifts.models import Gift
from letters.kinds import lookup
from letters.models import Letter
from receipts.models import Receipt

LOST = {Letter.State.BOUNCED, Letter.State.FAILED, Letter.State.COMPLAINED}


@dataclass(frozen=True)
class Moment:
    """One thing that happened: `text` is the sentence, `words` what somebody wrote, `row` to act on."""

    at: datetime
    kind: str
    text: str
    icon: str
    tone: str = "calm"
    href: str = ""
    words: str = ""
    before: str = ""
    state: tuple[str, str] = ("", "")
    row: Any = field(default=None, compare=False)


def gifts(rows: Sequence[Gift]) -> list[Moment]:
    """Gifts, with what stands of them where it is not all."""
    return [_gift(gift) for gift in rows]


def _gift(gift: Gift) -> Moment:
    amount = format_money(gift.amount, gift.currency)
    text = _("Gave %(amount)s") % {"amount": amount}
    if gift.campaign:
        text = _("Gave %(amount)s to %(campaign)s") % {"amount": amount, "campaign": gift.campaign}
    if gift.stands != gift.amount:
        text += " · " + _("%(net)s stands") % {"net": format_money(gift.stands, gift.currency)}
    is_good = gift.state == Gift.State.PAID
    return Moment(
        at=gift.given_at,  # type: ignore[arg-type] # the story has those alone that have one
        kind="gift",
        text=text,
        icon="repeat" if gift.recurring_id else "heart",
        tone="good" if is_good else "warn",
        href=reverse("desk:gift", args=[gift.pk]),
        state=("", "") if is_good else (gift.state, str(gift.get_state_display())),
    )


def receipts(rows: Sequence[Receipt]) -> list[Moment]:
    """Receipts and what became of them."""
    return [
        Moment(
            at=row.issued_at,
            kind="receipt",
            text=_("Receipt %(number)s for %(amount)s")
            % {"number": row, "amount": format_money(row.amount, "usd")}
            if row.amount
            else _("Receipt %(number)s") % {"number": row},  # what is not money is valued on no paper
            icon="receipt",
            href=reverse("receipts:page", args=[row.pk]),
            state=(row.status, str(row.get_status_display()))
            if row.status != Receipt.Status.LIVE
            else ("", ""),
        )
        for row in rows
    ]


def letters(rows: Sequence[Letter]) -> list[Moment]:
    """Letters by their subject, or by their kind before they left."""
    return [
        Moment(
            at=row.created_at,
            kind="letter",
            text=_("Letter: %(subject)s") % {"subject": row.subject or lookup(row.kind).title},
            icon="letter",
            tone="bad" if row.state in LOST else "calm",
            href=reverse("letters:page", args=[row.pk]),
            state=(row.state, str(row.get_state_display())),
        )
        for row in rows
    ]


def notes(rows: Sequence[Note]) -> list[Moment]:
    """Notes with their words; of a corrected one the new words, with the older behind them."""
    return [_note(row) for row in rows]


def _note(note: Note) -> Moment:
    if note.withdrawn_at:
        text = _("A note by %(who)s was withdrawn by %(by)s.") % {"who": note.by, "by": note.withdrawn_by}
        return Moment(note.at, "note", text, "edit")
    older = note.corrects.text if note.corrects else ""
    text = _("%(who)s corrected a note") if older else _("%(who)s noted")
    return Moment(note.at, "note", text % {"who": note.by}, "edit", words=note.text, before=older, row=note)


def tasks(rows: Sequence[Task]) -> list[Moment]:
    """Tasks, whether they are done, by whom and when."""
    return [_task(row) for row in rows]


def _task(task: Task) -> Moment:
    said = {"who": task.assigned_to, "day": date_format(task.due_on, "SHORT_DATE_FORMAT"), "by": task.done_by}
    text = _("Task for %(who)s, until %(day)s") % said
    if task.done_at:
        said["day"] = date_format(task.done_at, "SHORT_DATE_FORMAT")
        text = _("Task, done by %(by)s on %(day)s") % said
    return Moment(
        task.created_at, "task", text, "check" if task.done_at else "clock", words=task.title,
        tone="good" if task.done_at else "calm", row=task,
    )  # fmt: skip


def consents(rows: Sequence[Consent]) -> list[Moment]:
    """What they agreed to, or took back, and where."""
    return [
        Moment(
            at=row.at,
            kind="consent",
            text=(
                _("Agreed to: %(what)s (%(where)s)") if row.is_given else _("Declined: %(what)s (%(where)s)")
            )
            % {"what": row.wording or row.topic, "where": row.get_source_display()},
            icon="shield",
            tone="good" if row.is_given else "warn",
        )
        for row in rows
    ]


def changes(rows: Sequence[Any], donor: Donor) -> list[Moment]:
    """What was done to the record; with each entry of the trail stands the tag that it names, if any."""
    tags = {row.tag.pk: row.tag.name for row in rows if row.tag}
    return [Moment(row.at, "change", change_told(row, donor, tags), "settings") for row in rows]


def trail_of(donor: Donor) -> Any:
    """Return what the trail knows of a donor."""
    return AuditEntry.objects.filter(about_kind="donor", about_id=str(donor.pk)).select_related("actor")
