"""What is asked of somebody who brings a file."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from core.guard import guard_name
from donors.actions.imports.opening import Choice
from donors.kinds import KINDS, ImportKind
from donors.models import Import


class UploadForm(forms.Form):
    """A file, and what its rows are."""

    file = forms.FileField(
        label=pgettext_lazy("import", "File"),
        help_text=_("CSV, up to 64 MB. A workbook has to be saved as CSV first."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
    )

    def __init__(self, data: Any = None, files: Any = None, *, by: User) -> None:
        super().__init__(data, files)
        mine = [(kind.name, kind.label) for kind in KINDS.values() if kind.roles & by.roles]
        self.fields["kind"] = forms.ChoiceField(
            label=_("What is in it?"),
            choices=[("", _("The file says it")), *mine],
            required=False,
            help_text=_("Files of programs that we know say it themselves."),
        )


class ColumnsForm(forms.Form):
    """Which column is which field. One question for each column, with its samples beside it."""

    source = forms.CharField(
        label=_("Which program is it from?"),
        max_length=40,
        help_text=_("In small letters, like givewp. Its numbers find the same records again the next time."),
        validators=[guard_name("donors.Import.source")],
    )
    only_adds = forms.BooleanField(
        label=_("Only add what is missing"),
        required=False,
        help_text=_("What a record says already stays, even where the file says something else."),
    )

    def __init__(self, data: Any = None, *, run: Import, proposed: Mapping[str, int]) -> None:
        super().__init__(data, initial={"source": run.source, "only_adds": run.only_adds})
        kind: ImportKind = KINDS[run.kind]
        choices = [("", _("Leave out")), *((name, column.label) for name, column in kind.columns.items())]
        by_place = {place: name for name, place in proposed.items()}
        self.places = range(len(run.header))
        for place in self.places:
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=run.header[place], choices=choices, required=False, initial=by_place.get(place, "")
            )
        self.samples = run.samples

    def columns(self) -> Sequence[tuple[forms.BoundField, list[str]]]:
        """Return the question of each column with what stands in its first rows."""
        return [
            (
                self[f"column_{place}"],
                [row[place][:60] for row in self.samples if place < len(row) and row[place]],
            )
            for place in self.places
        ]

    def clean(self) -> dict[str, Any]:
        """Each field comes from one column."""
        cleaned = super().clean() or {}
        taken: dict[str, int] = {}
        for place in self.places:
            name = cleaned.get(f"column_{place}")
            if name and name in taken:
                self.add_error(f"column_{place}", _("This stands at another column already."))
            elif name:
                taken[name] = place
        if not taken and not self.errors:
            raise forms.ValidationError(_("Name at least one column."))
        cleaned["mapping"] = taken
        return cleaned

    def choice(self) -> Choice:
        """Return what was chosen."""
        return Choice(
            mapping=self.cleaned_data["mapping"],
            source=self.cleaned_data["source"].strip().lower(),
            only_adds=self.cleaned_data["only_adds"],
        )
