"""Names the app to Django."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The desk app."""

    name = "desk"
