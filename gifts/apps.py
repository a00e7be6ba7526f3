"""Names the app to Django."""

from django.apps import AppConfig


class GiftsConfig(AppConfig):
    """The gifts app."""

    name = "gifts"
