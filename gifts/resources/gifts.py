"""Gifts as rows of a file: what came before this program, or by another one beside it."""

import re
from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from import_export.fields import Field
from import_export.resources import Resource

from accounts.models import Role
from donors.kinds import CellRefused, Column, ImportKind, Remark, Values, register_kind
from donors.resources.cells import (
    AmountCell,
    ChoiceCell,
    DateCell,
    EmailCell,
    YesCell,
    id_cell,
    name_cell,
)
from donors.resources.names import join_name
from gifts.actions import imports as steps
from gifts.models import Gift

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\+00:00|Z)")
MOST_REMARKS = 20
BASES = {"payroll": "withheld", "elsewhere": "charged"}


class MomentCell(DateCell):
    """A day, or a moment in UTC as known files have it: its day is found in the organisation's zone."""

    def clean(self, value: str, row: object = None, **_options: Any) -> str | None:
        """Return 2026-11-25 or 2026-11-25T19:48:48+00:00."""
        return value if MOMENT.fullmatch(value) else super().clean(value, row)


class GiftResource(Resource):
    """What a file may say of a gift of money."""

    external_id = Field(widget=id_cell(100))
    amount = Field(widget=AmountCell())
    currency = Field(widget=id_cell(20))
    given_on = Field(widget=MomentCell())
    donor = Field(widget=id_cell(20))
    donor_key = Field(widget=id_cell(100))
    name = Field(widget=name_cell(200))
    first_name = Field(widget=name_cell(100))
    last_name = Field(widget=name_cell(100))
    organisation = Field(widget=name_cell(200))
    email = Field(widget=EmailCell())
    way = Field(
        widget=ChoiceCell(
            {
                "check": ("cheque", "checks", "offline", "offline donation", "paper check"),
                "cash": ("efectivo", "coins"),
                "wire": ("eft", "ach", "bank transfer", "transfer", "wire transfer", "direct deposit"),
                "payroll": ("payroll deduction", "nomina", "withheld"),
                "elsewhere": (
                    *("card", "credit card", "debit card", "online", "paypal", "stripe", "venmo", "benevity"),
                    *("tarjeta", "en linea", "other"),
                ),
            }
        )
    )
    basis = Field(
        widget=ChoiceCell({"charged": (), "received": (), "withheld": ()}),
    )
    check_number = Field(widget=id_cell(20))
    fee = Field(widget=AmountCell())
    charge = Field(widget=id_cell(100))
    payer = Field(
        widget=ChoiceCell(
            {
                "donor": ("person", "individual"),
                "company": ("organization", "corporate"),
                "match": ("matching gift", "employer match"),
                "daf": ("donor advised fund", "donor-advised fund"),
                "foundation": ("grant",),
            }
        )
    )
    campaign = Field(widget=name_cell(200))
    appeal = Field(widget=name_cell(200))
    fund = Field(widget=name_cell(120))
    credit = Field(widget=name_cell(200))
    credit_email = Field(widget=EmailCell())
    match = Field(widget=AmountCell())
    matched_by = Field(widget=name_cell(200))
    receipt = Field(widget=YesCell(only_yes=True))


COLUMNS = {
    "external_id": Column(
        _("Number of the gift in the other program"),
        ("gift id", "donation id", "transaction id", "contribution id", "payment id", "reference", "id"),
    ),
    "amount": Column(
        _("Amount"), ("gift amount", "donation amount", "total", "total amount", "gross", "monto")
    ),
    "currency": Column(_("Currency"), ("currency code", "moneda")),
    "given_on": Column(
        _("Day"),
        (
            *("date", "gift date", "donation date", "received date", "date received", "contribution date"),
            *("fecha", "deposit date", "given on"),
        ),
    ),
    "donor": Column(_("Donor's number in our book"), ("donor number", "safe harbor id", "safe harbor donor")),
    "donor_key": Column(
        _("Donor's number in the other program"),
        ("donor id", "contact id", "constituent id", "customer id", "account id", "id del donante"),
    ),
    "name": Column(
        _("Donor"), ("name", "full name", "donor name", "display name", "donante", "nombre completo")
    ),
    "first_name": Column(_("First name"), ("first", "given name", "donor first name", "nombre")),
    "last_name": Column(_("Last name"), ("last", "surname", "donor last name", "apellido", "apellidos")),
    "organisation": Column(
        pgettext_lazy("import of gifts", "Organisation that gave"),
        ("organization", "company", "company name", "organization name", "empresa", "organizacion"),
    ),
    "email": Column(
        _("E-mail"), ("email", "e mail", "email address", "donor email", "correo", "correo electronico")
    ),
    "way": Column(
        pgettext_lazy("import of gifts", "How it came"),
        ("payment method", "method", "payment type", "tender", "gift type", "forma de pago"),
    ),
    "check_number": Column(_("Check number"), ("check", "check no", "cheque number", "numero de cheque")),
    "fee": Column(_("Fee"), ("fees", "processing fee", "fee amount", "comision")),
    "payer": Column(pgettext_lazy("import of gifts", "Who paid"), ("payer type",)),
    "campaign": Column(_("Campaign"), ("campaign name", "form title", "campana")),
    "appeal": Column(_("Appeal"), ("appeal code", "source code", "solicitud")),
    "fund": Column(_("Fund"), ("designation", "restriction", "fund name", "fondo", "financial type")),
    "credit": Column(_("Also thanked"), ("soft credit", "soft credit to", "adviser", "addressee name")),
    "receipt": Column(pgettext_lazy("import of gifts", "Give a receipt from here"), ("send receipt",)),
}

