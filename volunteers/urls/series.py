"""Addresses of shifts and what repeats."""

from django.urls import path

from volunteers.views import (
    closed_days,
    seat_handling,
    series,
    series_ends,
    series_list,
    series_page,
    shift_desk,
)

urlpatterns = [
    path("desk/series/", series_list.series_list, name="series_list"),
    path("desk/series/new/", series.series_new, name="series_new"),
    path("desk/series/<int:series_id>/", series_page.series_page, name="series_page"),
    path("desk/series/<int:series_id>/edit/", series.series_edit, name="series_edit"),
    path("desk/series/<int:series_id>/open/", series.series_open, name="series_open"),
    path("desk/series/<int:series_id>/end/", series_ends.series_end, name="series_end"),
    path("desk/series/<int:series_id>/skip/", series_ends.series_skip, name="series_skip"),
    path("desk/series/<int:series_id>/restore/", series_ends.series_restore, name="series_restore"),
    path("desk/series/<int:series_id>/standing/", series_ends.standing_give, name="standing_give"),
    path("desk/standing/<int:standing_id>/end/", series_ends.standing_end, name="standing_end"),
    path("desk/closed-days/", closed_days.closed_days, name="closed_days"),
    path("desk/closed-days/add/", closed_days.closed_day_add, name="closed_day_add"),
    path("desk/closed-days/propose/", closed_days.closed_days_propose, name="closed_days_propose"),
    path("desk/closed-days/<int:closed_day_id>/drop/", closed_days.closed_day_drop, name="closed_day_drop"),
    path("desk/shifts/new/", shift_desk.shift_new, name="shift_new"),
    path("desk/shifts/<int:shift_id>/", shift_desk.shift_desk, name="shift_desk"),
    path("desk/shifts/<int:shift_id>/edit/", shift_desk.shift_edit, name="shift_edit"),
    path("desk/shifts/<int:shift_id>/seats/", shift_desk.shift_seats, name="shift_seats"),
    path("desk/shifts/<int:shift_id>/cancel/", shift_desk.shift_cancel, name="shift_cancel"),
    path("desk/sign-ups/<int:sign_up_id>/accept/", seat_handling.seat_accept, name="seat_accept"),
    path("desk/sign-ups/<int:sign_up_id>/decline/", seat_handling.seat_decline, name="seat_decline"),
    path("desk/sign-ups/<int:sign_up_id>/release/", seat_handling.seat_release, name="seat_release"),
]
