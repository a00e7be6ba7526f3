"""Which paper a gift gets, and what the paper must state."""

from collections.abc import Sequence
from decimal import Decimal

from receipts.regimes.regime import Claim, Contribution, Given
from receipts.regimes.us.benefits import ZERO, told_of, worth
from receipts.regimes.us.vehicles import certified_of

ACKNOWLEDGMENT_FROM = Decimal("250.00")
DISCLOSURE_ABOVE = Decimal("75.00")
GRANT_MAKERS = frozenset({"daf", "foundation"})
ON_ONE_PAPER = frozenset({"simple_receipt", "acknowledgment", "quid_pro_quo"})


def claim(gift: Contribution) -> Claim:
    """Decide kind, statements and deductible amount of one gift. Raises: ValueError for undescribed property.

    The paper is for the legal payer: a company that paid or matched is a payer like any other (Nonprofit
    Issues, matching gift). A pledge is nothing until it is paid (IRS Publication 526, Time of making
    contribution). The value of somebody's time is not deductible (Publication 526, volunteers).
    """
    if gift.kind == "services":
        return Claim("none", (), ZERO, states_amount=False, why="nothing")
    if gift.kind == "expenses":
        return _expenses(gift)
    if gift.payer in GRANT_MAKERS:
        return _grant()
    if gift.payer == "ira":
        return _distribution(gift)
    return _money(gift) if gift.kind == "money" else _property(gift)


def together(claims: Sequence[Claim]) -> Claim:
    """Return what one annual receipt certifies of several gifts, each on its line with its own status.

    Gifts are not added up for the $250 test, and each paycheck is a gift of its own. Raises: ValueError for a
    gift whose paper the law wants alone. Source: Reg. 1.170A-13(f)(1), (f)(11); IRS Publication 1771; IRS Tax
    Tip 2017-59.
    """
    if alone := {one.kind for one in claims if one.why != "payroll"} - ON_ONE_PAPER:
        raise ValueError(f"each wants a paper of its own: {', '.join(sorted(alone))}")
    told = tuple(benefit for one in claims for benefit in one.told)
    is_pure = all("no_goods_or_services" in one.statements for one in claims)
    goods = ("no_goods_or_services",) if is_pure else ("goods_by_line",)
    is_religious = any("intangible_religious" in one.statements for one in claims)
    religious = ("intangible_religious",) if is_religious else ()
    pay = ("each_pay_is_a_gift",) if any(one.why == "payroll" for one in claims) else ()
    limited = ("benefit_estimates_by_line", "deduction_limited_to_excess") if told else ()
    return Claim(
        kind="annual_statement",
        statements=("tax_exempt", *goods, *religious, *pay, *limited, "keep"),
        deductible=sum((one.deductible or ZERO for one in claims), ZERO),
        told=told,
        is_acknowledgment_needed=any(one.is_acknowledgment_needed for one in claims),
        is_disclosure_needed=any(one.is_disclosure_needed for one in claims),
    )


def _money(gift: Contribution) -> Claim:
    """A payment, net of what came back for it.

    From $250.00 net a written acknowledgment is needed for a deduction; below it the same words do no harm.
    Above $75.00 in all, paid partly for something, the disclosure is a duty; below it we make it too. Who
    got as much as they paid, bought. Source: IRC 170(f)(8)(A)-(C); IRC 6115; Publication 1771; Reg.
    1.170A-13(f)(1).

    Withheld from pay, a gift needs no paper of its own: pay stub and pledge card prove it, and the annual
    receipt gathers it; from $250.00 in one paycheck the law wants that receipt. Source: Reg.
    1.170A-13(f)(11); Publication 526, Records To Keep.
    """
    told = told_of(gift)
    net = gift.paid - worth(told)
    is_needed = net >= ACKNOWLEDGMENT_FROM
    if told and net <= ZERO:
        return Claim(
            "sales_receipt_only", ("benefit_fmv_good_faith_estimate", "nothing_deductible"), ZERO, told
        )
    statements = ("tax_exempt", *_days(gift), *_goods(gift, told), *_excess(told), "keep")
    if gift.source == "payroll" and not told:
        return Claim("none", statements, net, is_acknowledgment_needed=is_needed, why="payroll")
    is_disclosure = bool(told) and gift.paid > DISCLOSURE_ABOVE
    usual = "acknowledgment" if is_needed else "simple_receipt"
    return Claim(
        kind="quid_pro_quo" if is_disclosure else usual,
        statements=statements,
        deductible=net,
        told=told,
        is_acknowledgment_needed=is_needed,
        is_disclosure_needed=is_disclosure,
    )


