"""Everything a receipt says, frozen as JSON in its language when the number is drawn."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Organisation
from core.money import ZERO, format_money
from donors.models import Address, Donor
from gifts.models import Gift
from receipts.regimes import Claim, Contribution, Regime, Said
from receipts.snapshot.contribution import contribution_of
from receipts.snapshot.words import NO_WORDING, Wording, fill_words

TEMPLATE_VERSION = 2


@dataclass(frozen=True)
class Line:
    """One gift as it stands on the paper; strings in the receipt's language."""

    given_on: str
    description: str
    fund: str
    amount: str
    benefit: str


@dataclass(frozen=True)
class Snapshot:
    """The words and figures of one receipt. Pictures of the letterhead stay with the organisation.

    `codes` name the statements, which `statements` words: what is said stays comparable when words change.
    `words` are those of staff, by block: above, below, closing.
    """

    language: str
    kind: str
    title: str
    number: str  # empty until it is drawn, the last of all
    issued_on: str
    payer: tuple[str, ...]
    lines: tuple[Line, ...]
    total: str
    currency: str
    statements: tuple[str, ...]
    codes: tuple[str, ...]
    check_code: str
    replaces: str
    organisation: dict[str, str]
    words: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values, ready for the row."""
        values: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return values


@dataclass(frozen=True)
class Item:
    """One gift of a receipt: its row, as the regime looked at it, and what the regime decided."""

    gift: Gift
    contribution: Contribution
    claim: Claim


@dataclass(frozen=True)
class Heading:
    """What is not in the gifts: whose rules, letterhead and words, which numbers, language and day."""

    regime: Regime
    organisation: Organisation
    language: str
    issued_on: date
    replaces: str = ""
    check_code: str = ""
    wording: Wording = NO_WORDING


def digest(values: dict[str, Any]) -> str:
    """SHA-256 in hex over the snapshot's canonical JSON."""
    return hashlib.sha256(canonical(values)).hexdigest()


def canonical(values: dict[str, Any]) -> bytes:
    """Return a snapshot as JSON that is always the same: sorted keys, no spaces, UTF-8."""
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def item_of(gift: Gift, paid: Decimal, regime: Regime) -> Item:
    """Return a gift of which `paid` stands, with what the regime decides for it."""
    contribution = contribution_of(gift, paid)
    return Item(gift, contribution, regime.claim(contribution))


def claim_of(items: Sequence[Item], regime: Regime) -> Claim:
    """Return what one paper certifies of its gifts, one or several.

    A gift that gets no paper of its own stands on an annual receipt even where it is the only one left.

    Raises: ValueError for gifts that must not stand on one paper.
    """
    is_alone = len(items) == 1 and items[0].claim.kind != "none"
    return items[0].claim if is_alone else regime.together([item.claim for item in items])


def take(items: Sequence[Item], heading: Heading) -> Snapshot:
    """Return what the receipt of one or several gifts of one payer says, in a language, on its day of issue.

    Raises: ValueError for a gift without a donor.
    """
    claim, first = claim_of(items, heading.regime), items[0]
    with translation.override(heading.language):
        payer = _payer(first.gift)
        lines = tuple(_line(item, is_alone=len(items) == 1) for item in items)
        return Snapshot(
            language=heading.language,
            kind=claim.kind,
            title=heading.regime.title_of(claim.kind, heading.wording.title),
            number="",
            issued_on=_day(heading.issued_on),
            payer=payer,
            lines=lines,
            total=_total(items) if claim.states_amount else "",
            currency=first.gift.currency,
            statements=statements_of(claim, first.contribution, heading, first.gift.currency),
            codes=claim.statements,
            check_code=heading.check_code,
            replaces=heading.replaces,
            organisation=letterhead_of(heading.organisation),
            words=words_of(heading, payer[0], lines),
        )


