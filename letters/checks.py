"""What would make mail unsafe, refused at the start."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.urls import Resolver404

from letters.gateway import is_guarded, tracking_view

DEMO_MAILBOX = "letters.mailbox.DemoMailbox"


def mail_is_safe(app_configs: Sequence[Any] | None, **_options: Any) -> list[CheckMessage]:
    """Refuse webhooks that believe everyone, and a public mailbox in production."""
    found: list[CheckMessage] = []
    if settings.PRODUCTION and settings.EMAIL_BACKEND == DEMO_MAILBOX:
        found.append(
            Error(
                "The demo's mailbox shows every letter to everyone.",
                hint="Set EMAIL_URL to your mail server, or ANYMAIL_PROVIDER.",
                id="letters.E001",
            )
        )
    if settings.ANYMAIL_PROVIDER:
        found += _provider_problems(settings.ANYMAIL_PROVIDER)
    return found


def _provider_problems(provider: str) -> list[CheckMessage]:
    try:
        view = tracking_view(provider)
    except Resolver404:
        return [
            Error(
                f"Anymail knows no provider named {provider}.",
                hint="Use the name of its module, like postmark or amazon_ses.",
                id="letters.E002",
            )
        ]
    if is_guarded(view):
        return []
    return [
        Error(
            "Anyone could report bounces to us, and so stop letters to any address.",
            hint="Set ANYMAIL_WEBHOOK_SECRET=user:password (24 characters or more) here and at the provider.",
            id="letters.E003",
        )
    ]
