"""The menu in the frame of every desk page."""

from typing import Any

from django import template
from django.conf import settings

from desk import menu
from volunteers.models import Lockdown

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_address(context: dict[str, Any], route: str) -> str:
    """The address of a desk page for whoever may open it; nothing for the others."""
    user = context["request"].user
    return menu.address_for(user, route) if user.is_authenticated else ""


@register.simple_tag(takes_context=True)
def desk_menu(context: dict[str, Any]) -> str:
    """The pages for whoever is signed in; none for a stranger, whom the middleware never lets here."""
    request = context["request"]
    return menu.drawn_menu(request.user, request.path) if request.user.is_authenticated else ""


@register.simple_tag
def open_lockdown() -> Lockdown | None:
    """The lockdown that holds, for the band above every desk page; nothing is asked where places are off."""
    return Lockdown.objects.open().first() if settings.LOCATION_KEYS else None
