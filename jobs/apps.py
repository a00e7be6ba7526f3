"""Names the app to Django and gathers what every app registered."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    """The jobs app."""

    name = "jobs"

    def ready(self) -> None:
        """Import each app's handlers and schedules by name: jobs stands below them and may not know them."""
        autodiscover_modules("tasks", "clock")
