"""Names the app to Django and finds every app's book of people."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AccountsConfig(AppConfig):
    """The accounts app."""

    name = "accounts"

    def ready(self) -> None:
        """Import `known.py` of each app, where it registers whom it has on record."""
        autodiscover_modules("known")
