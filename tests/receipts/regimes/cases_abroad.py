"""The worked cases of Canada, Australia and the United Kingdom, restated."""

from dataclasses import replace
from decimal import Decimal

from tests.receipts.regimes.cases import Case, thing
from tests.receipts.regimes.saying import got, money

SPLIT = ("advantage_amount_and_description", "eligible_amount")
DECLARED = replace(money("10.00"), is_declared=True)

ABROAD = (
    Case("CA-02", (money("70.00", got("meal", "20.00")),), "official_receipt", "50.00", SPLIT),
    Case("CA-03", (money("50.00", got("meal", "20.00")),), "official_receipt", "30.00", SPLIT),
    Case(
        "CA-05",
        (replace(thing("goods", "house", "50000.00"), benefits=(got("cash", "5000.00"),)),),
        "official_receipt",
        "45000.00",
        ("property_description", *SPLIT),
    ),
    Case(
        "CA-06",
        (money("100.00", got("art exhibit ticket", "50.00")),),
        "official_receipt",
        "50.00",
        ("eligible_amount",),
    ),
    Case(
        "CA-08",
        (money("1000.00", got("book", "75.00")),),
        "official_receipt",
        "1000.00",
        ("eligible_amount",),
    ),
    Case("CA-09", (money("500.00", got("book", "60.00")),), "official_receipt", "440.00", SPLIT),
    Case(
        "AU-01",
        (money("50.00"),),
        "official_receipt",
        "50.00",
        ("org_name", "abn", "receipt_is_for_a_gift"),
    ),
    Case(
        "AU-02",
        (money("200.00", got("dinner right, GST-inclusive", "30.00")),),
        "official_receipt",
        None,
        (
            "org_name",
            "abn",
            "contribution_for_right_to_attend",
            "contribution_amount",
            "gst_inclusive_market_value",
        ),
    ),
    Case(
        "GB-01",
        (DECLARED,),
        "gift_aid_claim_line",
        None,
        ("donor_first_and_last_name", "house", "postcode", "date", "amount"),
    ),
    Case("GB-02", (money("10.00"),), "not_claimable", None),
)
AGGREGATED = (Decimal("20.00"),) * 51
