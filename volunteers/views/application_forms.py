"""The forms of each step of an application, and how each is saved."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from django.http import QueryDict

from volunteers.actions import application_steps as steps
from volunteers.forms.applying import SkillsForm, TimeForm
from volunteers.forms.vouching import GuardianForm, ReferenceForm
from volunteers.models import Application
from volunteers.reports.applying import references_needed


class StepForms(Protocol):
    """What a step shows: one form, or one for each of several people."""

    forms: list[Any]

    def is_valid(self) -> bool:
        """Whether one can go on."""
        ...

    def save(self, application_id: int, now: datetime) -> None:
        """Save what is valid. Raises: ApplicationRefused."""
        ...


class TimeStep:
    """Time."""

    def __init__(self, draft: Application | None, given: QueryDict | None) -> None:
        initial = {}
        if draft is not None:
            initial = {
                "hours_a_week": draft.hours_a_week,
                "months": draft.months,
                "heard": draft.heard,
                "phone": draft.volunteer.phone,
                "blocks": steps.blocks_of(draft.volunteer),
            }
        self.form = TimeForm(given, initial=initial)
        self.forms = [self.form]

    def is_valid(self) -> bool:
        """Whether one can go on."""
        return self.form.is_valid()

    def save(self, application_id: int, now: datetime) -> None:
        """Save what is valid."""
        self.form.is_valid()
        steps.save_time(application_id=application_id, values=self.form.cleaned_data, now=now)


class SkillsStep:
    """What one can do."""

    def __init__(self, draft: Application | None, given: QueryDict | None) -> None:
        held = draft.volunteer.held.values_list("qualification", flat=True) if draft else ()
        self.form = SkillsForm(given)
        for name in self.form.fields:
            self.form.initial[name] = [str(key) for key in held]
        self.forms = [self.form]

    def is_valid(self) -> bool:
        """Whether one can go on."""
        return self.form.is_valid()

    def save(self, application_id: int, now: datetime) -> None:
        """Save what is valid."""
        self.form.is_valid()
        claimed = self.form.claimed(self.form.cleaned_data)
        steps.save_skills(application_id=application_id, claimed=claimed, now=now)


class ReferenceStep:
    """References: one form for each that is needed. One that is left empty is asked for at the end."""

    def __init__(self, draft: Application, given: QueryDict | None) -> None:
        known = list(draft.references.all())
        taken = {draft.volunteer.email}
        taken |= set(draft.volunteer.consents.values_list("guardian_email", flat=True))
        self.forms: list[ReferenceForm] = []
        for number in range(references_needed(draft.programs.all())):
            kept = known[number] if number < len(known) else None
            initial = {"name": kept.name, "email": kept.email, "relation": kept.relation} if kept else {}
            form = ReferenceForm(
                given,
                initial=initial,
                prefix=f"r{number + 1}",
                taken=frozenset(taken),
                empty_permitted=True,
                use_required_attribute=False,
            )
            if given is not None and self._is_written(form, given) and form.is_valid():
                taken.add(form.cleaned_data["email"])
            self.forms.append(form)
        self.given = given

    def is_valid(self) -> bool:
        """Whether what is written is right."""
        return all(form.is_valid() for form in self._written())

    def save(self, application_id: int, now: datetime) -> None:
        """Save the people who are written down rightly."""
        named = [form.named() for form in self._written() if form.is_valid()]
        steps.save_references(application_id=application_id, known=named, now=now)

    def _written(self) -> list[ReferenceForm]:
        return [form for form in self.forms if self.given and self._is_written(form, self.given)]

    @staticmethod
    def _is_written(form: ReferenceForm, given: QueryDict) -> bool:
        is_written = any(given.get(form.add_prefix(name), "").strip() for name in form.fields)
        form.empty_permitted = not is_written
        return is_written


class GuardianStep:
    """The guardian."""

    def __init__(self, draft: Application, given: QueryDict | None) -> None:
        named = draft.volunteer.consents.filter(asked_at=None).first()
        initial = (
            {"guardian_name": named.guardian_name, "guardian_email": named.guardian_email} if named else {}
        )
        taken = {draft.volunteer.email, *draft.references.values_list("email", flat=True)}
        self.form = GuardianForm(given, initial=initial, taken=taken)
        self.forms = [self.form]

    def is_valid(self) -> bool:
        """Whether one can go on."""
        return self.form.is_valid()

    def save(self, application_id: int, now: datetime) -> None:
        """Save what is valid."""
        self.form.is_valid()
        steps.save_guardian(application_id=application_id, values=self.form.cleaned_data, now=now)


FORMS: Mapping[str, Callable[[Any, QueryDict | None], StepForms]] = {
    steps.TIME: TimeStep,
    steps.SKILLS: SkillsStep,
    steps.REFERENCES: ReferenceStep,
    steps.GUARDIAN: GuardianStep,
}
