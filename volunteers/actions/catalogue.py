"""Programs, roles with their rules of coverage, qualifications: written and changed by coordinators."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from campaigns.actions.trail import Facts, changed, is_referenced
from volunteers.models import Coverage, Program, Qualification, VolunteerRole

Thing = TypeVar("Thing", Program, VolunteerRole, Qualification)
Links = Mapping[str, Iterable[models.Model]]
NONE: Links = {}


class CatalogueRefused(Exception):
    """The sentence is for the person."""


def keep(*, thing: Thing, links: Links = NONE, actor: User, now: datetime) -> Thing:
    """Write a program, role or qualification and its links down, new or changed.

    Raises: CatalogueRefused when a role would change its program after shifts were planned for it.
    """
    kind = thing._meta.model_name or ""
    with transaction.atomic():
        before = type(thing)._default_manager.select_for_update().filter(pk=thing.pk).first()
        if isinstance(before, VolunteerRole) and isinstance(thing, VolunteerRole):
            _check_program_stays(before, thing)
        old = {**_facts(before), **_linked(before, links)} if before else {}
        thing.save()
        for name, rows in links.items():
            getattr(thing, name).set(rows)
        gone, come = changed(old, {**_facts(thing), **_linked(thing, links)})
        verb = f"{kind}.{'edited' if before else 'created'}"
        record(actor=actor, verb=verb, about=(kind, str(thing.pk)), now=now, before=gone, after=come)
    return thing


def keep_role(
    *, role: VolunteerRole, links: Links, rules: Sequence[Coverage], actor: User, now: datetime
) -> VolunteerRole:
    """Write a role down with its rules of coverage, which replace the former ones.

    Raises: CatalogueRefused for two rules about the same people, and as `keep` does.
    """
    about = [rule.qualification_id for rule in rules]
    if len(set(about)) < len(about):
        raise CatalogueRefused(_("Two rules of coverage are about the same people. Keep one of them."))
    with transaction.atomic():
        kept = keep(thing=role, links=links, actor=actor, now=now)
        before = _rules(kept.coverage.all())
        kept.coverage.all().delete()
        Coverage.objects.bulk_create(
            Coverage(
                role=kept,
                least=rule.least,
                qualification=rule.qualification,
                needs_stand_in=rule.needs_stand_in,
            )
            for rule in rules
        )
        after = _rules(kept.coverage.all())
        if before != after:
            record(
                actor=actor,
                verb="volunteerrole.coverage",
                about=("volunteerrole", str(kept.pk)),
                now=now,
                before={"rules": before},
                after={"rules": after},
            )
    return kept


def _check_program_stays(before: VolunteerRole, after: VolunteerRole) -> None:
    if before.program_id != after.program_id and is_referenced(before):
        raise CatalogueRefused(
            _("Shifts were planned for this role, so it stays in its program. Close it and write a new one.")
        )


def _facts(thing: models.Model) -> Facts:
    return {
        field.attname: value if isinstance(value := getattr(thing, field.attname), int) else str(value)
        for field in thing._meta.concrete_fields
    }


def _linked(thing: models.Model, links: Links) -> Facts:
    return {name: _codes(getattr(thing, name).all()) for name in links}


def _codes(rows: Iterable[models.Model]) -> str:
    return " ".join(sorted(str(getattr(row, "code", row.pk)) for row in rows))


def _rules(rules: Iterable[Coverage]) -> str:
    return ", ".join(
        f"{rule.least} × {rule.qualification.code if rule.qualification else '–'}"
        f"{' !' if rule.needs_stand_in else ''}"
        for rule in rules
    )
