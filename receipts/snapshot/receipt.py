"""Everything a receipt says, frozen as JSON in its language when the number is drawn."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import formats, translation
from django.utils.translation import gettext as _

from accounts.models import Organisation
from core.money import format_money
from donors.models import Address
from gifts.models import Gift
from receipts.regimes import Claim, Regime

TEMPLATE_VERSION = 1


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
    """The words and figures of one receipt. Pictures of the letterhead stay with the organisation."""

    language: str
    kind: str
    title: str
    number: str
    issued_on: str
    payer: tuple[str, ...]
    lines: tuple[Line, ...]
    total: str
    currency: str
    statements: tuple[str, ...]
    check_code: str
    replaces: str
    organisation: dict[str, str]

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values, ready for the row."""
        values: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return values


def digest(values: dict[str, Any]) -> str:
    """SHA-256 in hex over the snapshot's canonical JSON: sorted keys, no spaces, UTF-8."""
    canonical = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def take(
    *,
    gift: Gift,
    paid: Decimal,
    claim: Claim,
    regime: Regime,
    organisation: Organisation,
    number: str,
    replaces: str,
    check_code: str,
    language: str,
    issued_on: date,
) -> Snapshot:
    """Return what the receipt of one gift says, in a language, on its day of issue."""
    with translation.override(language):
        wording = regime.sentences(organisation.legal_name, organisation.tax_number)
        return Snapshot(
            language=language,
            kind=claim.kind,
            title=regime.titles()[claim.kind],
            number=number,
            issued_on=formats.date_format(issued_on, "DATE_FORMAT"),
            payer=_payer(gift),
            lines=(_line(gift, paid),),
            total=format_money(paid, gift.currency),
            currency=gift.currency,
            statements=tuple(wording[code] for code in claim.statements),
            check_code=check_code,
            replaces=replaces,
            organisation=letterhead_of(organisation),
        )


def _payer(gift: Gift) -> tuple[str, ...]:
    donor = gift.donor
    if donor is None:
        raise ValueError("a gift without a donor has no receipt")
    return payer_lines(donor.name, donor.addresses.filter(is_primary=True).first())


def payer_lines(name: str, address: Address | None) -> tuple[str, ...]:
    """Return a name and the lines of its address, as on an envelope."""
    if address is None:
        return (name,)
    town = " ".join(part for part in (address.city, address.region, address.postal_code) if part)
    return tuple(part for part in (name, address.line1, address.line2, town) if part)


def _line(gift: Gift, paid: Decimal) -> Line:
    funds = ", ".join(str(allocation.fund) for allocation in gift.allocations.select_related("fund"))
    given_on = gift.given_on
    if given_on is None:
        raise ValueError("a gift that has not arrived has no receipt")
    return Line(
        given_on=formats.date_format(given_on, "DATE_FORMAT"),
        description=_description(gift),
        fund=funds,
        amount=format_money(paid, gift.currency),
        benefit="",
    )


def _description(gift: Gift) -> str:
    """How the money came, as the donor would say it."""
    ways = {"card": _("Gift by card"), "us_bank_account": _("Gift by bank debit"), "link": _("Gift by Link")}
    kinds = {
        Gift.Source.CHECK: _("Gift by check"),
        Gift.Source.CASH: _("Gift in cash"),
        Gift.Source.WIRE: _("Gift by wire"),
    }
    return ways.get(gift.method) or kinds.get(Gift.Source(gift.source)) or _("Gift online")


def letterhead_of(organisation: Organisation) -> dict[str, str]:
    """Return what the head of a paper says of us."""
    names = (
        "legal_name",
        "tax_number",
        "address",
        "email",
        "phone",
        "website",
        "signatory_name",
        "signatory_title",
    )
    return {name: getattr(organisation, name) for name in names}


def moment_for_paper(at: datetime) -> datetime:
    """The file's time stamp: whole seconds, so that a row read back gives the same bytes."""
    return at.replace(microsecond=0)
