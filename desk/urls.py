"""Addresses of the desk."""

from django.urls import path

from desk.views import (
    batches,
    correcting,
    donor,
    gift,
    health,
    home,
    merge,
    merge_requests,
    recording,
    search,
    setup,
)
from desk.views.donors import bulk_tag, donor_export, donor_list
from desk.views.household import household_page

app_name = "desk"
urlpatterns = [
    path("health/", health.health, name="health"),
    path("desk/", home.home, name="home"),
    path("desk/search/", search.search, name="search"),
    path("desk/gifts/new/", recording.gift_new, name="gift_new"),
    path("desk/gifts/new/<slug:kind>/", recording.gift_record, name="gift_record"),
    path("desk/gifts/<uuid:gift_id>/", gift.gift_page, name="gift"),
    path("desk/gifts/<uuid:gift_id>/correct/", correcting.gift_correct, name="gift_correct"),
    path("desk/gifts/<uuid:gift_id>/reverse/", correcting.gift_reverse, name="gift_reverse"),
    path("desk/batches/<int:batch_id>/report/", batches.batch_report, name="batch_report"),
    path("desk/households/<int:household_id>/", household_page, name="household"),
    path("desk/donors/<int:donor_id>/", donor.donor_page, name="donor"),
    path("desk/donors/<int:donor_id>/merge/", merge.donor_merge, name="donor_merge"),
    path("desk/merges/<int:merge_id>/undo/", merge.merge_undo, name="merge_undo"),
    path("desk/merges/requests/", merge_requests.merge_requests, name="merge_requests"),
    path("desk/merges/requests/<int:request_id>/", merge_requests.merge_request, name="merge_request"),
    path(
        "desk/merges/requests/<int:request_id>/answer/",
        merge_requests.merge_request_answer,
        name="merge_request_answer",
    ),
    path("desk/setup/", setup.setup, name="setup"),
    path("desk/setup/checkup/", setup.checkup, name="checkup"),
    path("desk/setup/<slug:name>.png", setup.picture, name="picture"),
]
# in the namespace of donors: the list shows what they gave, which donors do not know
donor_patterns = [
    path("desk/donors/", donor_list, name="donor_list"),
    path("desk/donors/export/", donor_export, name="donor_export"),
    path("desk/donors/tag/", bulk_tag, name="bulk_tag"),
]
