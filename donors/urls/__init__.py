"""Addresses of donors: their own, the desk's."""

from django.urls import path

from donors.urls.duplicates import urlpatterns as duplicate_patterns
from donors.urls.imports import urlpatterns as import_patterns
from donors.urls.records import urlpatterns as record_patterns
from donors.views import addresses

app_name = "donors"
urlpatterns = [
    path("my/addresses/new/", addresses.address_new, name="address_new"),
    path("my/addresses/<int:address_id>/", addresses.address_edit, name="address"),
    path("my/addresses/<int:address_id>/remove/", addresses.address_remove, name="address_remove"),
    *record_patterns,
    *duplicate_patterns,
    *import_patterns,
]
