"""A giving page before the public sees it."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from accounts.access import staff
from accounts.models import Role
from gifts.forms.giving import GiveForm
from gifts.reports.giving_page import page_of, read_facts
from gifts.views.giving_pages import context_of, initial_of


@staff(Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY)
@require_safe
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the public template with a campaign's data, in the language of `?language=`; nothing is sent."""
    facts = read_facts(slug)
    if not facts:
        raise Http404
    wanted = request.GET.get("language", "")
    language = wanted if wanted in dict(settings.LANGUAGES) else translation.get_language() or "en"
    with translation.override(language):
        page = page_of(facts)
        form = GiveForm(page, initial=initial_of(page, {}))
        context = {
            **context_of(page, form, now=timezone.now()),
            "takes_gifts": True,
            "is_preview": True,
            "language": language,
        }
        return render(request, "gifts/preview.html", context)
