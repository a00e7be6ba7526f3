"""Each known file is known by its real header, and read as its program means it."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from donors.kinds import CellRefused, Format, LeftOut
from gifts.formats import ALL, SENTENCES, Line, benevity, civicrm, fidelity, givewp, paypal, stripe
from gifts.formats.line import money
from tests.gifts.formats.samples import FILES

BY_NAME = {known.name: known for known in ALL}


def rows_of(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(FILES[name])))


def told(known: Any, name: str) -> list[Line | str]:
    """Return what became of each row: a line, or the code of the sentence why there is none."""
    found: list[Line | str] = []
    for row in rows_of(name):
        try:
            found.append(known({key: value or "" for key, value in row.items() if key}))
        except (LeftOut, CellRefused) as refusal:
            found.append(refusal.code)
    return found


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_known_by_its_header_and_by_no_other(name: str) -> None:
    header = set(rows_of(name)[0])
    assert [known.name for known in ALL if known.header <= header] == [name]


def test_payments_of_stripe_carry_both_ids_and_what_stands() -> None:
    first, second, *rest = told(stripe.read_payment, "stripe_payments")
    assert first == Line(
        external_id="pi_1",
        charge="ch_1",
        amount=Decimal("1250.00"),
        fee=Decimal("36.55"),
        currency="usd",
        given_on=datetime(2026, 1, 25, 19, 48, 48, tzinfo=UTC),
        name="Ana Díaz",
        email="Ana@Example.org",
        donor_key="cus_ana",
    )
    assert isinstance(second, Line)
    assert second.amount == Decimal("30.00")
    assert rest == ["file_given_back", "file_no_payment"]


def test_older_payments_of_stripe_have_the_charge_alone() -> None:
    (only,) = told(stripe.read_payment, "stripe_payments_old")
    assert isinstance(only, Line)
    assert (only.external_id, only.charge, only.fee) == ("ch_5", "ch_5", Decimal("0.88"))


def test_of_a_balance_only_the_charges_are_gifts() -> None:
    first, *rest = told(stripe.read_activity, "stripe_balance")
    assert isinstance(first, Line)
    assert (first.external_id, first.charge, first.net) == ("pi_1", "ch_1", Decimal("1213.45"))
    assert rest == ["file_taken_back", "file_moves"]
    first, *rest = told(stripe.read_history, "stripe_history")
    assert isinstance(first, Line)
    assert (first.external_id, first.amount) == ("ch_1", Decimal("1250.00"))
    assert rest == ["file_moves"]


def test_paypal_gives_payments_and_leaves_out_refunds_withdrawals_and_what_waits() -> None:
    first, second, *rest = told(paypal.read, "paypal")
    assert first == Line(
        external_id="1AB23456CD789012E",
        amount=Decimal("1500.00"),
        fee=Decimal("43.99"),
        currency="usd",
        given_on=date(2026, 1, 3),
        name="Ana Díaz",
        email="ana@example.org",
        campaign="Winter appeal",
    )
    assert isinstance(second, Line)
    assert second.net == Decimal("24.00")
    refund, withdrawal, pending, euros, other_order = rest
    assert [refund, withdrawal, pending] == ["file_taken_back", "file_moves", "file_no_payment"]
    assert isinstance(euros, Line)
    assert euros.currency == "eur"
    assert other_order == "file_day"


def test_givewp_knows_who_paid_by_check_and_guesses_no_order_of_a_day() -> None:
    first, company, check, *rest = told(givewp.read, "givewp")
    assert first == Line(
        external_id="4711",
        amount=Decimal("1050.00"),
        currency="usd",
        given_on=date(2026, 11, 25),
        name="Ana Díaz",
        email="ana@example.org",
        donor_key="17",
        campaign="Winter appeal",
    )
    assert isinstance(company, Line)
    assert isinstance(check, Line)
    assert (company.name, company.organisation, company.given_on) == (
        "",
        "Blue Door Bakery",
        date(2026, 11, 26),
    )
    assert (check.way, check.basis) == ("check", "received")
    assert rest == ["file_given_back", "file_no_payment", "file_day"]


def test_civicrm_tells_companies_checks_and_fees() -> None:
    first, company, *rest = told(civicrm.read, "civicrm")
    assert first == Line(
        external_id="31",
        amount=Decimal("125.00"),
        fee=Decimal("3.93"),
        currency="usd",
        given_on=date(2026, 3, 1),
        name="Ana Díaz",
        email="ana@example.org",
        donor_key="202",
        appeal="winter-letter",
    )
    assert isinstance(company, Line)
    assert (company.organisation, company.payer, company.way, company.check_number) == (
        "Blue Door Bakery",
        "company",
        "check",
        "1042",
    )
    assert rest == ["file_no_payment", "file_given_back"]


def test_benevity_tells_the_employees_gift_the_match_and_who_withheld_their_name() -> None:
    first, match, nameless, *rest = told(benevity.read, "benevity")
    assert isinstance(first, Line)
    assert isinstance(match, Line)
    assert isinstance(nameless, Line)
    assert (first.name, first.amount, first.match, first.matched_by, first.way) == (
        "Ana Díaz",
        Decimal("100.00"),
        Decimal("100.00"),
        "Orchard Software",
        "payroll",
    )
    assert (match.organisation, match.payer, match.amount, match.credit, match.name) == (
        "N1234",
        "match",
        Decimal("1000.00"),
        "Ben Okafor",
        "",
    )
    assert (nameless.name, nameless.email, nameless.amount) == ("", "", Decimal("12.50"))
    assert rest == ["file_totals"] * 4


def test_the_lines_of_a_benevity_report_sum_to_its_own_totals() -> None:
    lines = [line for line in told(benevity.read, "benevity") if isinstance(line, Line)]
    assert sum(line.amount + line.match for line in lines) == Decimal("1212.50")
    assert sum(line.net for line in lines) == Decimal("1179.93")


def test_fidelity_is_the_donor_and_the_adviser_is_thanked() -> None:
    nameless, told_one = told(fidelity.read, "fidelity")
    assert nameless == Line(
        external_id="1234567",
        amount=Decimal("50.00"),
        currency="usd",
        given_on=date(2026, 2, 3),
        basis="received",
        way="wire",
        organisation="Fidelity Charitable",
        payer="daf",
    )
    assert isinstance(told_one, Line)
    assert (told_one.given_on, told_one.amount, told_one.credit, told_one.way) == (
        date(2026, 10, 13),
        Decimal("1050.00"),
        "Mr. Patrick Lind",
        "check",
    )


@pytest.mark.parametrize(
    ("text", "amount"),
    [("1,250.00", "1250"), ("(5.00)", "-5"), ("-5", "-5"), ("$1,000", "1000"), ("-$5.00", "-5"), ("", "0")],
)
def test_an_amount_is_read(text: str, amount: str) -> None:
    assert money({"Gross": text}, "Gross") == Decimal(amount)


@pytest.mark.parametrize("text", ["1.250,00", "12abc", "1,25.00", "5.005", "1 250", "--5", "NaN", "٣", "€5"])
def test_what_may_be_another_amount_is_refused(text: str) -> None:
    with pytest.raises(CellRefused, match="amount_shape"):
        money({"Gross": text}, "Gross")


@pytest.mark.parametrize("known", ALL, ids=lambda known: known.name)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_no_cell_is_too_strange(known: Format, data: st.DataObject) -> None:
    columns = set(FILES[known.name].partition("\n")[0].replace('"', "").split(",")) | known.header
    real = [cell for row in rows_of(known.name) for cell in row.values() if cell]
    cells = st.one_of(st.text(max_size=30), st.sampled_from(real))
    row = {name: data.draw(cells, label=name) for name in sorted(columns)}
    try:
        found = known.read(row)
    except (LeftOut, CellRefused):
        return
    assert Decimal(found["amount"]) > 0
    assert all(isinstance(value, str) and value for value in found.values())


def test_every_reason_to_leave_a_row_out_has_its_sentence() -> None:
    codes = {found for name in FILES for found in told(BY_NAME[name].read, name) if isinstance(found, str)}
    assert codes <= set(SENTENCES)