SENTENCES = {
    "amount_missing": _("A gift needs an amount above zero."),
    "day_missing": _("A gift needs its day."),
    "day_to_come": _("This day is still to come."),
    "month_closed": _(
        "Finance closed the month of this day. They can open it again, or enter the gift themselves."
    ),
    "currency_other": _("Amounts here are in %(ours)s, and this is %(theirs)s. It is not converted."),
    "gift_differs": _(
        "This gift stands in the books with another amount. Correct or reverse it on its own page."
    ),
    "fund_unknown": _(
        "No open fund is called like this. Open one of that name, or name another one in the file."
    ),
    "fund_missing": _(
        "The file names no fund, and every fund here is bound to a purpose. Open one that is not (Funds, New"
        " fund, without “Restricted”) and bring the file again, or name a fund in a column."
    ),
    "fee_negative": _("A fee is not below zero, and not above the amount."),
}


def finish(values: Values) -> Values:
    """Join the parts of a name; say what is missing; complete what follows from the rest."""
    join_name(values)
    if not _sum(values, "amount") or str(values["amount"]).startswith("-"):
        raise CellRefused("amount_missing", field="amount")
    if not values.get("given_on"):
        raise CellRefused("day_missing", field="given_on")
    theirs = str(values.pop("currency", "") or settings.CURRENCY).lower()
    if theirs != settings.CURRENCY:
        ours = settings.CURRENCY.upper()
        raise CellRefused("currency_other", field="currency", ours=ours, theirs=theirs.upper())
    if not 0 <= _sum(values, "fee") <= _sum(values, "amount") + _sum(values, "match"):
        raise CellRefused("fee_negative", field="fee")
    values.setdefault("way", "check" if values.get("check_number") else "elsewhere")
    values.setdefault("basis", BASES.get(str(values["way"]), "received"))
    if values.get("organisation") and not values.get("name"):
        values.setdefault("payer", "company")
    return values


def _sum(values: Values, name: str) -> Decimal:
    return Decimal(str(values.get(name) or 0))


def title(values: Values) -> str:
    """What the row is about."""
    who = values.get("organisation") or values.get("name") or values.get("email") or ""
    day = str(values.get("given_on") or "")[:10]
    return " · ".join(str(part) for part in (values.get("amount"), who, day) if part)


def remarks(import_id: int) -> list[Remark]:
    """Say which campaigns and appeals the file names that are not here, and where gifts without a fund go."""
    missing = [*steps.unknown(import_id, "campaign"), *steps.unknown(import_id, "appeal")]
    said = [
        _("“%(name)s” is no campaign or appeal here: its gifts come without one (%(count)s).")
        % {"name": name, "count": count}
        for name, count in missing[:MOST_REMARKS]
    ]
    found = [Remark(_("The file names what is not here"), words) for words in said]
    if without := steps.without_fund(import_id):
        fund, count = without
        words = _("They go to %(fund)s (%(count)s).") % {"fund": fund, "count": count}
        found.append(Remark(_("Gifts for which the file names no fund"), words, tone="calm"))
    return found


def names(keys: Collection[str]) -> dict[str, str]:
    """Return gifts as they are told apart: by amount, donor and day."""
    gifts = Gift.objects.filter(pk__in=list(keys)).select_related("donor")
    return {str(gift.pk): f"{gift.amount} · {gift.donor or ''} · {gift.given_on}" for gift in gifts}


register_kind(
    ImportKind(
        name="gifts",
        label=_("Gifts"),
        roles=frozenset({Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR}),
        resource=GiftResource,
        columns=COLUMNS,
        current=steps.CURRENT,
        match=steps.match,
        insert=steps.insert,
        write=steps.write,
        remove=steps.remove,
        lock=steps.lock,
        keep=steps.keep,
        finish=finish,
        title=title,
        remarks=remarks,
        page=("desk:gift", "gift_id"),
    ),
    SENTENCES,
)
