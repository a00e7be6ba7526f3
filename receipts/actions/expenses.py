"""A letter for what a volunteer spent: issued by who works with volunteers, numbered as all receipts are.

Its gifts are none, so nothing settles it: what is wrong on it is taken back or replaced by hand. Each is one
transaction that locks the volunteer first: of two at once the second finds what the first did.
"""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from core.clock import legal_day
from core.guard import guard
from receipts.actions.corrections import WHYS, CorrectionRefused, note_ended
from receipts.actions.issue import Addressee, Ground, ground, heading_of, instead_of, write_paper
from receipts.actions.settle import end_receipt
from receipts.models import Receipt, ReceiptKind
from receipts.models.receipt import ReceiptQuerySet
from receipts.papers import preview
from receipts.regimes import Claim
from receipts.snapshot.letter import Served, say_served, served_claim
from volunteers.models import Volunteer

look = guard("receipts.Receipt.snapshot")


class ExpensesRefused(Exception):
    """A sentence for the person who asked; `field` names what of it wants another look, or nothing."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


def foretell_letter(*, served: Served, now: datetime) -> dict[str, Any]:
    """Return what the letter would say, without a number. Nothing is written. Raises: ExpensesRefused."""
    under = ground(now=now)
    claim = _claim(served, under)
    return say_served(served, claim, heading_of(under, _addressee(served), claim.kind))


def preview_letter(*, served: Served, now: datetime) -> bytes:
    """Return the paper that would be issued, marked as a preview. Raises: ExpensesRefused; LeakRefused."""
    return preview(foretell_letter(served=served, now=now), now)


def issue_expense_letter(*, served: Served, by: User, now: datetime) -> Receipt:
    """Issue the letter; its paper and its mail follow. What they spent is not asked and stands nowhere.

    Raises: ExpensesRefused for words that tell of somebody or of a place, days that are no span of one year
    that has begun, a country whose rules know no such letter, one that says the same, one who was erased.
    """
    with transaction.atomic():
        _lock(served.volunteer)
        under = ground(now=now, by=by)
        claim = _claim(served, under)
        if twin := _live(served.volunteer).filter(snapshot__expenses=served.as_facts()).first():
            raise ExpensesRefused(_("Letter %(number)s says the same and is valid.") % {"number": twin})
        letter = _write(served, claim, under)
        record(
            actor=by,
            verb="receipt.expenses_issued",
            about=("volunteer", str(served.volunteer.pk)),
            now=now,
            after={"number": str(letter), "receipt": letter.pk},
        )
    return letter


def void_expense_letter(*, receipt_id: int, reason: str, by: User, now: datetime) -> Receipt:
    """Take a letter back; its volunteer is told, if they got it. Raises: CorrectionRefused: not valid."""
    with transaction.atomic():
        letter = _locked(receipt_id)
        end_receipt(letter, why=Receipt.VoidReason.MISTAKEN, is_replaced=False, now=now, by=by)
        note_ended(letter, "receipt.voided", by=by, now=now, reason=reason)
    return letter


def replace_expense_letter(
    *, receipt_id: int, served: Served, why: str, reason: str, by: User, now: datetime
) -> Receipt:
    """Let a letter with these words take the place of one; return the new one. `why` is one of WHYS.

    Raises: CorrectionRefused when it is no longer valid; ExpensesRefused as issuing does.
    """
    if why not in WHYS:
        raise CorrectionRefused(_("Please say why it is replaced."))
    with transaction.atomic():
        old = _locked(receipt_id)
        if old.volunteer_id != served.volunteer.pk:
            raise CorrectionRefused(_("This letter is about somebody else."))
        under = ground(now=now, by=by)
        claim = _claim(served, under)
        end_receipt(old, why=why, is_replaced=True, now=now, by=by)
        new = _write(served, claim, instead_of(under, old))
        note_ended(old, "receipt.replaced", by=by, now=now, reason=reason, new=new)
    return new


def _write(served: Served, claim: Claim, under: Ground) -> Receipt:
    return write_paper(
        claim, _addressee(served), under, say=lambda heading: say_served(served, claim, heading)
    )


def _addressee(served: Served) -> Addressee:
    volunteer = served.volunteer
    return Addressee(volunteer.language, served.until_on.year, volunteer=volunteer)


def _claim(served: Served, under: Ground) -> Claim:
    """What the rules of the country make of it. Raises: ExpensesRefused."""
    if served.volunteer.is_erased:
        raise ExpensesRefused(_("This person was erased on their wish; nobody is left to write to."))
    _check_days(served, under)
    _check_words(served.services, "services")
    for benefit in served.repaid:
        _check_words(benefit.description, "repaid_with")
        if benefit.value <= 0:
            raise ExpensesRefused(_("Please estimate what it was worth."), "repaid_value")
    claim = served_claim(served, under.regime)
    if claim.kind != ReceiptKind.EXPENSES:
        raise ExpensesRefused(_("The rules of our country know no letter about a volunteer's expenses."))
    return claim


def _check_days(served: Served, under: Ground) -> None:
    if served.until_on < served.from_on:
        raise ExpensesRefused(_("The last day cannot come before the first."), "until_on")
    if served.until_on > legal_day(under.now, under.organisation.zone):
        raise ExpensesRefused(_("A letter is about days that have passed."), "until_on")
    if served.from_on.year != served.until_on.year:
        raise ExpensesRefused(_("A letter is for one tax year: please write one for each."), "from_on")


def _check_words(words: str, field: str) -> None:
    if not words.strip():
        raise ExpensesRefused(_("Please describe it in a few words."), field)
    try:
        look(words)
    except ValidationError as refusal:
        raise ExpensesRefused(" ".join(refusal.messages), field) from refusal


def _live(volunteer: Volunteer) -> ReceiptQuerySet:
    letters = Receipt.objects.filter(volunteer=volunteer, status=Receipt.Status.LIVE)
    return letters.select_related("series").defer("pdf", "snapshot")


def _lock(volunteer: Volunteer) -> None:
    Volunteer.objects.select_for_update().only("pk").get(pk=volunteer.pk)


def _locked(receipt_id: int) -> Receipt:
    """Return a valid letter, locked after its volunteer. Raises: CorrectionRefused."""
    about = Receipt.objects.filter(pk=receipt_id, kind=ReceiptKind.EXPENSES).values("volunteer")
    list(Volunteer.objects.select_for_update().filter(pk__in=about).only("pk"))
    rows = Receipt.objects.select_for_update(of=("self",)).select_related("series")
    letter = rows.get(pk=receipt_id, kind=ReceiptKind.EXPENSES)
    if letter.status != Receipt.Status.LIVE:
        raise CorrectionRefused(_("It is no longer valid: it was voided or replaced meanwhile."))
    return letter
