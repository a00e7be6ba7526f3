"""The shape of a regime: from what was given, and for what, to the kind of paper and what it must state."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Given:
    """Something the donor got for the gift. `kind`: ordinary, token, membership, religious.

    `value` is its fair market value as staff estimated it in good faith; `cost` what a token cost us;
    `sold_from` the lowest yearly membership that brings the same privileges.
    """

    description: str
    value: Decimal
    kind: str = "ordinary"
    cost: Decimal | None = None
    sold_from: Decimal | None = None


@dataclass(frozen=True)
class Thing:
    """A gift that is not money, as a paper describes it. `use`: sale, kept, improved, needy, or empty.

    `first_on`, `last_on`: the days (inclusive) of a volunteer's services.
    """

    description: str
    place: str = ""
    issuer: str = ""
    shares: Decimal | None = None
    vin: str = ""
    is_claimed_over_500: bool = False
    use: str = ""
    use_note: str = ""
    use_months: int | None = None
    sold_on: date | None = None
    proceeds: Decimal | None = None
    first_on: date | None = None
    last_on: date | None = None


@dataclass(frozen=True)
class Contribution:
    """One gift as a regime looks at it.

    `kind`: money, goods, securities, vehicle, currency, services (somebody's time), expenses (a volunteer's
    own; `thing` then describes the services, `benefits` what repaid them). `payer`: donor, company, match,
    daf, foundation, ira; `payer_name` is the custodian's or sponsor's name where it is not the donor's.
    `paid` is what stands of it, of property its value in the books. `given_on` is the legal day.
    `is_declared`: whether a valid Gift Aid declaration covers it.
    """

    paid: Decimal
    given_on: date
    kind: str = "money"
    payer: str = "donor"
    payer_name: str = ""
    source: str = "stripe"
    postmarked_on: date | None = None
    received_on: date | None = None
    benefits: tuple[Given, ...] = ()
    thing: Thing | None = None
    is_declared: bool = False


@dataclass(frozen=True)
class Claim:
    """What a paper certifies of one contribution.

    `statements` are codes in the order of the paper. `deductible` is None where it is the donor's to find
    (property), zero where nothing is. `told` are the benefits that must be named, the others may be
    disregarded. `states_amount`: whether what was paid is printed. `is_acknowledgment_needed`,
    `is_disclosure_needed`: what the law demands rather than allows. `why`, of the kind "none", tells why
    there is no paper: "payroll", "advantage" (too large to be a gift), "nothing" (nothing that the law
    counts).
    """

    kind: str
    statements: tuple[str, ...]
    deductible: Decimal | None
    told: tuple[Given, ...] = ()
    states_amount: bool = True
    is_acknowledgment_needed: bool = False
    is_disclosure_needed: bool = False
    why: str = ""


@dataclass(frozen=True)
class Said:
    """What the sentences of a paper are made from: the organisation, the contribution, how to write figures.

    `organisation` has the words of the letterhead, and under "replaces" the number of the receipt it
    replaces.
    """

    claim: Claim
    gift: Contribution
    organisation: Mapping[str, str]
    money: Callable[[Decimal], str]
    day: Callable[[date], str]


Sentence = Callable[[Said], str]


@dataclass(frozen=True)
class Regime:
    """One country's rules.

    `code` names it; `series` gives the code of the number series of each kind of paper, under "" the usual
    one. `claim` decides for one gift, `together` for several on one annual receipt, and raises ValueError
    for one that must stand alone; `sentences` gives the wording of each statement and `titles` that of each
    kind, in the active language, when called. `summary` names the statements under a year's summary.
    `needs_address`: a paper without the donor's address is not valid. `is_replaced_not_copied`: a lost
    paper is cancelled and replaced, where others may be copied under the same number. `other_titles` are
    those that staff may choose instead of the usual one, by kind and code, in the active language.
    """

    code: str
    claim: Callable[[Contribution], Claim]
    together: Callable[[Sequence[Claim]], Claim]
    sentences: Mapping[str, Sentence]
    titles: Callable[[], dict[str, str]]
    summary: tuple[str, ...]
    series: Mapping[str, str] = field(default_factory=lambda: {"": "R"})
    needs_address: bool = False
    is_replaced_not_copied: bool = False
    other_titles: Callable[[], Mapping[str, Mapping[str, str]]] = dict

    def title_of(self, kind: str, chosen: str = "") -> str:
        """Return the title of a kind of paper: the chosen one where this kind may bear it, else the usual."""
        return self.other_titles().get(kind, {}).get(chosen) or self.titles()[kind]

    def series_of(self, kind: str) -> str:
        """Return the code of the series from which a kind of paper draws its number."""
        return self.series.get(kind, self.series[""])


def named(benefits: Sequence[Given]) -> str:
    """Return the descriptions of benefits in one line."""
    return "; ".join(benefit.description for benefit in benefits)
