"""Addresses of messages and calendars."""

from django.urls import path

from volunteers.views import broadcasts, calendar

urlpatterns = [
    path("volunteer/calendar/", calendar.calendar, name="calendar"),
    path("volunteer/calendar/<str:token>.ics", calendar.calendar_file, name="calendar_file"),
    path("desk/shifts/<int:shift_id>/broadcast/", broadcasts.broadcast, name="broadcast"),
]
