"""Thanks: for money with a receipt, for a grant without one, for things without a sum, and to who helped."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core.money import format_money
from gifts.letters.quiet import is_told_by_mail
from gifts.letters.words import day_or_nothing
from gifts.models import Frequency, Gift, GiftKind, Payer, Property, SoftCredit
from letters.actions import Wanted, queue_letter, queue_letters
from letters.actions.held import tell_held
from letters.kinds import LetterKind, register

# the receipt is usually ready within seconds and travels with the thanks; nobody waits longer for it
WAITS_FOR_RECEIPT = timedelta(seconds=60)
GRANT_MAKERS = frozenset({Payer.DAF, Payer.FOUNDATION})
# the word by which the letter says what a person did
WAYS = {
    SoftCredit.Role.ADVISER: "fund",
    SoftCredit.Role.EMPLOYEE: "match",
    SoftCredit.Role.SPOUSE: "pair",
    SoftCredit.Role.OTHER: "help",
}
# whose gift a person is told of; who only brought it about is not told who gave
KNOWS_THE_PAYER = frozenset({SoftCredit.Role.ADVISER, SoftCredit.Role.EMPLOYEE, SoftCredit.Role.SPOUSE})

THANKS = register(
    LetterKind(
        name="gift_thanks",
        title=_("Thank-you for a gift"),
        facts={
            "name": "Maria Lopez",
            "amount": "$50.00",
            "day": "Nov. 25, 2026",
            "campaign": "Doors open",
            "fund": "Housing",
            "rhythm": "once",
            "tribute": "In memory of Rosa Lopez",
            "paper": "own",
            "match": "",
        },
    )
)
GRANT_THANKS = register(
    LetterKind(
        name="grant_thanks",
        title=_("Thank-you for a grant, no receipt"),
        facts={
            "name": "Evergreen Community Foundation",
            "amount": "$5,000.00",
            "day": "Nov. 25, 2026",
            "campaign": "Doors open",
            "fund": "Housing",
            "tribute": "",
        },
    )
)
THINGS_THANKS = register(
    LetterKind(
        name="things_thanks",
        title=_("Thank-you for what is not money"),
        facts={
            "name": "Maria Lopez",
            "what": "Twelve winter coats",
            "day": "Nov. 25, 2026",
            "campaign": "",
            "fund": "Housing",
            "tribute": "",
        },
    )
)
CREDIT_THANKS = register(
    LetterKind(
        name="credit_thanks",
        title=_("Thank-you to who brought a gift about"),
        facts={
            "name": "Maria Lopez",
            "way": "fund",
            "payer": "Evergreen Community Foundation",
            "day": "Nov. 25, 2026",
            "fund": "Housing",
        },
    )
)


def queue_thanks(*, gift: Gift, now: datetime) -> bool:
    """Thank for a gift, once, held a minute for its paper. The words are those of its kind.

    False: we know no address to thank at, or its donor wants no letter for each charge.
    """
    found = _letter(gift)
    if found is None:
        return False
    kind, one = found
    queue_letter(
        kind=kind,
        key=one.key,
        to_email=one.to_email,
        language=one.language,
        facts=one.facts,
        about=one.about,
        now=now,
        hold_until=now + WAITS_FOR_RECEIPT,
    )
    return True


def queue_many_thanks(*, gifts: Sequence[Gift], now: datetime) -> None:
    """Thank for each of some gifts, as `queue_thanks` does for one, by few statements."""
    wanted: dict[str, list[Wanted]] = {}
    for kind, one in filter(None, map(_letter, gifts)):
        wanted.setdefault(kind, []).append(one)
    for kind, letters in wanted.items():
        queue_letters(kind=kind, wanted=letters, now=now, hold_until=now + WAITS_FOR_RECEIPT)


def _letter(gift: Gift) -> tuple[str, Wanted] | None:
    """The kind of thanks and the letter; none where nobody is written to."""
    donor = gift.donor
    if donor is None or not donor.email or not is_told_by_mail(gift):
        return None
    with translation.override(donor.language):
        kind, facts = _thanks(gift)
    about = ("gift", str(gift.pk))
    key = f"gift_thanks:{gift.pk}"
    return kind.name, Wanted(key, donor.email, donor.language, {"name": donor.name, **facts}, about)


def tell_of_match(*, gift: Gift, amount: Decimal) -> bool:
    """Say in the thanks, while they wait for the receipt, what sponsors added. False: they left before."""
    if gift.donor is None:
        return False
    with translation.override(gift.donor.language):
        told = format_money(amount, gift.currency) if amount else ""
    return tell_held(key=f"gift_thanks:{gift.pk}", facts={"match": told})


def queue_credit_thanks(*, credit: SoftCredit, now: datetime) -> bool:
    """Thank who brought a gift about, once: no amount, since the paper is the payer's. False: no address."""
    donor, gift = credit.donor, credit.gift
    if not donor.email:
        return False
    payer = gift.donor.name if gift.donor and credit.role in KNOWS_THE_PAYER else ""
    with translation.override(donor.language):
        facts = {
            "name": donor.name,
            "way": WAYS[SoftCredit.Role(credit.role)],
            "payer": payer,
            "day": day_or_nothing(gift.given_on),
            "fund": _funds(gift),
        }
    queue_letter(
        kind=CREDIT_THANKS.name,
        key=f"credit_thanks:{credit.pk}",
        to_email=donor.email,
        language=donor.language,
        facts=facts,
        about=("gift", str(gift.pk)),
        now=now,
    )
    return True


def _thanks(gift: Gift) -> tuple[LetterKind, dict[str, str]]:
    """The kind of thanks and its facts, in the active language; the name is the donor's."""
    facts = {
        "day": day_or_nothing(gift.given_on),
        "campaign": str(gift.campaign or ""),
        "fund": _funds(gift),
        "tribute": f"{gift.get_tribute_kind_display()} {gift.tribute_name}" if gift.tribute_kind else "",
    }
    if gift.kind != GiftKind.MONEY:
        return THINGS_THANKS, facts | {"what": Property.objects.get(gift=gift).description}
    facts["amount"] = format_money(gift.amount, gift.currency)
    if gift.payer in GRANT_MAKERS:
        return GRANT_THANKS, facts
    paper = "year" if gift.source == Gift.Source.PAYROLL else "own"
    rhythm = gift.recurring.frequency if gift.recurring else Frequency.ONCE.value
    return THANKS, facts | {"rhythm": rhythm, "paper": paper, "match": ""}


def _funds(gift: Gift) -> str:
    """Their names; read along where many gifts are thanked for at once."""
    known = gift.__dict__.get("_prefetched_objects_cache", {}).get("allocations")
    shares = gift.allocations.select_related("fund") if known is None else known
    return ", ".join(str(share.fund) for share in shares)
