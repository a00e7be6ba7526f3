"""Names the app to Django, finds every app's kinds of letters, and guards the start."""

from django.apps import AppConfig
from django.core import checks
from django.utils.module_loading import autodiscover_modules

from letters.checks import mail_is_safe


class LettersConfig(AppConfig):
    """The letters app."""

    name = "letters"

    def ready(self) -> None:
        """Import `letters.py` of each app, where its kinds are registered, and our second handler."""
        autodiscover_modules("letters", "sign_in_codes")
        checks.register(mail_is_safe)
