"""Addresses of the demo's mailbox; `core.urls` mounts them only where mail goes there."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from letters.views import mailbox


class MailName(StringConverter):
    """The name of a mail's file: no dots, no slashes, nothing that walks out of the folder."""

    regex = "[0-9]{8}T[0-9]{12}-[0-9a-f]{12}"


register_converter(MailName, "mail")

app_name = "mailbox"
urlpatterns = [
    path("demo/mailbox/", mailbox.mailbox, name="list"),
    path("demo/mailbox/<mail:name>/", mailbox.mail, name="mail"),
    path("demo/mailbox/<mail:name>/paper/", mailbox.mail_html, name="html"),
    path("demo/mailbox/<mail:name>/files/<int:place>/", mailbox.mail_file, name="file"),
]
