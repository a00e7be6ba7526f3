"""Addresses of peer pages and of the wish list."""

from django.urls import path

from gifts.views import peers, wishes

urlpatterns = [
    path("with/<slug:slug>/", peers.peer_page, name="peer_page"),
    path("my/pages/new/<slug:slug>/", peers.peer_new, name="peer_new"),
    path("my/pages/<int:page_id>/", peers.my_peer_page, name="my_peer_page"),
    path("my/pages/<int:page_id>/close/", peers.my_peer_page_close, name="my_peer_page_close"),
    path("desk/peers/", peers.peer_list, name="peer_list"),
    path("desk/peers/<int:page_id>/", peers.peer_review, name="peer_review"),
    path("desk/peers/<int:page_id>/decide/", peers.peer_decide, name="peer_decide"),
    path("wishes/", wishes.wishes, name="wishes"),
    path("wishes/<int:item_id>/", wishes.wish, name="wish"),
    path("wishes/kept/<slug:code>/", wishes.wish_offer, name="wish_offer"),
    path("desk/wishes/", wishes.wish_list, name="wish_list"),
    path("desk/wishes/new/", wishes.wish_edit, name="wish_new"),
    path("desk/wishes/<int:item_id>/", wishes.wish_edit, name="wish_edit"),
    path("desk/wishes/places/new/", wishes.drop_off_edit, name="drop_off_new"),
    path("desk/wishes/places/<int:place_id>/", wishes.drop_off_edit, name="drop_off_edit"),
    path("desk/wishes/offers/<int:offer_id>/", wishes.wish_settle, name="wish_settle"),
]
