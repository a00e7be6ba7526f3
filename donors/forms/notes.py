"""Notes, tags and tasks, as staff write them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Role, User
from core.guard import guard, guard_mark
from donors.actions.tasks import Todo
from donors.models import Note, Tag, Task

# who works with donors, and may be given something to do
HANDS = (Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR)


class NoteForm(forms.ModelForm):  # type: ignore[type-arg] # generic for mypy only
    """A sentence or two about a donor."""

    text = forms.CharField(
        label=_("Note"),
        max_length=500,
        help_text=_("About giving alone, as if the donor read it: they may. Never about whom we help."),
        validators=[guard("donors.Note.text")],
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    class Meta:
        model = Note
        fields = ("text",)


class TagNameForm(forms.Form):
    """A tag by its name; one that exists is used."""

    name = forms.CharField(
        label=pgettext_lazy("donors", "Tag"),
        max_length=40,
        validators=[guard_mark("donors.Tag.name")],
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "tags"}),
    )

    def clean_name(self) -> str:
        """Single spaces."""
        return " ".join(str(self.cleaned_data["name"]).split())


class TagPickForm(forms.Form):
    """One of the tags that there are."""

    tag = forms.ModelChoiceField(
        label=pgettext_lazy("donors", "Tag"), queryset=Tag.objects.order_by("name"), empty_label=None
    )


class TaskForm(forms.ModelForm):  # type: ignore[type-arg] # generic for mypy only
    """What is to be done, until when, by whom."""

    title = forms.CharField(
        label=_("What is to be done"),
        max_length=120,
        help_text=_("Like: call back about the spring gala."),
        validators=[guard("donors.Task.title")],
    )
    due_on = forms.DateField(
        label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    assigned_to = forms.ModelChoiceField(
        label=pgettext_lazy("task", "By"), queryset=User.objects.none(), empty_label=None
    )

    class Meta:
        model = Task
        fields = ("title", "due_on", "assigned_to")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        staff = User.objects.filter(is_active=True, grants__role__in=HANDS).distinct()
        field = self.fields["assigned_to"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = staff.order_by("name", "email")

    def todo(self) -> Todo:
        """Return what a valid form says."""
        said = self.cleaned_data
        return Todo(said["title"], said["due_on"], said["assigned_to"].pk)
