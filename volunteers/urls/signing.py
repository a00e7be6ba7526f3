"""Addresses of a volunteer's own shifts."""

from django.urls import path

from volunteers.views import availability, handovers, mine, shifts, teams

urlpatterns = [
    path("volunteer/shifts/", shifts.shifts, name="shifts"),
    path("volunteer/shifts/<int:shift_id>/", shifts.shift, name="shift"),
    path("volunteer/shifts/<int:shift_id>/sign-up/", shifts.take, name="sign_up"),
    path("volunteer/shifts/<int:shift_id>/wait/", shifts.wait, name="wait"),
    path("volunteer/shifts/<int:shift_id>/team/<int:team_id>/", teams.team_sign_up, name="team_sign_up"),
    path("volunteer/teams/<int:team_id>/", teams.team, name="team"),
    path("volunteer/mine/", mine.mine, name="mine"),
    path("volunteer/mine/<int:sign_up_id>/cancel/", mine.cancel, name="cancel"),
    path("volunteer/mine/<int:sign_up_id>/offer/", mine.offer, name="offer"),
    path("volunteer/mine/<int:sign_up_id>/stand-in/", handovers.stand_in, name="stand_in"),
    path("volunteer/mine/<int:sign_up_id>/swap/", handovers.swap, name="swap"),
    path("volunteer/handovers/<int:handover_id>/", handovers.handover, name="handover"),
    path("volunteer/availability/", availability.availability, name="availability"),
    path("volunteer/availability/<int:availability_id>/drop/", availability.drop, name="availability_drop"),
    path("volunteer/away/<int:away_id>/drop/", availability.back, name="away_drop"),
]