def words_of(heading: Heading, name: str, lines: Sequence[Line]) -> dict[str, str]:
    """Return what staff want said on a paper beside the law's sentences, by block."""
    funds = dict.fromkeys(line.fund for line in lines if line.fund)
    values = {"name": name, "organisation": heading.organisation.legal_name, "fund": ", ".join(funds)}
    return fill_words(heading.wording, values)


def statements_of(claim: Claim, gift: Contribution, heading: Heading, currency: str) -> tuple[str, ...]:
    """Return the sentences of a paper; those that need a gift's own facts are made from the first."""
    said = Said(
        claim=claim,
        gift=gift,
        organisation=letterhead_of(heading.organisation) | {"replaces": heading.replaces},
        money=lambda amount: format_money(amount, currency),
        day=_day,
    )
    return tuple(heading.regime.sentences[code](said) for code in claim.statements)


def _payer(gift: Gift) -> tuple[str, ...]:
    donor = gift.donor
    if donor is None:
        raise ValueError("a gift without a donor has no receipt")
    return payer_lines(payer_name(donor, gift.co_payer), donor.addresses.filter(is_primary=True).first())


def payer_name(donor: Donor, other: Donor | None) -> str:
    """Return who paid, as named on a paper: both, where the account is joint."""
    return _("%(one)s and %(other)s") % {"one": donor.name, "other": other.name} if other else donor.name


def payer_lines(name: str, address: Address | None) -> tuple[str, ...]:
    """Return a name and the lines of its address, as on an envelope."""
    if address is None:
        return (name,)
    town = " ".join(part for part in (address.city, address.region, address.postal_code) if part)
    return tuple(part for part in (name, address.line1, address.line2, town) if part)


def _total(items: Sequence[Item]) -> str:
    """The sum of what was paid; what is not money has no place in it."""
    paid = sum((item.contribution.paid for item in items if item.claim.states_amount), ZERO)
    return format_money(paid, items[0].gift.currency)


def _line(item: Item, *, is_alone: bool) -> Line:
    gift, given = item.gift, item.contribution
    shares = gift.allocations.select_related("fund").order_by("pk")
    return Line(
        given_on=_day(given.given_on),
        description=given.thing.description if given.thing else _description(gift),
        fund=", ".join(str(share.fund) for share in shares),
        amount=format_money(given.paid, gift.currency) if item.claim.states_amount else "",
        benefit=told_words(item.claim, gift.currency)
        or ("" if is_alone else pgettext("goods or services", "None")),
    )


def told_words(claim: Claim, currency: str) -> str:
    """Return what the donor got, with its estimate; several of a regime's lines must each tell it."""
    return "; ".join(f"{told.description}: {format_money(told.value, currency)}" for told in claim.told)


def benefit_of(claim: Claim, paid: Decimal) -> Decimal:
    """Return the value of what must be told, at most what was paid."""
    return min(sum((told.value for told in claim.told), ZERO), paid)


def _description(gift: Gift) -> str:
    """How the money came, as the donor would say it."""
    ways = {"card": _("Gift by card"), "us_bank_account": _("Gift by bank debit"), "link": _("Gift by Link")}
    kinds = {
        Gift.Source.CHECK: _("Gift by check"),
        Gift.Source.CASH: _("Gift in cash"),
        Gift.Source.WIRE: _("Gift by wire"),
        Gift.Source.PAYROLL: _("Gift withheld from pay"),
        Gift.Source.TEXT: _("Gift by text message"),
        Gift.Source.DELIVERY: _("Gift handed over"),
    }
    return ways.get(gift.method) or kinds.get(Gift.Source(gift.source)) or _("Gift online")


def _day(day: date) -> str:
    return formats.date_format(day, "DATE_FORMAT")


def letterhead_of(organisation: Organisation) -> dict[str, str]:
    """Return what the head of a paper says of us."""
    names = (
        "legal_name",
        "tax_number",
        "regime",
        "address",
        "email",
        "phone",
        "website",
        "signatory_name",
        "signatory_title",
    )
    return {name: getattr(organisation, name) for name in names}
