"""The titles that staff may choose for a kind of paper. Fixed: no paper can call itself what it is not.

The law of the United States names no title; a free one could turn thanks for a grant into a receipt. Where
money bought something, and on a vehicle's paper, only the usual title stands. Source: IRS Publication 1771.
"""

from django.utils.translation import gettext as _


def other_titles() -> dict[str, dict[str, str]]:
    """Return by kind of paper the titles that it may bear instead of its usual one, by code."""
    gift = {"donation": _("Donation receipt"), "acknowledgment": _("Acknowledgment of your gift")}
    return {
        "simple_receipt": gift,
        "acknowledgment": gift,
        "noncash_acknowledgment": gift,
        "qcd_letter": {"acknowledgment": _("Acknowledgment of your gift from an IRA")},
        "thank_you_only": {"thanks": _("Thank you for your grant")},
        "annual_statement": {"annual": _("Annual receipt for your gifts")},
    }
