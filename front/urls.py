"""The public's door."""

from django.urls import path

from front.views import home, notices
from front.views.my import data, details, gifts, page, preferences

app_name = "front"
urlpatterns = [
    path("", home.home, name="home"),
    path("my/", page.my, name="my"),
    path("my/gifts/", gifts.my_gifts, name="my_gifts"),
    path("my/gifts/<uuid:gift_id>/", gifts.my_gift, name="my_gift"),
    path("my/details/", details.my_details, name="my_details"),
    path("my/details/email/", details.my_email, name="my_email"),
    path("my/details/email/code/", details.my_email_code, name="my_email_code"),
    path("my/preferences/", preferences.my_preferences, name="my_preferences"),
    path("my/preferences/contact/", preferences.my_contact, name="my_contact"),
    path("my/preferences/letters/", preferences.my_topics, name="my_topics"),
    path("my/data/", data.my_data, name="my_data"),
    path("my/data/file/", data.my_export, name="my_export"),
    path("my/data/erase/", data.my_erasure, name="my_erasure"),
    path("my/data/erase/code/", data.my_erasure_code, name="my_erasure_code"),
    path("goodbye/", data.erased, name="erased"),
    path("privacy/", notices.privacy, name="privacy"),
    path("robots.txt", notices.robots, name="robots"),
    path(".well-known/security.txt", notices.security, name="security"),
]
