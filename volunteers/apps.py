"""Names the app to Django, and begins to guard confidential places."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class VolunteersConfig(AppConfig):
    """The volunteers app."""

    name = "volunteers"

    def ready(self) -> None:
        """Import `shield.py`, which tells the shield what it guards."""
        autodiscover_modules("shield")
