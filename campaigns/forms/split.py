"""How a campaign shares what donors leave to us: one field of percent for each fund."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Fund


def add_share_fields(form: forms.Form) -> None:
    """Give a form one field for each fund, named `share_` and the fund's id."""
    for fund in Fund.objects.all():
        form.fields[f"share_{fund.pk}"] = forms.DecimalField(
            required=False,
            min_value=Decimal("0"),
            max_value=Decimal("100"),
            decimal_places=2,
            label=str(fund),
            widget=forms.TextInput(attrs={"inputmode": "decimal", "maxlength": 6}),
        )


def shares_initial(campaign: Campaign) -> dict[str, str]:
    """Return what the fields show of a campaign."""
    shares = campaign.shares.values_list("fund", "percent")
    return {f"share_{fund_id}": f"{percent.normalize():f}" for fund_id, percent in shares}


def take_split(form: forms.Form, data: dict[str, Any]) -> tuple[tuple[Fund, Decimal], ...]:
    """Take the fields out of what was written and return funds with their percents."""
    percents = {name: data.pop(name) for name in list(data) if name.startswith("share_")}
    funds = {f"share_{fund.pk}": fund for fund in Fund.objects.all()}
    return tuple((funds[name], percent) for name, percent in percents.items() if percent and name in funds)


def check_split(form: forms.Form) -> None:
    """The percents sum to 100, and stand beside funds that donors may choose; or there are none."""
    chosen = {f"share_{fund.pk}" for fund in form.cleaned_data.get("funds") or ()}
    written = {name: each for name, each in form.cleaned_data.items() if name.startswith("share_") and each}
    for name in written.keys() - chosen:
        form.add_error(name, _("Donors may not choose this fund, so it has no share."))
    total = sum(written.values(), Decimal(0))
    if written and total != 100:
        form.add_error(
            next(iter(written)), _("The shares sum to %(total)s percent, not to 100.") % {"total": total}
        )
