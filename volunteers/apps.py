"""Names the app to Django."""

from django.apps import AppConfig


class VolunteersConfig(AppConfig):
    """The volunteers app."""

    name = "volunteers"
