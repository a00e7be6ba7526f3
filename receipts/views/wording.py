"""The words of staff on papers: read by kind, written in two languages, seen on a sample before they hold."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person, staff
from accounts.models import Role
from accounts.organisation import the_organisation
from receipts.actions.wording import (
    WordingRefused,
    draft_paper,
    draft_says,
    kinds_now,
    restore_wording,
    save_wording,
)
from receipts.forms.wording import WordingForm, written_values
from receipts.models import ReceiptWording
from receipts.models.wording import ALL, KINDS
from receipts.regimes import regime_named
from receipts.reports.wording import Written, newest_by_kind, versions_of, written_now
from receipts.snapshot.words import PLACEHOLDERS

READERS = (Role.FINANCE, Role.ADMINISTRATOR)
LANGUAGES = ("en", "es")
LABELS = dict(KINDS)


@staff(*READERS)
@require_safe
def wording(request: HttpRequest) -> HttpResponse:
    """Each kind of paper, and which of its words are staff's."""
    newest = newest_by_kind()
    rows = [
        {"kind": kind, "label": LABELS[kind], "blocks": newest.get(kind, [])}
        for kind in kinds_now(timezone.now())
    ]
    return render(request, "receipts/wording.html", {"rows": rows})


@staff(*READERS)
@require_safe
def wording_page(request: HttpRequest, kind: str) -> HttpResponse:
    """What one kind of paper says now, on a sample in both languages, and every version before."""
    _known(kind)
    context = {
        **_context(kind, written_now(kind)),
        "versions": list(_versions(kind)),
        "may_write": Role.ADMINISTRATOR in person(request).roles,
    }
    return render(request, "receipts/wording_page.html", context)


@staff(*READERS)
@require_safe
def wording_paper(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """That sample as a PDF."""
    _known(kind)
    return _pdf(kind, written_now(kind), language)


@staff(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def wording_edit(request: HttpRequest, kind: str) -> HttpResponse:
    """Write the words; see them on a sample, unsaved, as a page or as a PDF; save them."""
    _known(kind)
    held, newest = written_now(kind), versions_of(kind).values_list("pk", flat=True).first() or 0
    if request.method != "POST":
        form = WordingForm(kind=kind, titles=_titles(kind), initial=written_values(held, newest))
        return _editor(request, kind, form, held)
    form = WordingForm(request.POST, kind=kind, titles=_titles(kind))
    is_good, draft, act = form.is_valid(), form.draft(), request.POST.get("act", "save")
    if act.removeprefix("pdf-") in LANGUAGES:
        return _pdf(kind, draft, act.removeprefix("pdf-"))
    if act == "save" and is_good:
        by, now = person(request), timezone.now()
        try:
            saved = save_wording(kind=kind, wanted=draft, seen=form.cleaned_data["seen"], by=by, now=now)
        except WordingRefused as refusal:
            messages.error(request, str(refusal))
            again = WordingForm(kind=kind, titles=_titles(kind), initial=written_values(draft, newest))
            return _editor(request, kind, again, draft)
        sentence = _("Saved. Papers say so from now on; older ones stay as they are.")
        messages.success(request, sentence if saved else _("Nothing was different."))
        return redirect("receipts:wording_page", kind=kind)
    return _editor(request, kind, form, draft)


@staff(Role.ADMINISTRATOR)
@require_POST
def wording_restore(request: HttpRequest, version_id: int) -> HttpResponse:
    """Bring an older version of a block back."""
    version = get_object_or_404(ReceiptWording, pk=version_id)
    restore_wording(version_id=version.pk, by=person(request), now=timezone.now())
    messages.success(request, _("These words hold again, as the newest version."))
    return redirect("receipts:wording_page", kind=version.kind)


def _editor(request: HttpRequest, kind: str, form: WordingForm, draft: Written) -> HttpResponse:
    context = {**_context(kind, draft), "form": form, "blocks": list(_rows(form))}
    return render(request, "receipts/wording_edit.html", context)


def _rows(form: WordingForm) -> Iterator[dict[str, Any]]:
    """The fields of each block of text, in the order of the paper."""
    for block in (ReceiptWording.Block.ABOVE, ReceiptWording.Block.BELOW, ReceiptWording.Block.CLOSING):
        follow = f"follow_{block}"
        yield {
            "label": block.label,
            "name": block.value,
            "text": form[block.value],
            "text_es": form[f"{block}_es"],
            "follow": form[follow] if follow in form.fields else None,
        }


def _versions(kind: str) -> Iterator[dict[str, Any]]:
    """Every version, the newest first: of each block the first one holds."""
    titles, met = _titles(kind), set[str]()
    for version in versions_of(kind):
        is_title = version.block == ReceiptWording.Block.TITLE
        title = titles.get(version.text, version.text) if is_title else ""
        yield {"row": version, "title": title, "is_held": version.block not in met}
        met.add(version.block)


def _context(kind: str, words: Written) -> dict[str, Any]:
    now = timezone.now()
    sheets = [draft_says(kind=kind, wanted=words, language=language, now=now) for language in LANGUAGES]
    return {"kind": kind, "label": LABELS[kind], "sheets": sheets, "placeholders": PLACEHOLDERS}


def _titles(kind: str) -> dict[str, str]:
    """The titles that a kind may bear, by code; each in both languages, as staff choose for both."""
    regime = regime_named(the_organisation().regime)
    if kind == ALL:
        return {}
    said: list[dict[str, str]] = []
    for language in LANGUAGES:
        with translation.override(language):
            said.append({"": regime.titles()[kind], **regime.other_titles().get(kind, {})})
    pair = pgettext("a title in two languages", "%(english)s / %(spanish)s")
    return {code: pair % {"english": words, "spanish": said[1][code]} for code, words in said[0].items()}


def _known(kind: str) -> None:
    if kind not in kinds_now(timezone.now()):
        raise Http404


def _pdf(kind: str, words: Written, language: str) -> HttpResponse:
    if language not in LANGUAGES:
        raise Http404
    content = draft_paper(kind=kind, wanted=words, language=language, now=timezone.now())
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="sample-{kind}-{language}.pdf"'
    return response
