"""Recurring gifts that another program collects, as rows of a file: for reference, never ours."""

import re
from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from import_export.fields import Field
from import_export.resources import Resource

from accounts.models import Role
from donors.kinds import CellRefused, Column, ImportKind, Values, register_kind
from donors.resources.cells import AmountCell, ChoiceCell, EmailCell, id_cell, name_cell
from donors.resources.names import join_name
from gifts.actions.imports import recurring as steps
from gifts.resources.gifts import COLUMNS as GIFT
from gifts.resources.gifts import MomentCell

CURRENCY = re.compile(r"[a-z]{3}")


class RecurringResource(Resource):
    """What a file may say of a recurring gift elsewhere."""

    external_id = Field(widget=id_cell(95))
    program = Field(widget=id_cell(40))
    amount = Field(widget=AmountCell())
    currency = Field(widget=id_cell(20))
    rhythm = Field(
        widget=ChoiceCell(
            {
                "daily": ("day", "diario", "diaria"),
                "weekly": ("week", "every week", "semanal"),
                "fortnightly": ("every two weeks", "every 2 weeks", "2 weeks", "biweekly", "quincenal"),
                "four_weekly": ("every four weeks", "every 4 weeks", "4 weeks"),
                "monthly": ("month", "every month", "mensual", "1 month"),
                "two_monthly": ("every two months", "every 2 months", "2 months", "bimestral"),
                "quarterly": ("quarter", "every three months", "every 3 months", "3 months", "trimestral"),
                "half_yearly": (
                    *("semiannually", "semi-annually", "biannually", "every six months", "every 6 months"),
                    *("6 months", "semestral"),
                ),
                "annually": ("annual", "year", "yearly", "every year", "anual", "12 months", "1 year"),
            }
        )
    )
    state = Field(
        widget=ChoiceCell(
            {
                "pending": ("not begun", "future", "pendiente"),
                "active": ("live", "current", "activa", "activo", "processing", "in progress"),
                "paused": ("suspended", "on hold", "en pausa", "suspendida"),
                "past_due": ("past due", "failing", "failed", "overdue", "unpaid"),
                "ended": (
                    *("cancelled", "canceled", "expired", "completed", "finished", "stopped", "inactive"),
                    *("cancelada", "terminada"),
                ),
            }
        )
    )
    started_on = Field(widget=MomentCell())
    next_on = Field(widget=MomentCell())
    donor = Field(widget=id_cell(20))
    donor_key = Field(widget=id_cell(100))
    name = Field(widget=name_cell(200))
    first_name = Field(widget=name_cell(100))
    last_name = Field(widget=name_cell(100))
    organisation = Field(widget=name_cell(200))
    email = Field(widget=EmailCell())


COLUMNS = {
    "external_id": Column(
        _("Number of the recurring gift in the other program"),
        (
            *("subscription id", "recurring id", "recurring gift id", "profile id", "agreement id"),
            *("reference", "id", "id de la suscripcion"),
        ),
    ),
    "program": Column(
        pgettext_lazy("import of recurring gifts", "Program that collects it"),
        ("program", "source", "gateway", "processor", "collected by", "programa"),
    ),
    "amount": Column(_("Amount"), ("recurring amount", "gift amount", "donation amount", "monto")),
    "currency": GIFT["currency"],
    "rhythm": Column(
        _("How often"), ("frequency", "interval", "period", "schedule", "recurrence", "frecuencia")
    ),
    "state": Column(_("State"), ("status", "estado")),
    "started_on": Column(
        _("Since"), ("start date", "started", "started on", "begin date", "created", "desde", "inicio")
    ),
    "next_on": Column(
        _("Next charge"),
        (
            *("next date", "next payment", "next payment date", "next billing date", "next due"),
            *("renewal date", "renews on", "proximo cobro"),
        ),
    ),
    **{name: GIFT[name] for name in ("donor", "donor_key", "name", "first_name", "last_name")},
    "organisation": GIFT["organisation"],
    "email": GIFT["email"],
}

SENTENCES = {
    "recurring_amount": _("A recurring gift needs an amount above zero."),
    "rhythm_missing": _("Say how often it is charged."),
    "currency_code": _("This is not the code of a currency. Write it like usd."),
    "giver_missing": _("Say whose it is: an e-mail address, a name or a number."),
    "giver_unknown": _(
        "Nobody in the book has this number, and the row tells no name. Import the donors first."
    ),
}


def finish(values: Values) -> Values:
    """Join the parts of a name; refuse what is no amount and no currency."""
    join_name(values)
    if Decimal(str(values.get("amount") or 1)) <= 0:
        raise CellRefused("recurring_amount", field="amount")
    for name in ("currency", "program"):
        if values.get(name):
            values[name] = str(values[name]).lower()
    if values.get("currency") and not CURRENCY.fullmatch(str(values["currency"])):
        raise CellRefused("currency_code", field="currency")
    return values


def title(values: Values) -> str:
    """What the row is about."""
    who = values.get("organisation") or values.get("name") or values.get("email") or ""
    number = values.get("external_id")
    return " · ".join(str(part) for part in (values.get("amount"), who, number) if part)


register_kind(
    ImportKind(
        name="recurring",
        label=_("Recurring gifts elsewhere, for reference"),
        roles=frozenset({Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR}),
        resource=RecurringResource,
        columns=COLUMNS,
        current=steps.CURRENT,
        match=steps.match,
        insert=steps.insert,
        write=steps.write,
        remove=steps.remove,
        lock=steps.lock,
        finish=finish,
        title=title,
        page=("gifts:elsewhere_donor", "elsewhere_id"),
    ),
    SENTENCES,
)
