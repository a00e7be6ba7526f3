"""A button for other sites: a plain link around a plain image. No script, no frame, nothing that watches."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from accounts.access import public, staff
from accounts.models import Role
from campaigns.models import Campaign

LANGUAGES = ("en", "es")
SIZES = {"small": (140, 44, 18), "large": (220, 64, 26)}
YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Button:
    """One picture with the code around it."""

    language: str
    size: str
    width: int
    height: int
    code: str
    image: str


@public
@require_safe
def button_image(request: HttpRequest, language: str, size: str) -> HttpResponse:
    """The picture, the same for all. It is shown on other sites, which is what the last header allows."""
    if language not in LANGUAGES or size not in SIZES:
        raise Http404
    headers = {
        "Cache-Control": f"public, max-age={YEAR // 12}",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    return HttpResponse(_drawn(language, size), content_type="image/svg+xml", headers=headers)


@staff(Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY)
@require_safe
def button(request: HttpRequest, slug: str) -> HttpResponse:
    """The code to copy, and how it looks; an appeal's code in the link traces the gifts that come by it."""
    campaign = get_object_or_404(Campaign, slug=slug)
    appeals = list(campaign.appeals.all())
    appeal = next((each for each in appeals if each.code == request.GET.get("appeal")), None)
    address = f"{settings.SITE_URL}{campaign.get_absolute_url()}"
    address += f"?appeal={appeal.code}" if appeal else ""
    buttons = [_button(language, size, address) for size in SIZES for language in LANGUAGES]
    context = {"campaign": campaign, "appeals": appeals, "appeal": appeal, "buttons": buttons}
    return render(request, "gifts/button.html", context)


def _button(language: str, size: str, address: str) -> Button:
    width, height, _type = SIZES[size]
    image = reverse("gifts:button_image", args=[language, size])
    code = format_html(
        '<a href="{}" hreflang="{}"><img src="{}" width="{}" height="{}" alt="{}"></a>',
        address,
        language,
        f"{settings.SITE_URL}{image}",
        width,
        height,
        _words(language),
    )
    return Button(language, size, width, height, str(code), image)


def _words(language: str) -> str:
    with override(language):
        return _("Give")


def _drawn(language: str, size: str) -> SafeString:
    width, height, letters = SIZES[size]
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}" role="img"'
        ' aria-label="{2}"><rect width="{0}" height="{1}" rx="{3}" fill="#f5ab45"/>'
        '<text x="{4}" y="{5}" fill="#241501" font-family="Georgia, serif" font-size="{6}" font-weight="600"'
        ' text-anchor="middle">{2}</text></svg>',
        width,
        height,
        _words(language),
        height // 4,
        width // 2,
        height // 2 + letters // 3,
        letters,
    )
