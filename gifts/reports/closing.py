"""What is left to do before a month can be closed, and what only ought to be done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gifts.models import Batch, Difference, Gift, JournalPolicy, Payout
from gifts.reports.journal.accounts import first_open, last_day
from gifts.reports.parity import NOT_OF_BOOKS


@dataclass(frozen=True)
class Step:
    """One thing to look at: how many wait, where, and whether the month waits for it."""

    words: str
    count: int
    route: str
    query: str = ""
    is_needed: bool = True

    @property
    def is_done(self) -> bool:
        """Whether nothing waits."""
        return self.count == 0


def steps_to_close(month: date, *, today: date) -> list[Step]:
    """Return the month's checklist, in the order in which one does it."""
    end = last_day(month)
    within = {"since": f"{month:%Y-%m-%d}", "until": f"{end:%Y-%m-%d}"}
    of_month = f"since={within['since']}&until={within['until']}"
    differences = Difference.objects.filter(resolved_at=None, explanation="").exclude(kind__in=NOT_OF_BOOKS)
    payouts = Payout.objects.filter(arrives_on__gte=month, arrives_on__lte=end)
    unmatched = Gift.objects.filter(is_unmatched=True, given_on__gte=month, given_on__lte=end)
    batches = Batch.objects.filter(posted_at=None, received_on__lte=end)
    not_seen = payouts.filter(state=Payout.State.PAID, seen_on=None)
    return [
        *_before(month, today),
        _step(differences.count(), _differences, "gifts:difference_list"),
        _step(
            payouts.filter(needs_attention=True).count(),
            _payouts,
            "gifts:payout_list",
            f"attention=yes&{of_month}",
        ),
        _step(unmatched.count(), _unmatched, "gifts:gift_list", f"unmatched=yes&{of_month}"),
        _step(batches.count(), _batches, "gifts:batch_list"),
        _step(not_seen.count(), _seen, "gifts:payout_list", f"seen=no&{of_month}", is_needed=False),
    ]


def _before(month: date, today: date) -> list[Step]:
    """What must have happened at all."""
    opened = first_open(today)
    return [
        Step(
            _("The accounts are looked through"),
            0 if JournalPolicy.objects.filter(pk=1).exists() else 1,
            "gifts:accounts",
        ),
        Step(_("The month is over"), 0 if last_day(month) < today else 1, "gifts:journal"),
        Step(
            _("Every month before it is closed"),
            0 if opened == month else 1,
            "gifts:journal",
            f"month={opened:%Y-%m}",
        ),
    ]


def _step(
    count: int, words: Callable[[int], str], route: str, query: str = "", *, is_needed: bool = True
) -> Step:
    return Step(words(count), count, route, query, is_needed)


def _differences(count: int) -> str:
    return ngettext(
        "%(n)d difference with Stripe is unexplained", "%(n)d differences with Stripe are unexplained", count
    ) % {"n": count}


def _payouts(count: int) -> str:
    return ngettext("%(n)d payout does not tie out", "%(n)d payouts do not tie out", count) % {"n": count}


def _unmatched(count: int) -> str:
    return ngettext("%(n)d payment waits for its donor", "%(n)d payments wait for their donor", count) % {
        "n": count
    }


def _batches(count: int) -> str:
    return ngettext("%(n)d batch is not posted", "%(n)d batches are not posted", count) % {"n": count}


def _seen(count: int) -> str:
    return ngettext(
        "%(n)d payout is not ticked on the bank statement",
        "%(n)d payouts are not ticked on the bank statement",
        count,
    ) % {"n": count}
