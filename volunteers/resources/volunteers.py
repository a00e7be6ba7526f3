"""Volunteers as rows of a file."""

from django.utils.translation import gettext_lazy as _
from import_export.fields import Field
from import_export.resources import Resource

from accounts.models import Role
from donors.kinds import Column, ImportKind, Values, register_kind
from donors.resources.cells import ChoiceCell, EmailCell, PhoneCell, name_cell
from donors.resources.names import join_name
from volunteers.actions import imports as steps

LONGEST_NAME = 120


class VolunteerResource(Resource):
    """What a file may say of somebody who gives time: nothing of what screening found out."""

    name = Field(widget=name_cell(LONGEST_NAME))
    first_name = Field(widget=name_cell(60))
    last_name = Field(widget=name_cell(60))
    email = Field(widget=EmailCell())
    phone = Field(widget=PhoneCell())
    language = Field(
        widget=ChoiceCell({"en": ("english", "ingles", "en-us"), "es": ("spanish", "espanol", "es-mx")})
    )
    interests = Field(widget=name_cell(300))


COLUMNS = {
    "name": Column(
        _("Name"), ("full name", "volunteer", "volunteer name", "display name", "nombre completo")
    ),
    "first_name": Column(_("First name"), ("first", "given name", "nombre")),
    "last_name": Column(_("Last name"), ("last", "surname", "apellido", "apellidos")),
    "email": Column(_("E-mail"), ("email", "e mail", "email address", "correo", "correo electronico")),
    "phone": Column(_("Phone"), ("phone number", "telephone", "mobile", "cell", "telefono", "celular")),
    "language": Column(_("Language"), ("preferred language", "idioma")),
    "interests": Column(
        _("Programs that interest them"), ("interests", "skills", "programs", "areas", "intereses")
    ),
}
SENTENCES = {
    "email_missing": _("Without an e-mail address nobody can be asked to a shift."),
    "person_nameless": _("A new volunteer needs a name."),
    "program_unknown": _("One of these is no program of ours. Part several by a semicolon."),
}


def finish(values: Values) -> Values:
    """Join the parts of a name."""
    join_name(values, longest=LONGEST_NAME)
    return values


register_kind(
    ImportKind(
        name="volunteers",
        label=_("Volunteers"),
        roles=frozenset({Role.COORDINATOR, Role.ADMINISTRATOR}),
        resource=VolunteerResource,
        columns=COLUMNS,
        current=steps.CURRENT,
        match=steps.match,
        insert=steps.insert,
        write=steps.write,
        remove=steps.remove,
        lock=steps.lock,
        keep=steps.keep,
        finish=finish,
        page=("volunteers:person", "volunteer_id"),
    ),
    SENTENCES,
)
