"""Addresses of challenges and of buttons for other sites; `gifts.urls` mounts them."""

from django.urls import path

from gifts.views import buttons, challenges

urlpatterns = [
    # two steps after give/, so that no campaign's address can stand in their way
    path("give/button/<str:language>/<str:size>.svg", buttons.button_image, name="button_image"),
    path("desk/campaigns/<slug:slug>/button/", buttons.button, name="button"),
    path("desk/challenges/", challenges.challenge_list, name="challenge_list"),
    path("desk/challenges/new/", challenges.challenge_new, name="challenge_new"),
    path("desk/challenges/<int:challenge_id>/", challenges.challenge_page, name="challenge"),
    path("desk/challenges/<int:challenge_id>/edit/", challenges.challenge_edit, name="challenge_edit"),
    path("desk/challenges/<int:challenge_id>/open/", challenges.challenge_open, name="challenge_open"),
    path("desk/challenges/<int:challenge_id>/end/", challenges.challenge_end, name="challenge_end"),
]
