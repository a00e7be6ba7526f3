"""One line of a batch. Hardly anything is refused: what cannot be read is kept and said beside it."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _l

from campaigns.models import Appeal, Fund
from core.folding import fold
from core.guard import guard_name
from core.money import parse_amount
from donors.models import Donor
from donors.reports.finding import donors_meant
from gifts.actions.batches import TypedRow
from gifts.forms.batches.days import read_day
from gifts.forms.offline.fields import CheckNumber
from gifts.models import Batch, BatchRow, Payer, Pledge

TYPED = {"autocomplete": "off", "spellcheck": "false"}
PAYERS = [(payer.value, payer.label) for payer in Payer if payer is not Payer.IRA]


class RowForm(forms.Form):
    """A row as it is typed; `donor` is whom the list under the field chose, `pick` a button beside."""

    form_key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    donor = forms.ModelChoiceField(
        required=False, queryset=Donor.objects.standing().filter(erased_at=None), widget=forms.HiddenInput
    )
    pick = forms.ModelChoiceField(
        required=False, queryset=Donor.objects.standing().filter(erased_at=None), widget=forms.HiddenInput
    )
    is_new = forms.BooleanField(required=False, label=_l("Somebody new, called as written"))
    who = forms.CharField(
        required=False,
        max_length=200,
        label=_l("Donor"),
        validators=[guard_name("gifts.BatchRow.who")],
        widget=forms.TextInput(attrs=TYPED),
    )
    amount = forms.CharField(
        required=False,
        max_length=20,
        label=_l("Amount"),
        validators=[guard_name("gifts.BatchRow.amount_words")],
        widget=forms.TextInput(attrs={**TYPED, "inputmode": "decimal"}),
    )
    check_number = CheckNumber(label=_l("Check number"))
    postmark = forms.CharField(
        required=False,
        max_length=20,
        label=_l("Postmark"),
        validators=[guard_name("gifts.BatchRow.postmark_words")],
        widget=forms.TextInput(attrs=TYPED),
    )
    fund = forms.ModelChoiceField(
        required=False,
        queryset=Fund.objects.filter(is_open=True),
        label=_l("All of it for"),
        empty_label=_l("As the batch says"),
    )
    appeal = forms.ModelChoiceField(
        required=False,
        queryset=Appeal.objects.all(),
        label=_l("Appeal"),
        empty_label=_l("As the batch says"),
    )
    source = forms.ChoiceField(
        required=False,
        choices=[("", _l("As the batch says")), *Batch.Source.choices],
        label=_l("How it came"),
    )
    payer = forms.ChoiceField(required=False, choices=PAYERS, label=_l("Who paid, by law"))
    new_kind = forms.ChoiceField(
        required=False, choices=Donor.Kind.choices, label=_l("If new: person or organisation")
    )
    new_email = forms.EmailField(
        required=False,
        max_length=254,
        label=_l("If new: e-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    pledge = forms.ModelChoiceField(
        required=False,
        queryset=Pledge.objects.none(),
        label=_l("Pays a pledge"),
        empty_label=_l("None"),
    )

    def __init__(self, *args: Any, row: BatchRow | None = None, **options: Any) -> None:
        if row is not None:
            options["initial"] = said(row) | (options.get("initial") or {})
        super().__init__(*args, **options)
        pledges = self.fields["pledge"]
        if row is not None and row.donor_id and isinstance(pledges, forms.ModelChoiceField):
            pledges.queryset = Pledge.objects.filter(donor=row.donor_id)

    def typed(self, *, until: date) -> TypedRow:
        """What a valid form says, as far as it can be read; a postmark lies `until` the batch came."""
        values = self.cleaned_data
        donor, words = self._who()
        is_new = bool(values["is_new"] and words)
        amount, amount_words = _read(values["amount"], parse_amount)
        day, day_words = _read(values["postmark"], lambda text: read_day(text, until=until))
        return TypedRow(
            donor_id=donor.pk if donor else None,
            who=words,
            is_new=is_new,
            new_kind=values["new_kind"] or Donor.Kind.PERSON,
            new_email=values["new_email"].lower() if is_new else "",
            amount=amount,
            amount_words=amount_words,
            check_number=values["check_number"],
            postmarked_on=day,
            postmark_words=day_words,
            source=values["source"],
            payer=values["payer"] or Payer.DONOR,
            fund_id=values["fund"].pk if values["fund"] else None,
            appeal_id=values["appeal"].pk if values["appeal"] else None,
            # another donor may be written in the same breath: the pledge of the one before is not theirs
            pledge_id=values["pledge"].pk if values["pledge"] and values["pledge"].donor == donor else None,
        )

    def _who(self) -> tuple[Donor | None, str]:
        """Whom the list chose or the words name beyond doubt; else the words."""
        words = " ".join(self.cleaned_data["who"].split())
        before: Donor | None = self.cleaned_data["donor"]
        picked: Donor | None = self.cleaned_data["pick"]
        if picked is not None:
            return picked, ""
        if before is not None and fold(words) in {fold(before.name), ""}:  # else the words were changed since
            return before, ""
        if self.cleaned_data["is_new"] or not words:
            return None, words
        found = donors_meant(words)
        exact = [donor for donor in found if fold(donor.name) == fold(words)]
        is_sure = "@" in words or words.removeprefix("#").isdecimal()
        if len(found) == 1 and (is_sure or exact):
            return found[0], ""
        return None, words


def said(row: BatchRow) -> dict[str, Any]:
    """Return what a row says, as its form shows it."""
    return {
        "version": row.version,
        "donor": row.donor_id,
        "who": row.donor.name if row.donor else row.who,
        "is_new": row.is_new,
        "new_kind": row.new_kind,
        "new_email": row.new_email,
        "amount": row.amount if row.amount is not None else row.amount_words,
        "check_number": row.check_number,
        "postmark": row.postmarked_on.isoformat() if row.postmarked_on else row.postmark_words,
        "fund": row.fund_id,
        "appeal": row.appeal_id,
        "source": row.source,
        "payer": row.payer,
        "pledge": row.pledge_id,
    }


def _read(text: str, reader: Any) -> tuple[Any, str]:
    """What a text means and nothing, or nothing and the text."""
    words = text.strip()
    if not words:
        return None, ""
    try:
        return reader(words), ""
    except ValidationError:
        return None, words
