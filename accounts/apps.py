"""Names the app to Django and finds what every app knows of people."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AccountsConfig(AppConfig):
    """The accounts app."""

    name = "accounts"

    def ready(self) -> None:
        """Import `known.py` of each app, whom it has on record, and `people.py`, what it holds of them."""
        autodiscover_modules("known", "people")
