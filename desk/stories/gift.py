"""A gift's whole story, told in sentences from what the rows say."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.money import ZERO, format_money
from gifts.models import Gift, LedgerLine
from letters.kinds import lookup
from letters.models import Letter
from receipts.models import Receipt

LOST = {Letter.State.BOUNCED, Letter.State.FAILED, Letter.State.COMPLAINED}


@dataclass(frozen=True)
class Beat:
    """One thing that happened; `tone` is good, warn, bad or calm."""

    at: datetime
    text: str
    tone: str


def story_of(gift: Gift) -> list[Beat]:
    """Return everything known to have happened with a gift, oldest first.

    Within a second the order is that of cause: money moves, a receipt ends, the next is issued, a letter
    goes.
    """
    beats = [
        *_asked(gift),
        *(_moved(line) for line in gift.ledger_lines.select_related("payout")),
        *_disputes(gift),
        *_receipts(gift),
        *_letters(gift),
    ]
    return sorted(beats, key=lambda beat: beat.at.replace(microsecond=0))


def _asked(gift: Gift) -> list[Beat]:
    checkout = gift.checkout
    if checkout is None:
        heard = (
            _("Stripe told us of a payment that began elsewhere.")
            if gift.payment_id
            else _("Entered at the desk.")
        )
        return [Beat(gift.created_at, heard, "calm")]
    text = _("%(name)s chose %(amount)s, %(frequency)s, for %(fund)s on the page of %(campaign)s.") % {
        "name": checkout.name,
        "amount": format_money(checkout.amount, checkout.currency),
        "frequency": checkout.get_frequency_display().lower(),
        "fund": checkout.fund,
        "campaign": checkout.campaign,
    }
    return [Beat(checkout.created_at, text, "calm")]


def _moved(line: LedgerLine) -> Beat:
    facts = {
        "amount": format_money(abs(line.amount), line.currency),
        "fee": format_money(line.fee, line.currency),
    }
    texts = {
        LedgerLine.Kind.CHARGE: (_("%(amount)s was charged; Stripe kept %(fee)s."), "good"),
        LedgerLine.Kind.REFUND: (_("%(amount)s went back to the donor."), "warn"),
        LedgerLine.Kind.DISPUTE: (
            _("The payer's bank took %(amount)s back; Stripe charged %(fee)s for it."),
            "bad",
        ),
        LedgerLine.Kind.REVERSAL: (_("%(amount)s came back to us."), "good"),
        LedgerLine.Kind.OFFLINE: (_("%(amount)s was entered."), "good"),
    }
    if line.kind == LedgerLine.Kind.OFFLINE and line.amount < ZERO:
        return Beat(line.occurred_at, _("%(amount)s was taken out of the books again.") % facts, "bad")
    text, tone = texts.get(LedgerLine.Kind(line.kind), (_("%(amount)s was adjusted."), "calm"))
    if line.payout is not None:
        day = date_format(line.payout.arrives_on, "SHORT_DATE_FORMAT")
        text += " " + _("It is in the payout of %(day)s.") % {"day": day}
    return Beat(line.occurred_at, text % facts, tone)


def _disputes(gift: Gift) -> list[Beat]:
    asked = _("The payer's bank asks about the charge (%(reason)s). No money moved.")
    opened = _("The payer disputes the charge (%(reason)s). State at Stripe: %(state)s.")
    return [
        Beat(
            dispute.opened_at,
            (asked if dispute.is_inquiry else opened) % {"reason": dispute.reason, "state": dispute.state},
            "bad",
        )
        for dispute in gift.disputes.all()
    ]


def _receipts(gift: Gift) -> list[Beat]:
    found = Receipt.objects.filter(lines__gift=gift).select_related("series").defer("pdf", "snapshot")
    ended, issued = [], []
    for receipt in found.order_by("pk"):
        said = {"number": receipt, "amount": format_money(receipt.amount, gift.currency)}
        text = _("Receipt %(number)s was issued for %(amount)s.") % said
        issued.append(Beat(receipt.issued_at, text, "good"))
        if receipt.voided_at:
            replaced = receipt.status == Receipt.Status.REPLACED
            words = _("Receipt %(number)s was replaced.")
            if not replaced:
                words = _("Receipt %(number)s became void.")
            ended.append(Beat(receipt.voided_at, words % said, "warn"))
    return [*ended, *issued]


def _letters(gift: Gift) -> list[Beat]:
    about = Letter.objects.filter(about_kind="gift", about_id=str(gift.pk)).defer("facts")
    return [
        Beat(
            letter.sent_at or letter.created_at,
            _letter_text(letter),
            "bad" if letter.state in LOST else "calm",
        )
        for letter in about.order_by("created_at")
    ]


def _letter_text(letter: Letter) -> str:
    said = {
        "kind": letter.subject or lookup(letter.kind).title,
        "state": letter.get_state_display(),
        "email": letter.to_email,
    }
    return _("Letter “%(kind)s” to %(email)s: %(state)s.") % said