def _property(gift: Contribution) -> Claim:
    """Goods, shares, a vehicle, foreign notes: described, with day and place, and never valued.

    The value in our books only tells whether the law demands the paper. Source: IRC 170(f)(8)(B)(i);
    Reg. 1.170A-13(b)(1); Publication 1771; for notes of another currency Nonprofit Issues, Iraqi dinars.

    A vehicle for which the donor claims more than $500 has a paper of its own; until it can be certified, the
    paper says that another follows. Source: IRC 170(f)(12)(A); Instructions for Form 1098-C, box 7.
    """
    if gift.thing is None or not gift.thing.description:
        raise ValueError("property that nobody described has no receipt")
    told = told_of(gift)
    is_vehicle = gift.kind == "vehicle" and gift.thing.is_claimed_over_500
    certified = certified_of(gift) if is_vehicle else ()
    statements: tuple[str, ...] = ("vehicle", "donor_name_and_tin", *certified)
    keep: tuple[str, ...] = ("attach",)
    if not certified:
        follows = ("vehicle_paper_follows",) if is_vehicle else ()
        statements = ("property_description", *_days(gift), *follows)
        keep = ("value_is_the_donors", "keep")
    return Claim(
        kind="vehicle_1098c" if certified else "noncash_acknowledgment",
        statements=("tax_exempt", *statements, *_goods(gift, told), *_excess(told), *keep),
        deductible=None,
        told=told,
        states_amount=False,
        is_acknowledgment_needed=bool(certified) or gift.paid >= ACKNOWLEDGMENT_FROM,
        is_disclosure_needed=bool(told) and gift.paid > DISCLOSURE_ABOVE,
    )


def _grant() -> Claim:
    """Thanks that are no receipt: the donor of a fund had the deduction when they paid into it.

    Source: Levitt, DAF acknowledgment wording; IRC 4967 (no benefit may come back for such a grant).
    """
    return Claim("thank_you_only", ("daf_notice_not_a_tax_receipt",), ZERO)


def _distribution(gift: Contribution) -> Claim:
    """A letter to the owner of an IRA, naming who paid; what is not taxed cannot be deducted too.

    A benefit of any worth spoils the exclusion, so it is told. Source: IRC 408(d)(8)(C), (E); Nonprofit
    Issues, QCD acknowledgment; ECFA, sample QCD acknowledgment.
    """
    told = told_of(gift)
    return Claim(
        kind="qcd_letter",
        statements=(
            "tax_exempt",
            "received_from_ira_custodian",
            *_days(gift),
            *_goods(gift, told),
            *(("benefit_spoils_exclusion",) if told else ()),
            "keep",
        ),
        deductible=ZERO,
        told=told,
        is_acknowledgment_needed=gift.paid >= ACKNOWLEDGMENT_FROM,
    )


def _expenses(gift: Contribution) -> Claim:
    """A letter on a volunteer's own costs: the services, and whether anything repaid them; never the amount.

    Source: Reg. 1.170A-13(f)(10); Publication 526, Out-of-pocket expenses.
    """
    if gift.thing is None or not gift.thing.description:
        raise ValueError("expenses for services that nobody described have no letter")
    told = told_of(gift)
    return Claim(
        kind="volunteer_expense_letter",
        statements=(
            "tax_exempt",
            "services_description",
            *(("benefit_fmv_good_faith_estimate",) if told else ("goods_services_reimbursement_statement",)),
            *(("intangible_religious",) if _is_religious(gift) else ()),
            "keep",
        ),
        deductible=None,
        told=told,
        states_amount=False,
        is_acknowledgment_needed=gift.paid >= ACKNOWLEDGMENT_FROM,
    )


def _goods(gift: Contribution, told: tuple[Given, ...]) -> tuple[str, ...]:
    """Say whether anything came back; computed, never typed.

    “No goods or services” is out of reach as soon as a benefit exists: Addis v. Commissioner, 118 T.C. No.
    32. What the law lets pass is named as that. Source: IRC 170(f)(8)(B)(ii)-(iii); Reg. 1.170A-13(f)(2).
    """
    religious = ("intangible_religious",) if _is_religious(gift) else ()
    if told:
        return ("benefit_fmv_good_faith_estimate", *religious)
    if any(benefit.kind != "religious" for benefit in gift.benefits):
        return ("benefits_disregarded", *religious)
    return religious or ("no_goods_or_services",)


def _is_religious(gift: Contribution) -> bool:
    return any(benefit.kind == "religious" for benefit in gift.benefits)


def _excess(told: tuple[Given, ...]) -> tuple[str, ...]:
    return ("deduction_limited_to_excess",) if told else ()


def _days(gift: Contribution) -> tuple[str, ...]:
    """Tell the days beside the legal one, which the caller found by the gift's basis.

    A check counts when it is mailed, a text message when it is sent. Source: Reg. 1.170A-1(b);
    Publication 526, Time of making contribution.
    """
    if gift.postmarked_on:
        return ("posted_and_received",) if gift.received_on else ("posted",)
    if gift.source == "text":
        return ("sent_by_text",)
    return ("received_later",) if gift.received_on and gift.received_on != gift.given_on else ()
