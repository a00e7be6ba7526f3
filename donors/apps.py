"""Names the app to Django and finds what can be imported."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class DonorsConfig(AppConfig):
    """The donors app."""

    name = "donors"

    def ready(self) -> None:
        """Import each app's `resources`: kinds of imports and files that are known by their header."""
        autodiscover_modules("resources")
