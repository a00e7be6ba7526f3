"""Addresses of letters."""

from django.urls import path

from letters.views import desk, mine, preview, unsubscribe
from letters.webhooks import webhook

app_name = "letters"
urlpatterns = [
    path("letters/unsubscribe/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe"),
    path("letters/webhook/<slug:provider>/", webhook, name="webhook"),
    path("my/letters/", mine.mine, name="mine"),
    path("my/letters/<int:letter_id>/", mine.my_letter, name="my_letter"),
    path("my/letters/<int:letter_id>/files/<int:attachment_id>/", mine.my_file, name="my_file"),
    path("desk/letters/", desk.letter_list, name="list"),
    path("desk/letters/<int:letter_id>/", desk.letter_page, name="page"),
    path("desk/letters/<int:letter_id>/paper/", desk.letter_html, name="html"),
    path("desk/letters/<int:letter_id>/files/<int:attachment_id>/", desk.attachment, name="attachment"),
    path("desk/letters/<int:letter_id>/resend/", desk.resend, name="resend"),
    path("desk/letters/stopped/", desk.suppressions, name="suppressions"),
    path("desk/letters/stopped/<int:suppression_id>/lift/", desk.lift, name="lift"),
    path("desk/letters/preview/", preview.preview_list, name="preview"),
    path("desk/letters/preview/<slug:kind>/<slug:language>/", preview.preview, name="preview_kind"),
    path(
        "desk/letters/preview/<slug:kind>/<slug:language>/paper/", preview.preview_html, name="preview_html"
    ),
]
