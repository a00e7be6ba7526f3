"""Donors as rows of a file."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from import_export.fields import Field
from import_export.resources import Resource

from accounts.models import Role
from donors.actions.imports import donors as steps
from donors.kinds import CellRefused, Column, ImportKind, Values, register_kind
from donors.models import Donor
from donors.resources.cells import (
    ChoiceCell,
    CountryCell,
    EmailCell,
    PhoneCell,
    YesCell,
    address_cell,
    id_cell,
    name_cell,
)

POSTAL = ("line2", "city", "region", "postal_code")


class DonorResource(Resource):
    """What a file may say of a donor. An import may add a wish for less, and never takes one back."""

    id = Field(widget=id_cell(20))
    external_id = Field(widget=id_cell(100))
    kind = Field(
        widget=ChoiceCell(
            {
                "person": ("individual", "persona", "individuo", "contact"),
                "organisation": (
                    *("organization", "organizacion", "company", "empresa", "business", "foundation"),
                    *("nonprofit", "corporation", "institution", "church"),
                ),
            }
        )
    )
    name = Field(widget=name_cell(200))
    first_name = Field(widget=name_cell(100))
    last_name = Field(widget=name_cell(100))
    organisation = Field(widget=name_cell(200))
    email = Field(widget=EmailCell())
    phone = Field(widget=PhoneCell())
    language = Field(
        widget=ChoiceCell(
            {"en": ("english", "ingles", "en-us", "en_us"), "es": ("spanish", "espanol", "es-mx", "es_mx")}
        )
    )
    line1 = Field(widget=address_cell(200))
    line2 = Field(widget=address_cell(200))
    city = Field(widget=address_cell(120))
    region = Field(widget=address_cell(120))
    postal_code = Field(widget=address_cell(20))
    country = Field(widget=CountryCell())
    no_email = Field(widget=YesCell(only_yes=True))
    no_post = Field(widget=YesCell(only_yes=True))
    no_phone = Field(widget=YesCell(only_yes=True))


COLUMNS = {
    "id": Column(_("Number in our book"), ("donor number", "donor id safe harbor", "safe harbor id")),
    "external_id": Column(
        _("Number in the other program"),
        (
            *("external id", "contact id", "constituent id", "donor id", "id", "customer id", "account id"),
            *("account number", "record id", "numero", "id de contacto", "id del donante"),
        ),
    ),
    "kind": Column(_("Kind"), ("type", "contact type", "donor type", "account type", "tipo")),
    "name": Column(
        _("Name"),
        ("full name", "donor name", "display name", "contact", "donor", "nombre completo", "donante"),
    ),
    "first_name": Column(_("First name"), ("first", "given name", "forename", "nombre", "nombre de pila")),
    "last_name": Column(
        _("Last name"), ("last", "surname", "family name", "apellido", "apellidos", "primer apellido")
    ),
    "organisation": Column(
        _("Organisation"),
        (
            "organization",
            "company",
            "company name",
            "organization name",
            "empresa",
            "organizacion",
            "employer",
        ),
    ),
    "email": Column(
        _("E-mail"),
        (
            *("email", "e mail", "email address", "mail", "primary email", "donor email", "correo"),
            *("correo electronico", "email 1"),
        ),
    ),
    "phone": Column(
        _("Phone"),
        ("phone number", "telephone", "mobile", "mobile phone", "cell", "home phone", "telefono", "celular"),
    ),
    "language": Column(_("Language"), ("preferred language", "idioma", "lengua", "locale")),
    "line1": Column(
        _("Street, PO box or substitute address"),
        (
            *("address", "street", "street address", "address 1", "address line 1", "mailing address"),
            *("direccion", "calle", "domicilio", "address1"),
        ),
    ),
    "line2": Column(
        _("Second line"),
        ("address 2", "address line 2", "supplemental address", "apt", "unit", "suite", "direccion 2"),
    ),
    "city": Column(_("City"), ("town", "mailing city", "ciudad", "localidad", "municipio")),
    "region": Column(
        _("State or region"), ("state", "province", "region", "state province", "estado", "provincia")
    ),
    "postal_code": Column(
        _("Postal code"), ("zip", "zip code", "zipcode", "postcode", "postal", "codigo postal", "cp")
    ),
    "country": Column(_("Country"), ("country code", "pais", "mailing country")),
    "no_email": Column(
        pgettext_lazy("import", "Wants no e-mail"),
        (
            *("do not email", "no email", "email opt out", "unsubscribed", "opt out", "no bulk emails"),
            *("no bulk emails (user opt out)", "no enviar correo", "no desea correo"),
        ),
    ),
    "no_post": Column(
        pgettext_lazy("import", "Wants no post"),
        ("do not mail", "no mail", "no post", "do not send mail", "no correspondencia"),
    ),
    "no_phone": Column(
        pgettext_lazy("import", "Wants no calls"), ("do not phone", "do not call", "no calls", "no llamar")
    ),
}

SENTENCES = {
    "name_missing": _("A new donor needs a name."),
    "street_missing": _(
        "An address needs its first line. Add a column with the street, or leave the address's columns out."
    ),
    "signs_in": _(
        "This donor signs in with another address. Take the e-mail out of this row, or let them change it."
    ),
    "email_taken": _("Another donor carries this address."),
    "id_taken": _("This number belongs to another donor already."),
}


def finish(values: Values) -> Values:
    """Join the parts of a name; say what is missing.

    A file that has both a person and a company in a row names the person, as most programs mean it.
    """
    first, last = values.pop("first_name", None), values.pop("last_name", None)
    organisation = values.pop("organisation", None)
    whole = " ".join(str(part) for part in (first, last) if part)
    if not values.get("name") and (whole or organisation):
        if values.get("kind") == "organisation" and organisation:
            values["name"] = organisation
        elif whole:
            values["name"] = whole
        else:
            values["name"], values["kind"] = organisation, "organisation"
    if any(values.get(name) for name in POSTAL) and not values.get("line1"):
        raise CellRefused("street_missing", field="line1")
    if values.get("name") and len(str(values["name"])) > 200:
        raise CellRefused("cell_long", field="name", limit=200)
    return values


def title(values: Values) -> str:
    """Whom the row names."""
    return str(values.get("name") or values.get("email") or values.get("external_id") or "")


def names(keys: Collection[str]) -> dict[str, str]:
    """Return donors as they are told apart: by name, address of mail and number."""
    donors = Donor.objects.filter(pk__in=list(keys))
    return {
        str(donor.pk): " · ".join(part for part in (donor.name, donor.email, f"#{donor.pk}") if part)
        for donor in donors
    }


register_kind(
    ImportKind(
        name="donors",
        label=_("Donors"),
        roles=frozenset({Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR}),
        resource=DonorResource,
        columns=COLUMNS,
        current=steps.CURRENT,
        match=steps.match,
        check=steps.check,
        doubt=steps.doubt,
        lock=steps.lock,
        insert=steps.insert,
        write=steps.write,
        keep=steps.keep,
        remove=steps.remove,
        finish=finish,
        title=title,
        names=names,
        page=("desk:donor", "donor_id"),
    ),
    SENTENCES,
)
