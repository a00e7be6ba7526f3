"""Addresses of soft credits; `gifts.urls` mounts them."""

from django.urls import path

from gifts.views import credits

urlpatterns = [
    path("desk/gifts/<uuid:gift_id>/credits/new/", credits.credit_add, name="credit_add"),
    path(
        "desk/gifts/<uuid:gift_id>/credits/<int:credit_id>/remove/",
        credits.credit_remove,
        name="credit_remove",
    ),
]
