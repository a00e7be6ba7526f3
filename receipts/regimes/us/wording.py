"""The words of each statement and title, in the active language."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from receipts.regimes.regime import Said, Sentence, named
from receipts.regimes.us.benefits import told_of
from receipts.regimes.us.property_wording import PROPERTY_SENTENCES

ANNUAL = "annual_statement"
LETTERS = frozenset({"qcd_letter", "volunteer_expense_letter"})


def titles() -> dict[str, str]:
    """Return the title of each kind of paper."""
    gift = _("Receipt for your gift")
    return {
        "acknowledgment": gift,
        "simple_receipt": gift,
        "quid_pro_quo": gift,
        "sales_receipt_only": _("Record of your purchase"),
        "noncash_acknowledgment": gift,
        "vehicle_1098c": _("Acknowledgment of your vehicle"),
        "qcd_letter": _("Your gift from an IRA"),
        "thank_you_only": _("Our thanks for your grant"),
        "volunteer_expense_letter": _("Your expenses as a volunteer"),
        ANNUAL: _("Receipt for your gifts"),
    }


def _tax_exempt(said: Said) -> str:
    return _(
        "%(name)s is a tax-exempt organization under section 501(c)(3) of the Internal Revenue Code, "
        "EIN %(ein)s."
    ) % {"name": said.organisation["legal_name"], "ein": said.organisation["tax_number"]}


def _no_goods(said: Said) -> str:
    if said.claim.kind == ANNUAL:
        return _("No goods or services were provided in exchange for any of these gifts.")
    return _("No goods or services were provided in exchange for this gift.")


def _benefits(said: Said) -> str:
    each = "; ".join(
        pgettext("benefit and its value", "%(what)s, %(value)s")
        % {"what": benefit.description, "value": said.money(benefit.value)}
        for benefit in said.claim.told
    )
    if said.gift.kind == "expenses":
        return _(
            "To reimburse you in part, we provided the following, with our good-faith estimate of its fair "
            "market value: %(benefits)s."
        ) % {"benefits": each}
    return _(
        "In exchange we provided the following, with our good-faith estimate of its fair market value: "
        "%(benefits)s."
    ) % {"benefits": each}


def _benefit_estimates_by_line(said: Said) -> str:
    return _(
        "The values of goods or services beside the gifts are our good-faith estimates of fair market value."
    )


def _excess(said: Said) -> str:
    if said.claim.deductible is None:
        return _(
            "The amount of your contribution that is deductible for federal income tax purposes is limited "
            "to the excess of the value of the property over the value of the goods and services we "
            "provided."
        )
    if said.claim.kind == ANNUAL:
        return _(
            "The amount of each contribution that is deductible for federal income tax purposes is limited "
            "to the excess of the money over the value of the goods and services we provided: %(amount)s "
            "in all."
        ) % {"amount": said.money(said.claim.deductible)}
    return _(
        "The amount of your contribution that is deductible for federal income tax purposes is limited to "
        "the excess of the money over the value of the goods and services we provided: %(amount)s."
    ) % {"amount": said.money(said.claim.deductible)}


def _nothing_deductible(said: Said) -> str:
    return _(
        "We estimate in good faith that what you received is worth at least what you paid. No part of this "
        "payment is deductible as a contribution."
    )


def _disregarded(said: Said) -> str:
    told = told_of(said.gift)
    passed = [one for one in said.gift.benefits if one.kind != "religious" and one not in told]
    return _(
        "What you received (%(benefits)s) is of a kind or value that the rules of the Internal Revenue "
        "Service disregard. No other goods or services were provided in exchange for this gift."
    ) % {"benefits": named(passed)}


def _religious(said: Said) -> str:
    if said.claim.kind == ANNUAL:
        return _("In exchange for some of these gifts you received intangible religious benefits.")
    if said.claim.told:
        return _("You also received intangible religious benefits.")
    return _("In exchange for this gift you received intangible religious benefits only.")


def _goods_by_line(said: Said) -> str:
    if said.claim.kind == ANNUAL:
        return _(
            "Whether goods or services were provided in exchange stands beside each gift; where it says "
            "none, there were none, or only such as the rules of the Internal Revenue Service disregard."
        )
    return _(
        "Whether goods or services were provided in exchange stands beside each gift; where it says "
        "none, none were."
    )


def _each_pay(said: Said) -> str:
    return _("What was withheld from your pay stands here by payday: each is a gift of its own.")


def _keep(said: Said) -> str:
    if said.claim.kind in LETTERS:
        return _("Please keep this letter for your tax records.")
    return _("Please keep this receipt for your tax records.")


def _not_a_receipt(said: Said) -> str:
    return _(
        "This is a summary, not another receipt: each gift on it has the receipt whose number stands "
        "beside it, and counts once. Please keep it with them."
    )


def _grant(said: Said) -> str:
    return _(
        "This letter gives thanks and is not a receipt for tax purposes. The grant came from %(payer)s; "
        "no charitable deduction can be claimed for it."
    ) % {"payer": said.gift.payer_name or _("a donor-advised fund or a foundation")}


def _from_custodian(said: Said) -> str:
    return _(
        "We received this gift as a distribution from your individual retirement account, directly from "
        "its custodian, %(custodian)s. As far as it is a qualified charitable distribution, it is not part "
        "of your income, and it cannot be deducted as well."
    ) % {"custodian": said.gift.payer_name or _("named on the check")}


def _benefit_spoils(said: Said) -> str:
    return _(
        "Because something was provided in exchange, this distribution may not qualify. Please ask your "
        "tax adviser."
    )


def _posted_and_received(said: Said) -> str:
    if said.gift.postmarked_on is None or said.gift.received_on is None:
        raise ValueError("both days are needed")
    return _("Your letter was postmarked on %(posted)s and reached us on %(received)s.") % {
        "posted": said.day(said.gift.postmarked_on),
        "received": said.day(said.gift.received_on),
    }


def _posted(said: Said) -> str:
    return _("Your letter was postmarked on %(posted)s.") % {
        "posted": said.day(said.gift.postmarked_on or said.gift.given_on)
    }


def _received(said: Said) -> str:
    return _("It reached us on %(received)s.") % {
        "received": said.day(said.gift.received_on or said.gift.given_on)
    }


def _sent_by_text(said: Said) -> str:
    return _(
        "You gave by text message on %(day)s; the gift counts on that day, whenever your carrier bills it."
    ) % {"day": said.day(said.gift.given_on)}


SENTENCES: Mapping[str, Sentence] = {
    "tax_exempt": _tax_exempt,
    "no_goods_or_services": _no_goods,
    "benefit_fmv_good_faith_estimate": _benefits,
    "benefit_estimates_by_line": _benefit_estimates_by_line,
    "benefits_disregarded": _disregarded,
    "intangible_religious": _religious,
    "deduction_limited_to_excess": _excess,
    "nothing_deductible": _nothing_deductible,
    "daf_notice_not_a_tax_receipt": _grant,
    "received_from_ira_custodian": _from_custodian,
    "benefit_spoils_exclusion": _benefit_spoils,
    "posted_and_received": _posted_and_received,
    "posted": _posted,
    "received_later": _received,
    "sent_by_text": _sent_by_text,
    "each_pay_is_a_gift": _each_pay,
    "goods_by_line": _goods_by_line,
    "not_a_receipt": _not_a_receipt,
    "keep": _keep,
    **PROPERTY_SENTENCES,
}
