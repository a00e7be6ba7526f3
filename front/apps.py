"""Names the app to Django."""

from django.apps import AppConfig


class FrontConfig(AppConfig):
    """The front app."""

    name = "front"
