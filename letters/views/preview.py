"""Every kind of letter in both languages, before any is sent."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import staff
from accounts.organisation import the_organisation
from letters.gateway import sender
from letters.kinds import KINDS, LetterKind
from letters.rendering import Rendered, render_kind, sender_name
from letters.views.desk import READERS
from letters.views.paper import frame_of, paper

LANGUAGES = dict(settings.LANGUAGES)


@staff(*READERS)
@require_GET
def preview_list(request: HttpRequest) -> HttpResponse:
    """Every kind of letter there is."""
    kinds = [(kind, str(kind.title or kind.name)) for kind in KINDS.values()]
    context = {"kinds": sorted(kinds, key=lambda pair: pair[1]), "languages": LANGUAGES.items()}
    return render(request, "letters/preview_list.html", context)


@staff(*READERS)
@require_GET
def preview(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """One kind in one language, with sample facts."""
    found = _kind(kind, language)
    context = {
        "kind": found,
        "title": str(found.title or found.name),
        "words": _words(found, language),
        "language": language,
        "languages": LANGUAGES.items(),
        "sender": sender(sender_name(the_organisation())),
    }
    return frame_of(render(request, "letters/preview.html", context))


@staff(*READERS)
@require_GET
def preview_html(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """The same as a mail program shows it, for the frame on the preview."""
    return paper(_words(_kind(kind, language), language).html)


def _kind(name: str, language: str) -> LetterKind:
    if name not in KINDS or language not in LANGUAGES:
        raise Http404
    return KINDS[name]


def _words(kind: LetterKind, language: str) -> Rendered:
    return render_kind(
        kind,
        facts=kind.facts,
        language=language,
        attachments=["receipt.pdf"] if kind.name in {"gift_thanks", "receipt", "receipt_replaced"} else [],
        unsubscribe_url="" if kind.is_transactional else f"{settings.SITE_URL}/",
    )
