"""Everything a letter about a volunteer's expenses says, frozen as JSON: never what they spent."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import formats, translation

from core.money import ZERO
from receipts.regimes import Claim, Contribution, Given, Regime, Thing
from receipts.snapshot.receipt import Heading, Snapshot, letterhead_of, statements_of, words_of
from volunteers.models import Volunteer


@dataclass(frozen=True)
class Served:
    """What a volunteer did, on which days (inclusive), and what repaid their costs; empty for nothing."""

    volunteer: Volunteer
    services: str
    from_on: date
    until_on: date
    repaid: tuple[Given, ...] = ()

    def as_facts(self) -> dict[str, Any]:
        """Plain JSON values, from which a form is filled again."""
        return {
            "services": self.services,
            "from_on": self.from_on.isoformat(),
            "until_on": self.until_on.isoformat(),
            "repaid": [{"description": one.description, "value": str(one.value)} for one in self.repaid],
        }


def served_claim(served: Served, regime: Regime) -> Claim:
    """Return what a letter certifies of it. Raises: ValueError for services that nobody described."""
    return regime.claim(_contribution(served))


def say_served(served: Served, claim: Claim, heading: Heading) -> dict[str, Any]:
    """Return the words of the letter as plain JSON values, with the facts that they were made from."""
    currency = heading.organisation.currency
    with translation.override(heading.language):
        said = Snapshot(
            language=heading.language,
            kind=claim.kind,
            title=heading.regime.title_of(claim.kind, heading.wording.title),
            number="",
            issued_on=formats.date_format(heading.issued_on, "DATE_FORMAT"),
            payer=(served.volunteer.name,),
            lines=(),
            total="",
            currency=currency,
            statements=statements_of(claim, _contribution(served), heading, currency),
            codes=claim.statements,
            check_code=heading.check_code,
            replaces=heading.replaces,
            organisation=letterhead_of(heading.organisation),
            words=words_of(heading, served.volunteer.name, ()),
        )
    return {**said.as_json(), "expenses": served.as_facts()}


def _contribution(served: Served) -> Contribution:
    return Contribution(
        paid=ZERO,
        given_on=served.until_on,
        kind="expenses",
        benefits=served.repaid,
        thing=Thing(description=served.services, first_on=served.from_on, last_on=served.until_on),
    )
