"""Addresses of gifts on the desk; `gifts.urls` mounts them."""

from django.urls import path

from gifts.views import campaigns, desk, events, handling, lists, policy, preview

urlpatterns = [
    path("desk/gifts/", desk.gift_list, name="gift_list"),
    path("desk/gifts/donors/", desk.giver_list, name="giver_list"),
    path("desk/gifts/export/", desk.gift_export, name="gift_export"),
    path("desk/gifts/<uuid:gift_id>/refund/", handling.refund, name="refund"),
    path("desk/gifts/<uuid:gift_id>/match/", handling.match, name="match"),
    path("desk/gifts/<uuid:gift_id>/read-again/", handling.read_again, name="read_again"),
    path("desk/recurring/", lists.recurring_list, name="recurring_list"),
    path("desk/checkouts/", lists.checkout_list, name="checkout_list"),
    path("desk/payouts/", lists.payout_list, name="payout_list"),
    path("desk/payouts/<int:payout_id>/", lists.payout_page, name="payout"),
    path("desk/differences/", events.difference_list, name="difference_list"),
    path("desk/events/", events.event_list, name="event_list"),
    path("desk/events/<str:event_id>/replay/", events.event_replay, name="event_replay"),
    path("desk/campaigns/", campaigns.campaign_list, name="campaign_list"),
    path("desk/campaigns/<slug:slug>/", campaigns.campaign_page, name="campaign"),
    path("desk/campaigns/<slug:slug>/preview/", preview.preview, name="preview"),
    path("desk/giving/", policy.policy, name="policy"),
    path("desk/giving/pause/", policy.pause, name="pause"),
    path("desk/giving/resume/", policy.resume, name="resume"),
]
