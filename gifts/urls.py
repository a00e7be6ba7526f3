"""Addresses of gifts: the public's, Stripe's, the desk's."""

from django.urls import path

from gifts.desk_urls import urlpatterns as desk_patterns
from gifts.views.webhook import webhook

app_name = "gifts"
urlpatterns = [
    path("stripe/webhook/", webhook, name="webhook"),
    *desk_patterns,
]
