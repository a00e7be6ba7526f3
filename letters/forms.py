"""What the letter list can be narrowed to, and what staff say when they lift a stop."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.guard import guard
from letters.kinds import KINDS, kinds_read_by
from letters.models import Letter, LetterQuerySet


class LetterFilter(forms.Form):
    """Everything stands in the address, so a view can be kept and sent. What makes no sense is left out."""

    kind = forms.ChoiceField(label=_("Letter"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("Any")), *Letter.State.choices]
    )
    since = forms.DateField(
        label=_("Written since"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    q = forms.CharField(label=_("E-mail address"), required=False, max_length=254)

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data)
        names = [(name, KINDS[name].title or name) for name in kinds_read_by(user.roles)]
        field = self.fields["kind"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Any")), *names]

    def narrow(self, letters: LetterQuerySet) -> LetterQuerySet:
        """Return the letters that fit."""
        self.is_valid()
        wanted = self.cleaned_data
        rows = letters
        if wanted.get("kind"):
            rows = rows.filter(kind=wanted["kind"])
        if wanted.get("state"):
            rows = rows.filter(state=wanted["state"])
        if wanted.get("since"):
            rows = rows.filter(created_at__gte=_midnight(wanted["since"]))
        if wanted.get("until"):
            rows = rows.filter(created_at__lt=_midnight(wanted["until"] + timedelta(days=1)))
        if wanted.get("q"):
            # addresses are kept in lower case, so that the index of substrings serves
            rows = rows.filter(to_email__contains=wanted["q"].strip().lower())
        return rows


def _midnight(day: date) -> datetime:
    """The day's first moment, in the zone that the page shows; a moment, so that the index serves."""
    return timezone.make_aware(datetime.combine(day, time.min))


class LiftForm(forms.Form):
    """Why mail may go to an address again."""

    reason = forms.CharField(
        label=_("Why is this right?"), max_length=200, validators=[guard("accounts.AuditEntry.reason")]
    )
