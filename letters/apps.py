"""Names the app to Django."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """The letters app."""

    name = "letters"
