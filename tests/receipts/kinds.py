"""Papers of each kind in the words of the law, in scripts and lengths; with VARIED more than forty."""

from dataclasses import replace

from receipts.pdf import Letterhead, Paper, PaperLine
from tests.receipts.papers import LETTERHEAD, NAMES, PAPER, SPANISH, VARIED, paper_of

CANADIAN = replace(
    LETTERHEAD,
    legal_name="Safe Harbour Society of Ontario",
    address_lines=("12 Harbour Street", "Toronto ON M5V 1A1"),
    tax_number="12345 6782 RR0001",
    country="CA",
)
EXEMPT = (
    "Safe Harbor International, Inc. is a tax-exempt organization under section 501(c)(3) of the Internal "
    "Revenue Code, EIN 12-3456789."
)
DINNER = replace(
    PAPER,
    kind_title="Receipt for your payment",
    lines=(PaperLine("Mar 3, 2026", "Gift by check", "Safe housing", "$300.00", "Dinner for two: $60.00"),),
    total="$300.00",
    statements=(
        EXEMPT,
        "In exchange we provided the following, with our good-faith estimate of its fair market value: "
        "Dinner for two, $60.00.",
        "The amount of your contribution that is deductible for federal income tax purposes is limited to "
        "the excess of the money over the value of the goods and services we provided: $240.00.",
    ),
)
GOODS = replace(
    PAPER,
    kind_title="Receipt for your gift of property",
    lines=(PaperLine("Mar 3, 2026", "20 new wool blankets and 12 winter coats", "Safe housing", "", ""),),
    total="",
    statements=(
        EXEMPT,
        "You gave: 20 new wool blankets and 12 winter coats. Date: Mar 3, 2026. Place: Albany.",
        "No goods or services were provided in exchange for this gift.",
        "Its value is for you to determine; this receipt does not state one.",
    ),
)
VEHICLE = replace(
    GOODS,
    kind_title="Acknowledgment of your vehicle",
    lines=(PaperLine("Apr 1, 2026", "2012 Honda Civic", "Where most needed", "", ""),),
    statements=(
        EXEMPT,
        "You gave: 2012 Honda Civic. Identification number: 1HGBH41JXMN109186. Date of the contribution: Apr "
        "1, 2026.",
        f"Donor, named above. Taxpayer identification number: {'_' * 24}",
        "We certify that we intend to make significant use of the vehicle (meal delivery) for 12 months.",
        "We certify that the vehicle will not be transferred in exchange for money, other property, or "
        "services before completion of that use or improvement.",
        "For a deduction of more than $500, attach this acknowledgment to your tax return. It gives the "
        "information of Form 1098-C.",
    ),
)
CANADA = replace(
    PAPER,
    kind_title="Official donation receipt",
    number="C-2026-000012",
    payer_lines=("Anne Tremblay", "9 Maple Road", "Halifax NS B3H 0A1"),
    lines=(PaperLine("Mar 3, 2026", "Gift by check", "Where most needed", "CA$500.00", "Book: CA$60.00"),),
    total="CA$500.00",
    statements=(
        "This is an official receipt for income tax purposes. Issued at Toronto ON M5V 1A1. It cancels and "
        "replaces receipt No. C-2026-000007.",
        "Safe Harbour Society of Ontario, charity registration number 12345 6782 RR0001.",
        "Advantage received in return: Book. Value of the advantage: CA$60.00.",
        "Eligible amount of the gift for tax purposes: CA$440.00.",
        "Canada Revenue Agency: canada.ca/charities-giving",
    ),
    replaces="C-2026-000007",
    note="",
)
BENEFITS = "; ".join(f"Item {number} of the silent auction, with its frame: $12.50" for number in range(1, 9))
ANNUAL = replace(
    PAPER,
    kind_title="Receipt for your gifts",
    lines=tuple(
        PaperLine(
            f"{month} 15, 2026",
            "Gift withheld from pay",
            "Safe housing, Training for work, Where most needed",
            "$38.00",
            "None" if number % 3 else "Concert ticket: $15.00",
        )
        for number, month in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())
    ),
    total="$456.00",
    statements=(
        EXEMPT,
        "What was withheld from your pay stands here by payday: each is a gift of its own.",
        "Whether goods or services were provided in exchange stands beside each gift; where it says none, "
        "none were.",
    ),
)

KINDS: dict[str, Paper] = {
    "dinner": DINNER,
    "dinner-data": replace(DINNER, data=b'{"total":"$300.00"}'),
    "goods": GOODS,
    "goods-copy": replace(GOODS, mark="COPY"),
    "vehicle": VEHICLE,
    "vehicle-void": replace(VEHICLE, mark="VOID"),
    "canada": CANADA,
    "canada-data": replace(CANADA, data=b"{}"),
    "canada-void": replace(CANADA, mark="VOID"),
    "joint": replace(PAPER, payer_lines=("Eleanor M. Whitfield and José Ángel Ortega-Whitfield", "Tampa")),
    "annual": ANNUAL,
    "benefits": replace(DINNER, lines=(replace(DINNER.lines[0], benefit=BENEFITS),)),
    "preview": replace(PAPER, mark="PREVIEW", number="none: a preview", check_url="", check_code=""),
    "posted": replace(PAPER, post_to=PAPER.payer_lines),
    "worded": replace(PAPER, above="Dear friend, " * 30, closing="With thanks. " * 30),
    "spanish-copy": replace(SPANISH, lines=paper_of(21).lines),
    **{f"in-{script}": replace(PAPER, payer_lines=(name, name)) for script, name in NAMES.items()},
}
FORTY = {**VARIED, **KINDS}


def head_of(name: str) -> Letterhead:
    """The letterhead under which a paper of FORTY is printed."""
    return CANADIAN if name.startswith("canada") else LETTERHEAD
