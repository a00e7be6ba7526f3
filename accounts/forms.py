"""What accounts asks of people."""

from typing import Any

import django_filters
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEntry, Role, User
from core.guard import guard, guard_mark, guard_name

# where on a list somebody is; no part of what it shows
PLACES = frozenset({"older", "newer", "page", "before"})
DAY = forms.DateInput(attrs={"type": "date"})


class EmailForm(forms.Form):
    """Who wants to sign in."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}),
    )


class CodeForm(forms.Form):
    """The code that came by mail. Spaces and dashes do not matter."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Eight digits, from the newest e-mail"),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        ),
    )


class InviteForm(forms.Form):
    """A new member of the staff."""

    name = forms.CharField(label=_("Name"), max_length=200, validators=[guard_name("accounts.User.name")])
    email = forms.EmailField(label=_("Work e-mail address"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, widget=forms.RadioSelect)


class RoleForm(forms.Form):
    """A role to give or take."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class ReasonForm(forms.Form):
    """Why; it stands on the audit trail."""

    reason = forms.CharField(
        label=_("Reason, for the audit trail"),
        max_length=200,
        validators=[guard("accounts.AuditEntry.reason")],
    )


class SavedViewForm(forms.Form):
    """A list as its address has it, under a name. The name gathers people: it marks nobody whom we help."""

    name = forms.CharField(label=_("Name"), max_length=60, validators=[guard_mark("accounts.SavedView.name")])
    is_shared = forms.BooleanField(label=_("Show it to everybody who may open this list"), required=False)
    query = forms.CharField(
        required=False,
        max_length=1000,
        validators=[guard_name("accounts.SavedView.query")],
        widget=forms.HiddenInput,
    )

    def clean_name(self) -> str:
        """Single spaces."""
        return " ".join(str(self.cleaned_data["name"]).split())

    def clean_query(self) -> str:
        """What narrows the list, without the place on it; the words behind the signs of an address count."""
        kept = QueryDict(mutable=True)
        for key, values in QueryDict(self.cleaned_data["query"]).lists():
            said = [value for value in values if value]
            if said and key not in PLACES:
                kept.setlist(key, said)
                for value in said:
                    guard_name("accounts.SavedView.query")(value)
        return kept.urlencode()


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc] # allauth carries no types
    """A key to add; one that can sign in by itself unless the person says otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].validators.append(guard_name("accounts.User.name"))
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].label = _("Sign in with this key alone")
        self.fields["passwordless"].help_text = _("Your device asks for fingerprint, face or PIN each time.")


class PeopleFilter(django_filters.FilterSet):
    """What the list of people can be narrowed to."""

    q = django_filters.CharFilter(method="search", label=_("Name or e-mail"))
    role = django_filters.ChoiceFilter(
        choices=Role.choices, field_name="grants__role", label=_("Role"), empty_label=_("Any")
    )
    everyone = django_filters.BooleanFilter(
        method="also_without_role",
        label=_("Donors and volunteers too"),
        widget=forms.CheckboxInput,
    )

    class Meta:
        model = User
        fields = ("q",)

    def search(self, users: QuerySet[User], _name: str, words: str) -> QuerySet[User]:
        """By a part of the name or address."""
        return users.filter(Q(name__icontains=words.strip()) | Q(email__icontains=words.strip()))

    def also_without_role(self, users: QuerySet[User], _name: str, wanted: bool) -> QuerySet[User]:
        """Staff only, unless everyone is wanted."""
        return users if wanted else users.filter(grants__isnull=False).distinct()


class AuditFilter(django_filters.FilterSet):
    """What the audit trail can be narrowed to."""

    q = django_filters.CharFilter(method="search", label=_("Who, what or id"))
    verb = django_filters.CharFilter(lookup_expr="startswith", label=_("Verb, like role.granted"))
    kind = django_filters.CharFilter(field_name="about_kind", label=_("Kind of thing"))
    since = django_filters.DateFilter(field_name="at", lookup_expr="date__gte", widget=DAY, label=_("From"))
    until = django_filters.DateFilter(field_name="at", lookup_expr="date__lte", widget=DAY, label=_("To"))

    class Meta:
        model = AuditEntry
        fields = ("q",)

    def search(self, entries: QuerySet[AuditEntry], _name: str, words: str) -> QuerySet[AuditEntry]:
        """By the address of who did it, or by the id of what it was done to."""
        word = words.strip()
        return entries.filter(Q(actor__email__icontains=word) | Q(about_id=word) | Q(reason__icontains=word))
