"""Names the app to Django."""

from django.apps import AppConfig


class DonorsConfig(AppConfig):
    """The donors app."""

    name = "donors"
