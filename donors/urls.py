"""Addresses of donors."""

from django.urls import path

from donors.views import addresses, exports, lists

app_name = "donors"
urlpatterns = [
    path("my/addresses/new/", addresses.address_new, name="address_new"),
    path("my/addresses/<int:address_id>/", addresses.address_edit, name="address"),
    path("my/addresses/<int:address_id>/remove/", addresses.address_remove, name="address_remove"),
    path("desk/donors/", lists.donor_list, name="donor_list"),
    path("desk/donors/export/", exports.donor_export, name="donor_export"),
]
