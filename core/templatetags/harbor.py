"""Filters and tags of our own components: money, states, icons, the bar of a campaign."""

from decimal import Decimal
from functools import cache

from django import template
from django.forms import BoundField, CheckboxInput
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from core import plots
from core.icons import ICONS
from core.money import format_money

register = template.Library()

# a state's word → how it looks; an unknown one looks still
TONES = {
    "good": {
        "paid",
        "active",
        "completed",
        "live",
        "published",
        "sent",
        "delivered",
        "done",
        "resolved",
        "open",
        "cleared",
        "answered",
        "current",
    },
    "calm": {
        *("processing", "pending", "queued", "held", "in_transit", "confirmed", "waiting"),
        *("applied", "interview", "checks", "asked", "running"),
    },
    "warn": {
        "past_due",
        "partly_refunded",
        "paused",
        "disputed",
        "expired",
        "replaced",
        "softfail",
        "retry",
        "stopped",
    },
    "bad": {
        "failed",
        "lost",
        "reversed",
        "void",
        "bounced",
        "complained",
        "dead",
        "rejected",
        "blocked",
        "withdrawn",
    },
}

SCENES = {
    "harbor": _l("Harbor"),
    "lighthouse": _l("Lighthouse"),
    "dawn": _l("Dawn"),
    "water": _l("Water"),
    "door": _l("Open door"),
    "path": _l("Path"),
}
HELP_ICONS = {
    "hous": "home",
    "therap": "talk",
    "medic": "care",
    "educat": "book",
    "rehab": "sprout",
    "career": "work",
    "shelter": "home",
    "tutor": "book",
    "mentor": "path",
    "workshop": "sprout",
    "drive": "inbox",
}


@register.filter
def money(amount: Decimal | int | None, currency: str = "usd") -> str:
    """`{{ gift.amount|money:gift.currency }}` → `$1,250.00`; nothing for nothing."""
    return "" if amount is None else format_money(Decimal(amount), currency or "usd")


@register.simple_tag
def sum_of(amount: Decimal | int | str | None, currency: str = "usd") -> SafeString:
    """An amount of a row, as `<data>`, which machines read; a dash for none. What `<c-money>` draws."""
    if amount is None or isinstance(amount, str):  # a template's name for nothing is ""
        return SafeString("–")
    return format_html('<data class="money" value="{}">{}</data>', plain(amount), money(amount, currency))


@register.simple_tag
def badge(state: str, label: str) -> SafeString:
    """A state of a row in words, coloured by `tone`. What `<c-badge>` draws, at a tenth of its cost."""
    return format_html('<span class="badge badge-{}">{}</span>', tone(state), label)


@register.filter
def whole(amount: Decimal | int, currency: str = "usd") -> str:
    """Like `money`, without the cents where there are none: for goals and round sums on public pages."""
    text = format_money(Decimal(amount), currency)
    return text[:-3] if Decimal(amount) == int(amount) else text


@register.filter
def percent(part: Decimal) -> str:
    """`33.50` → `33.5 %`, as the page's language writes it."""
    return f"{number_format(part.normalize() if part % 1 else int(part), use_l10n=True)} %"


@register.filter
def plain(amount: Decimal | int) -> str:
    """The amount as machines read it, whatever the language."""
    return f"{amount}"


@register.filter
def tone(state: str) -> str:
    """How a state looks: good, calm, warn, bad or still."""
    return next((name for name, states in TONES.items() if state in states), "still")


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Whether the label belongs after the box."""
    return isinstance(field.field.widget, CheckboxInput)


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """An icon beside words; it says nothing to a screen reader. Raises KeyError for a name we never drew."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>', ICONS[name]
    )


@register.simple_tag
def thermometer(raised: Decimal, goal: Decimal, currency: str = "usd") -> SafeString:
    """The bar of a campaign."""
    share = int(raised * 100 / goal)
    words = _("%(raised)s of %(goal)s, %(share)s percent") % {
        "raised": format_money(Decimal(raised), currency),
        "goal": format_money(Decimal(goal), currency),
        "share": share,
    }
    return plots.thermometer(raised=Decimal(raised), goal=Decimal(goal), text=words)


@register.simple_tag
def counted_bar(count: int, goal: int) -> SafeString:
    """The bar of a campaign whose goal is counted."""
    words = _("%(count)s of %(goal)s, %(share)s percent") % {
        "count": count,
        "goal": goal,
        "share": int(count * 100 / goal),
    }
    return plots.thermometer(raised=Decimal(count), goal=Decimal(goal), text=words)


@register.simple_tag
def pot_bar(left: Decimal, pot: Decimal, currency: str = "usd") -> SafeString:
    """The bar of a pot: what is still in it."""
    said = {"left": format_money(left, currency), "pot": format_money(pot, currency)}
    return plots.thermometer(raised=left, goal=pot, text=_("%(left)s of %(pot)s left in the pot") % said)


@register.simple_tag
def work_bar(done: int, of_all: int, text: str) -> SafeString:
    """The bar of a long piece of work, named by `text`."""
    return plots.thermometer(raised=Decimal(done), goal=Decimal(max(of_all, 1)), text=text)


@register.filter
def icon_of_help(code: str) -> str:
    """The icon of a kind of help, by the first word of its code that we know."""
    return next((name for word, name in HELP_ICONS.items() if word in code), "heart")


@register.filter
def scene(picture: str) -> str:
    """The static file of a drawing we ship; the harbor for a name that we do not."""
    return f"scenes/{picture if picture in SCENES else 'harbor'}.svg"
