"""A campaign, its page and the amounts it proposes."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from campaigns.actions.campaigns import CampaignFacts, Preset
from campaigns.actions.story import LONGEST
from campaigns.forms.fields import AmountField, DayField, keep_in_order, words_field
from campaigns.forms.split import add_share_fields, check_split, shares_initial, take_split
from campaigns.models import Campaign, Fund, GoalKind
from core.guard import guard, guard_name
from core.templatetags.harbor import SCENES

TAKEN = frozenset({"new"})  # an address of the desk, where a campaign's would be
MOST_PRESETS = 12
STORY_HELP = _l("Leave a line empty between paragraphs. Links begin with https://.")


class CampaignForm(forms.Form):
    """A campaign and its page. `version` tells whether somebody else saved it meanwhile."""

    version = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    name = forms.CharField(
        max_length=120, label=_l("Name"), validators=[guard_name("campaigns.Campaign.name")]
    )
    name_es = words_field(guard_name("campaigns.Campaign.name_es"), _l("Name in Spanish"), most=120)
    summary = words_field(
        guard("campaigns.Campaign.summary"),
        _l("Summary"),
        rows=3,
        required=True,
        help_text=_l("One or two sentences. They stand on the first page and below the name."),
    )
    summary_es = words_field(
        guard("campaigns.Campaign.summary_es"),
        _l("Summary in Spanish"),
        rows=3,
        help_text=_l("Where the Spanish is empty, the English shows."),
    )
    story = forms.CharField(
        max_length=LONGEST,
        required=False,
        label=_l("Story"),
        help_text=STORY_HELP,
        widget=forms.Textarea(attrs={"rows": 12, "data-story": True}),
        validators=[guard("campaigns.Campaign.story")],
    )
    story_es = forms.CharField(
        max_length=LONGEST,
        required=False,
        label=_l("Story in Spanish"),
        help_text=STORY_HELP,
        widget=forms.Textarea(attrs={"rows": 12, "data-story": True}),
        validators=[guard("campaigns.Campaign.story_es")],
    )
    parent = forms.ModelChoiceField(
        queryset=Campaign.objects.all(),
        required=False,
        empty_label=_l("None: it stands by itself"),
        label=_l("Part of"),
        help_text=_l("Its gifts count for the campaign above as well, each once."),
    )
    goal_kind = forms.ChoiceField(
        choices=GoalKind.choices, required=False, initial=GoalKind.MONEY, label=_l("The goal is counted in")
    )
    goal = AmountField(
        required=False, label=_l("Goal"), help_text=_l("Empty: the page shows the sum without a bar.")
    )
    goal_count = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=1_000_000,
        label=_l("Goal, as a number"),
        help_text=_l("How many donors, recurring gifts or gifts of goods."),
    )
    starts_on = DayField(label=_l("First day"))
    ends_on = DayField(
        required=False, label=_l("Last day"), help_text=_l("It closes by itself when this day is over.")
    )
    funds = forms.ModelMultipleChoiceField(
        queryset=Fund.objects.all(),
        required=False,
        label=_l("Funds that donors may choose"),
        widget=forms.CheckboxSelectMultiple,
    )
    picture = forms.ChoiceField(
        choices=list(SCENES.items()), initial="harbor", label=_l("Drawing"), widget=forms.RadioSelect
    )
    slug = forms.SlugField(
        max_length=60,
        required=False,
        label=_l("Address"),
        help_text=_l(
            "What follows /give/. Empty: made of the name. It stays as it is once the page is public."
        ),
    )
    position = forms.IntegerField(
        min_value=0,
        max_value=9999,
        required=False,
        label=_l("Place on the first page"),
        help_text=_l("Smaller numbers come first."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_share_fields(self)

    @property
    def share_fields(self) -> list[forms.BoundField]:
        """One for each fund."""
        return [self[name] for name in self.fields if name.startswith("share_")]

    def clean(self) -> dict[str, Any]:
        """The dates in order, a goal of its kind, shares that sum to 100, and an address."""
        data = keep_in_order(self, "starts_on", "ends_on")
        keep_one_goal(self)
        check_split(self)
        if "slug" not in self.errors:
            data["slug"] = data.get("slug") or slugify(data.get("name", ""))[:60].strip("-")
            if not data["slug"] and "name" not in self.errors:
                self.add_error("slug", _("Please write an address in Latin letters, digits and hyphens."))
            elif data["slug"] in TAKEN:
                self.add_error("slug", _("This address is taken by the site itself. Please choose another."))
        return data

    def facts(self, presets: tuple[Preset, ...]) -> CampaignFacts:
        """Return what was written, once the form is valid."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        data["funds"] = tuple(data["funds"])
        data["split"] = take_split(self, data)
        parent = data.pop("parent")
        data["parent_id"] = parent.pk if parent else None
        data["position"] = data["position"] or 0
        return CampaignFacts(**data, presets=presets)


