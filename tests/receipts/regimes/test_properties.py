"""What no gift whatever may break."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from receipts.regimes import UNITED_STATES, Contribution, Given, Thing, regime_named
from receipts.regimes.limits import LIMITS
from tests.receipts.regimes.saying import words

# what is slow is drawing the first gift, on a machine that is busy
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
CENTS = st.decimals(min_value=0, max_value=100_000, places=2)
PAID = st.one_of(
    st.sampled_from(["74.99", "75.00", "75.01", "249.99", "250.00", "250.01"]).map(Decimal),
    st.decimals(min_value=Decimal("0.01"), max_value=100_000, places=2),
)
PAYERS = st.sampled_from(["donor", "company", "match", "daf", "foundation", "ira"])
KINDS = st.sampled_from(["money", "goods", "securities", "vehicle", "currency", "expenses", "services"])
USES = st.sampled_from(["", "sale", "kept", "improved", "needy"])
DAYS = st.dates(date(2010, 1, 1), date(2030, 12, 31))


@st.composite
def benefits(draw: st.DrawFn) -> Given:
    kind = draw(st.sampled_from(["ordinary", "token", "membership", "religious"]))
    return Given(
        description=draw(st.sampled_from(["dinner", "mug", "free admission"])),
        value=Decimal(0) if kind == "religious" else draw(st.one_of(st.just(Decimal(0)), CENTS)),
        kind=kind,
        cost=draw(st.one_of(st.just(Decimal("1.00")), CENTS)) if kind == "token" else None,
        sold_from=draw(st.none() | PAID) if kind == "membership" else None,
    )


@st.composite
def things(draw: st.DrawFn) -> Thing:
    use = draw(USES)
    is_sold = use == "sale" and draw(st.booleans())
    return Thing(
        description="a thing",
        vin="1HGBH41JXMN109186",
        is_claimed_over_500=draw(st.booleans()),
        use=use,
        use_note="deliveries" if use == "kept" else "",
        use_months=12 if use == "kept" else None,
        sold_on=date(2026, 6, 15) if is_sold else None,
        proceeds=draw(CENTS) if is_sold else None,
    )


GIFTS = st.builds(
    Contribution,
    paid=PAID,
    given_on=DAYS,
    kind=st.one_of(st.just("money"), KINDS),
    payer=st.one_of(st.just("donor"), PAYERS),
    source=st.sampled_from(["stripe", "check", "payroll", "text"]),
    postmarked_on=st.none() | DAYS,
    received_on=st.none() | DAYS,
    benefits=st.lists(benefits(), max_size=4).map(tuple),
    thing=things(),
    is_declared=st.booleans(),
)


@pytest.mark.parametrize("code", ["US", "CA", "AU", "GB"])
@UNHURRIED
@given(gift=GIFTS)
def test_what_is_deductible_is_never_below_zero_nor_above_what_was_paid(
    code: str, gift: Contribution
) -> None:
    deductible = regime_named(code).claim(gift).deductible
    assert deductible is None or 0 <= deductible <= gift.paid


@pytest.mark.parametrize("code", ["US", "CA", "AU", "GB"])
@UNHURRIED
@given(gift=GIFTS)
def test_every_paper_can_be_titled_and_worded(code: str, gift: Contribution) -> None:
    regime = regime_named(code)
    claim = regime.claim(gift)
    assert claim.kind == "none" or regime.titles()[claim.kind]
    assert (claim.kind == "none") is bool(claim.why)
    assert all(words(regime, claim, gift).splitlines()) or claim.kind == "none"


@UNHURRIED
@given(gift=GIFTS)
def test_no_goods_or_services_is_never_said_beside_a_benefit(gift: Contribution) -> None:
    claim = UNITED_STATES.claim(gift)
    if gift.benefits:
        assert "no_goods_or_services" not in claim.statements
        assert "goods_services_reimbursement_statement" not in claim.statements or not claim.told
    if claim.told:
        assert "benefit_fmv_good_faith_estimate" in claim.statements


@UNHURRIED
@given(gift=GIFTS)
def test_exactly_one_sentence_says_whether_anything_came_back(gift: Contribution) -> None:
    claim = UNITED_STATES.claim(gift)
    ways = {
        "no_goods_or_services",
        "benefit_fmv_good_faith_estimate",
        "benefits_disregarded",
        "goods_services_reimbursement_statement",
    }
    said = [code for code in claim.statements if code in ways]
    if claim.kind == "thank_you_only" or not claim.statements:
        assert said == []
    elif not said:
        assert "intangible_religious" in claim.statements
    else:
        assert len(said) == 1


@UNHURRIED
@given(gift=GIFTS)
def test_property_and_a_volunteers_costs_are_never_valued_in_the_united_states(gift: Contribution) -> None:
    claim = UNITED_STATES.claim(gift)
    if claim.kind in {"noncash_acknowledgment", "vehicle_1098c", "volunteer_expense_letter"}:
        assert (claim.deductible, claim.states_amount) == (None, False)


@UNHURRIED
@given(gift=GIFTS, year=st.integers(2010, 2030).filter(lambda year: year not in LIMITS))
def test_a_missing_year_disregards_no_token_and_no_small_benefit(gift: Contribution, year: int) -> None:
    late = Contribution(paid=gift.paid, given_on=date(year, 6, 1), benefits=gift.benefits)
    told = UNITED_STATES.claim(late).told
    assert all(
        benefit in told for benefit in gift.benefits if benefit.kind not in {"membership", "religious"}
    )


@UNHURRIED
@given(gift=GIFTS, more=st.decimals(min_value=Decimal("0.01"), max_value=1_000, places=2))
def test_more_money_never_takes_a_duty_or_an_amount_away(gift: Contribution, more: Decimal) -> None:
    """For one and the same set of ordinary benefits, in a year that disregards nothing."""
    ordinary = tuple(benefit for benefit in gift.benefits if benefit.kind == "ordinary")
    small, large = (
        UNITED_STATES.claim(Contribution(paid=paid, given_on=date(2099, 1, 1), benefits=ordinary))
        for paid in (gift.paid, gift.paid + more)
    )
    assert small.deductible is not None
    assert large.deductible is not None
    assert small.deductible <= large.deductible
    assert small.is_acknowledgment_needed <= large.is_acknowledgment_needed
    assert small.is_disclosure_needed <= large.is_disclosure_needed
