"""What staff write on papers: plain words in two languages, and a title from a list."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from core.guard import guard
from receipts.models import ReceiptWording
from receipts.models.wording import ALL, LONGEST, LONGEST_CLOSING
from receipts.reports.wording import TEXT_BLOCKS, Words, Written
from receipts.snapshot.words import PLACEHOLDERS, clashes, unknown_placeholders

IN_ENGLISH, IN_SPANISH = _l("in English"), _l("in Spanish")
Block = ReceiptWording.Block
AS_ALL = _l("Say what all papers say")


class ParagraphField(forms.CharField):
    """Plain text in one paragraph: line breaks become spaces."""

    def to_python(self, value: object) -> str:
        """Before its length is measured."""
        return " ".join(str(super().to_python(value) or "").split())


def refuse_words(text: str) -> None:
    """Let words pass that a paper can say. Raises: ValidationError for what it cannot."""
    unknown = unknown_placeholders(text)
    names = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    sentence = _("“%(unknown)s” means nothing here. There are: %(names)s.")
    problems = [sentence % {"unknown": piece[:30], "names": names} for piece in unknown[:1]]
    if refused := [*problems, *map(str, clashes(text))]:
        raise ValidationError(refused)


def _words(block: Any, language: Any, guarded: Callable[[str], None], most: int = LONGEST) -> ParagraphField:
    return ParagraphField(
        required=False,
        max_length=most,
        label=format_lazy("{}, {}", block.label, language),
        validators=[guarded, refuse_words],
        widget=forms.Textarea(attrs={"rows": 2 if most == LONGEST_CLOSING else 4}),
    )


class WordingForm(forms.Form):
    """The words for one kind of paper, both languages side by side. `seen`: the newest version shown."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    title = forms.ChoiceField(required=False, label=pgettext_lazy("of a paper", "Title"))
    follow_above = forms.BooleanField(required=False, label=AS_ALL)
    above = _words(Block.ABOVE, IN_ENGLISH, guard("receipts.ReceiptWording.text"))
    above_es = _words(Block.ABOVE, IN_SPANISH, guard("receipts.ReceiptWording.text_es"))
    follow_below = forms.BooleanField(required=False, label=AS_ALL)
    below = _words(Block.BELOW, IN_ENGLISH, guard("receipts.ReceiptWording.text"))
    below_es = _words(Block.BELOW, IN_SPANISH, guard("receipts.ReceiptWording.text_es"))
    follow_closing = forms.BooleanField(required=False, label=AS_ALL)
    closing = _words(Block.CLOSING, IN_ENGLISH, guard("receipts.ReceiptWording.text"), LONGEST_CLOSING)
    closing_es = _words(Block.CLOSING, IN_SPANISH, guard("receipts.ReceiptWording.text_es"), LONGEST_CLOSING)

    def __init__(self, *args: Any, kind: str, titles: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        if len(titles) > 1:
            self.fields["title"] = forms.ChoiceField(
                required=False, label=self.fields["title"].label, choices=list(titles.items())
            )
        else:
            del self.fields["title"]
        if kind == ALL:
            for name in TEXT_BLOCKS:
                del self.fields[f"follow_{name}"]

    def clean(self) -> dict[str, Any]:
        """Both languages or none; what follows all papers has no words of its own."""
        data = self.cleaned_data
        for name in TEXT_BLOCKS:
            names = (name, f"{name}_es")
            if data.get(f"follow_{name}"):
                for one in names:
                    data[one] = ""
                    self.errors.pop(one, None)
            elif not any(one in self.errors for one in names) and bool(data[name]) != bool(data[names[1]]):
                self.add_error(
                    names[1 if data[name] else 0], _("Please write it in both languages, or in none.")
                )
        return data

    def draft(self) -> dict[str, Words]:
        """Return what was written, without what is refused. The form must be bound and was cleaned."""
        data = self.cleaned_data
        return {"title": Words(data.get("title", ""))} | {
            name: Words(
                data.get(name, ""), data.get(f"{name}_es", ""), follows_all=data.get(f"follow_{name}", False)
            )
            for name in TEXT_BLOCKS
        }


def written_values(written: Written, seen: int) -> dict[str, Any]:
    """Return what the form shows of words as they hold."""
    values: dict[str, Any] = {"seen": seen, "title": written["title"].text}
    for name in TEXT_BLOCKS:
        words = written[name]
        values |= {name: words.text, f"{name}_es": words.text_es, f"follow_{name}": words.follows_all}
    return values
