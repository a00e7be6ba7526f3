"""Addresses of records that may be one donor."""

from django.urls import path

from donors.views import duplicates

urlpatterns = [
    path("desk/duplicates/", duplicates.duplicate_list, name="duplicate_list"),
    path("desk/duplicates/search/", duplicates.duplicate_search, name="duplicate_search"),
    path(
        "desk/duplicates/search/<int:run_id>/stop/",
        duplicates.duplicate_search_stop,
        name="duplicate_search_stop",
    ),
    path("desk/duplicates/<int:pair_id>/dismiss/", duplicates.duplicate_dismiss, name="duplicate_dismiss"),
    path("desk/duplicates/<int:pair_id>/reopen/", duplicates.duplicate_reopen, name="duplicate_reopen"),
]
