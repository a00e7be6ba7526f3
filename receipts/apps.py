"""Names the app to Django."""

from django.apps import AppConfig


class ReceiptsConfig(AppConfig):
    """The receipts app."""

    name = "receipts"
