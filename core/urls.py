"""The roof: every address of the site."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from desk.urls import donor_patterns
from donors import urls as donors

urlpatterns = [
    path("", include("front.urls")),
    path("", include("volunteers.urls")),
    path("", include("letters.urls")),
    path("", include(([*donors.urlpatterns, *donor_patterns], donors.app_name))),
    # before gifts: its own desk/campaigns/new/ is not the page of a campaign named new
    path("", include("campaigns.urls")),
    path("", include("gifts.urls")),
    path("", include("receipts.urls")),
    path("", include("desk.urls")),
    path("", include("desk.job_urls")),
    path("", include("accounts.urls")),
    path("accounts/", include("accounts.allauth_urls")),
    path("admin/", admin.site.urls),
    path("i18n/setlang/", set_language, name="set_language"),
]

if settings.EMAIL_BACKEND == "letters.mailbox.DemoMailbox":
    # the demo's mail is for everyone to read; anywhere else these addresses do not exist
    urlpatterns.append(path("", include("letters.demo_urls")))
