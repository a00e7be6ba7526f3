"""What happened with a pledge, in sentences, from what the rows say."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.money import ZERO, format_money
from gifts.models import Gift, Pledge
from letters.kinds import lookup
from letters.models import Letter


@dataclass(frozen=True)
class Beat:
    """One thing that happened; `tone` is good, warn, bad or calm."""

    at: datetime
    text: str
    tone: str


def story_of(pledge: Pledge) -> list[Beat]:
    """Return everything that is known of a pledge, oldest first."""
    beats = [
        Beat(
            pledge.created_at,
            _("%(name)s pledged %(amount)s on %(day)s; written down by %(by)s.")
            % {
                "name": pledge.donor.name,
                "amount": _money(pledge, pledge.amount),
                "day": date_format(pledge.pledged_on, "SHORT_DATE_FORMAT"),
                "by": pledge.recorded_by,
            },
            "calm",
        ),
        *_moved(pledge),
        *_planned(pledge),
        *_given_up(pledge),
        *_letters(pledge),
    ]
    return sorted(beats, key=lambda beat: beat.at)


def _moved(pledge: Pledge) -> list[Beat]:
    found = []
    for gift in Gift.objects.filter(pledge=pledge).prefetch_related("ledger_lines"):
        for line in gift.ledger_lines.all():
            if line.amount == ZERO:
                continue
            came = line.amount > ZERO
            words = _("%(amount)s arrived.") if came else _("%(amount)s went away again: it is open anew.")
            text = words % {"amount": _money(pledge, abs(line.amount))}
            found.append(Beat(line.occurred_at, text, "good" if came else "bad"))
    return found


def _planned(pledge: Pledge) -> list[Beat]:
    ended = pledge.instalments.values_list("replaced_at", flat=True)
    return [Beat(at, _("The schedule was changed."), "warn") for at in {at for at in ended if at}]


def _given_up(pledge: Pledge) -> list[Beat]:
    found = []
    for row in pledge.write_offs.select_related("by"):
        words = (
            _("%(by)s wrote %(amount)s off: %(why)s")
            if row.amount > ZERO
            else _("%(by)s took the write-off of %(amount)s back: %(why)s")
        )
        said = {"by": row.by, "amount": _money(pledge, abs(row.amount)), "why": row.reason}
        found.append(Beat(row.at, words % said, "warn"))
    return found


def _letters(pledge: Pledge) -> list[Beat]:
    keys = [str(key) for key in pledge.instalments.values_list("pk", flat=True)]
    rows = Letter.objects.filter(about_kind="instalment", about_id__in=keys).defer("facts")
    return [
        Beat(
            letter.sent_at or letter.created_at,
            _("Letter “%(kind)s”: %(state)s.")
            % {"kind": lookup(letter.kind).title, "state": letter.get_state_display()},
            "calm",
        )
        for letter in rows
    ]


def _money(pledge: Pledge, amount: Decimal) -> str:
    return format_money(amount, pledge.currency)
