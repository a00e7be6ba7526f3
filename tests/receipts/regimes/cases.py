"""Worked cases of receipts, restated: what was given, and what its paper must be, must state, must not state.

The codes are meanings. Their sources stand with the rules; each case names its own in the collection it is
from.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from receipts.regimes import Contribution, Thing
from tests.receipts.regimes.saying import got, money

IN_2013, IN_2026 = date(2013, 5, 6), date(2026, 5, 6)
CASH = ("org_name", "cash_amount", "date_received")
PURE = (*CASH, "no_goods_or_services")
PARTLY = (*CASH, "benefit_description", "benefit_fmv_good_faith_estimate", "deduction_limited_to_excess")
GOODS = ("org_name", "date_received", "property_description", "no_goods_or_services")


@dataclass(frozen=True)
class Case:
    """Several gifts stand on one annual paper if `is_annual`; else each has its own, all alike."""

    name: str
    gifts: tuple[Contribution, ...]
    kind: str
    deductible: str | None
    required: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    is_acknowledgment_needed: bool | None = None
    is_disclosure_needed: bool | None = None
    is_annual: bool = False


def thing(kind: str, description: str, value: str = "0.00", on: date = IN_2026, **facts: Any) -> Contribution:
    described = replace(Thing(description), **facts)
    return Contribution(paid=Decimal(value), given_on=on, kind=kind, thing=described)


def paid_by(payer: str, paid: str, name: str = "") -> Contribution:
    return replace(money(paid), payer=payer, payer_name=name)


MUG_AT_THE_LIMIT = got("logo mug", "15.00", "token", cost="13.20")
MUG_A_CENT_ABOVE = got("logo mug", "15.00", "token", cost="13.21")
MEMBERS = got("free admission, frequent use", "0.00", "membership", sold_from="75.00")
PAYCHECK = replace(money("38.00"), source="payroll")
CHECK = replace(
    money("1000.00", on=date(2026, 12, 31)),
    source="check",
    postmarked_on=date(2026, 12, 31),
    received_on=date(2027, 1, 4),
)
KEPT_CAR = thing(
    "vehicle",
    "2012 Honda Civic",
    "4300.00",
    date(2026, 4, 1),
    vin="1HGBH41JXMN109186",
    is_claimed_over_500=True,
    use="kept",
    use_note="meal delivery",
    use_months=12,
)

AMERICAN = (
    Case("US-01", (money("250.00"),), "acknowledgment", "250.00", PURE, is_acknowledgment_needed=True),
    Case("US-03", (money("300.00", on=date(2015, 12, 12)),), "acknowledgment", "300.00", PURE),
    Case(
        "US-04",
        (money("100.00", got("concert ticket", "40.00")),),
        "quid_pro_quo",
        "60.00",
        PARTLY,
        is_acknowledgment_needed=False,
        is_disclosure_needed=True,
    ),
    Case(
        "US-06",
        (money("75.00", got("dinner", "40.00")),),
        "simple_receipt",
        "35.00",
        CASH,
        ("no_goods_or_services",),
        is_disclosure_needed=False,
    ),
    Case(
        "US-07",
        (money("75.01", got("dinner", "40.00")),),
        "quid_pro_quo",
        "35.01",
        PARTLY,
        is_disclosure_needed=True,
    ),
    Case(
        "US-09",
        (money("300.00", got("dinner", "60.00")),),
        "quid_pro_quo",
        "240.00",
        PARTLY,
        is_acknowledgment_needed=False,
        is_disclosure_needed=True,
    ),
    Case(
        "US-10",
        (money("150.00"), money("150.00")),
        "simple_receipt",
        "300.00",
        CASH,
        is_acknowledgment_needed=False,
    ),
    Case(
        "US-12",
        (money("250.00"), money("500.00"), money("1000.00")),
        "annual_statement",
        "1750.00",
        ("org_name", "itemised_by_date_and_amount", "no_goods_or_services"),
        is_acknowledgment_needed=True,
        is_annual=True,
    ),
    Case("US-13", (PAYCHECK,) * 26, "none", "988.00", ("org_name",), is_acknowledgment_needed=False),
    Case("US-15", (money("66.00", MUG_AT_THE_LIMIT),), "simple_receipt", "66.00", CASH),
    Case(
        "US-16",
        (money("66.00", MUG_A_CENT_ABOVE),),
        "simple_receipt",
        "51.00",
        CASH,
        ("no_goods_or_services",),
        is_disclosure_needed=False,
    ),
    Case(
        "US-18",
        (money("5000.00", got("benefit", "100.00"), on=IN_2013),),
        "acknowledgment",
        "5000.00",
        CASH,
        is_disclosure_needed=False,
    ),
    Case("US-19", (money("10000.00", got("benefit", "132.00")),), "acknowledgment", "10000.00", CASH),
    Case(
        "US-21",
        (money("75.00", got("free admission, frequent use", "0.00", "membership")),),
        "simple_receipt",
        "75.00",
        CASH,
    ),
    Case("US-22", (money("100.00", MEMBERS),), "simple_receipt", "100.00", CASH),
    Case(
        "US-24",
        (thing("goods", "20 new wool blankets", "600.00", place="Albany"),),
        "noncash_acknowledgment",
        None,
        (*GOODS, "location"),
        ("property_value",),
    ),
    Case(
        "US-25",
        (thing("securities", "by DTC", "14020.00", issuer="XYZ Corp", shares=Decimal("100.000000")),),
        "noncash_acknowledgment",
        None,
        GOODS,
        ("property_value",),
    ),
    Case(
        "US-27",
        (
            thing(
                "securities", "certificate", "500.00", date(2027, 1, 8), issuer="XYZ Corp", shares=Decimal(10)
            ),
        ),
        "noncash_acknowledgment",
        None,
        ("org_name", "property_description", "no_goods_or_services"),
        ("property_value",),
    ),
    Case("US-28", (CHECK,), "acknowledgment", "1000.00", PURE),
    Case("US-30", (money("500.00", on=date(2026, 12, 31)),), "acknowledgment", "500.00", PURE),
    Case("US-31", (replace(money("25.00"), source="text"),), "simple_receipt", "25.00", CASH),
    Case("US-33", (money("500.00"),), "acknowledgment", "500.00", PURE, ("pledge_total_as_contribution",)),
    Case(
        "US-34",
        (paid_by("daf", "5000.00", "Fidelity Charitable"),),
        "thank_you_only",
        "0.00",
        ("daf_notice_not_a_tax_receipt",),
        ("deductible_amount", "no_goods_or_services_as_cwa"),
    ),
    Case(
        "US-37",
        (paid_by("ira", "8000.00", "Vanguard"),),
        "qcd_letter",
        "0.00",
        (*PURE, "received_from_ira_custodian"),
        ("deductible_amount",),
    ),
    Case("US-38", (paid_by("match", "200.00"),), "simple_receipt", "200.00", CASH, ("receipt_to_employee",)),
    Case(
        "US-40",
        (thing("expenses", "chaperone on a flight", "320.00"),),
        "volunteer_expense_letter",
        None,
        ("org_name", "services_description", "goods_services_reimbursement_statement"),
        ("expense_amount_as_contribution",),
    ),
    Case("US-41", (replace(money("60.00"), kind="services"),), "none", "0.00"),
    Case(
        "US-43",
        (KEPT_CAR,),
        "vehicle_1098c",
        None,
        (
            "org_name",
            "donor_name_and_tin",
            "vin",
            "date_of_contribution",
            "intended_use_and_duration",
            "no_transfer_before_completion_certification",
            "goods_or_services_statement",
        ),
        ("gross_proceeds",),
    ),
    Case(
        "US-44",
        (thing("vehicle", "old car", "450.00", place="Albany", vin="1HGBH41JXMN109186"),),
        "noncash_acknowledgment",
        None,
        (*GOODS, "location"),
    ),
    Case("US-46", (money("700.00", got("auction item", "500.00")),), "quid_pro_quo", "200.00", PARTLY),
    Case("US-47", (money("400.00", got("auction item", "500.00")),), "sales_receipt_only", "0.00"),
    Case(
        "US-54",
        (thing("currency", "100,000 Iraqi dinars in notes", "76.34"),),
        "noncash_acknowledgment",
        None,
        GOODS,
        ("usd_value",),
    ),
    Case(
        "US-56",
        (money("100.00"),),
        "simple_receipt",
        "100.00",
        CASH,
        ("amount_in_family_notice", "receipt_to_honoree"),
    ),
)
