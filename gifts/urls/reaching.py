"""Addresses of peer pages."""

from django.urls import path

from gifts.views import peers

urlpatterns = [
    path("with/<slug:slug>/", peers.peer_page, name="peer_page"),
    path("my/pages/new/<slug:slug>/", peers.peer_new, name="peer_new"),
    path("my/pages/<int:page_id>/", peers.my_peer_page, name="my_peer_page"),
    path("my/pages/<int:page_id>/close/", peers.my_peer_page_close, name="my_peer_page_close"),
    path("desk/peers/", peers.peer_list, name="peer_list"),
    path("desk/peers/<int:page_id>/", peers.peer_review, name="peer_review"),
    path("desk/peers/<int:page_id>/decide/", peers.peer_decide, name="peer_decide"),
]
