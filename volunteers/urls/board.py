"""Addresses of the coordinator's board."""

from django.urls import path

from volunteers.views import board, gaps, seat_requests, week_roster

urlpatterns = [
    path("desk/shifts/", board.board, name="board"),
    path("desk/shifts/month/", board.month, name="month"),
    path("desk/shifts/coverage/", board.coverage, name="coverage"),
    path("desk/shifts/requests/", seat_requests.request_list, name="request_list"),
    path("desk/shifts/export/", week_roster.shift_export, name="shift_export"),
    path("desk/shifts/roster/", week_roster.roster, name="roster"),
    path("desk/shifts/roster/export/", week_roster.roster_export, name="roster_export"),
    path("desk/shifts/<int:shift_id>/who/", gaps.gap, name="gap"),
    path("desk/shifts/<int:shift_id>/who/<int:volunteer_id>/", gaps.fill, name="fill"),
]