def keep_one_goal(form: forms.Form) -> None:
    """Keep the goal of the kind that was chosen; say so where only the other one was written."""
    data = form.cleaned_data
    data["goal_kind"] = data.get("goal_kind") or GoalKind.MONEY.value
    is_money = data.get("goal_kind") == GoalKind.MONEY
    kept, other = ("goal", "goal_count") if is_money else ("goal_count", "goal")
    if data.get(other) and not data.get(kept) and kept not in form.errors:
        form.add_error(kept, _("Please write the goal here, in what it is counted in."))
    data[other] = None


class PresetForm(forms.Form):
    """One proposed amount; a line without an amount is left out."""

    amount = AmountField(required=False, label=_l("Amount"))
    impact = words_field(guard("campaigns.PresetAmount.impact"), _l("What it makes possible"), most=160)
    impact_es = words_field(guard("campaigns.PresetAmount.impact_es"), _l("The same in Spanish"), most=160)
    is_default = forms.BooleanField(required=False, label=_l("Chosen at first"))

    def clean(self) -> dict[str, Any]:
        """Words without an amount would be lost."""
        data = self.cleaned_data
        written = data.get("impact") or data.get("impact_es") or data.get("is_default")
        if written and data.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", _("Please write the amount, or empty the whole line."))
        return data


if TYPE_CHECKING:
    Lines = forms.BaseFormSet[PresetForm]
else:  # generic for the type checker only
    Lines = forms.BaseFormSet


class PresetLines(Lines):
    """The proposed amounts of a campaign."""

    def clean(self) -> None:
        """Each amount once, and one of them at most chosen at first."""
        seen: set[Decimal] = set()
        has_default = False
        for form in self.forms:
            amount = form.cleaned_data.get("amount") if form.is_valid() else None
            if amount is None:
                continue
            if amount in seen:
                form.add_error("amount", _("This amount stands here already."))
            if has_default and form.cleaned_data["is_default"]:
                form.add_error("is_default", _("Only one amount can be chosen at first."))
            seen.add(amount)
            has_default = has_default or form.cleaned_data["is_default"]

    def is_valid(self) -> bool:
        """Sentences that `clean` added to lines count too."""
        return super().is_valid() and not any(self.errors)


PresetFormSet = forms.formset_factory(
    PresetForm, formset=PresetLines, extra=2, max_num=MOST_PRESETS, absolute_max=MOST_PRESETS
)


def initial_of(campaign: Campaign) -> dict[str, Any]:
    """Return what the form shows of a campaign."""
    columns = [name for name in CampaignForm.base_fields if name not in ("version", "funds")]
    return {
        **{name: getattr(campaign, name) for name in columns},
        "version": campaign.updated_at.isoformat(),
        "funds": list(campaign.funds.all()),
        **shares_initial(campaign),
    }


def presets_of(lines: Lines) -> tuple[Preset, ...]:
    """Return the lines that have an amount, once they are valid."""
    filled = [form.cleaned_data for form in lines.forms if form.cleaned_data.get("amount") is not None]
    return tuple(Preset(**line) for line in filled)
