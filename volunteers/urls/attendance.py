"""Addresses of the day of a shift, and the hours that come of it."""

from django.urls import path

from volunteers.views import check_in, hours, hours_report, kiosk, own_hours, roster

urlpatterns = [
    path("volunteer/kiosk/", kiosk.kiosk, name="kiosk"),
    path("volunteer/check-in/<slug:code>/", check_in.check_in, name="check_in"),
    path("desk/kiosk/", kiosk.kiosk_desk, name="kiosk_desk"),
    path("desk/kiosk/<int:kiosk_id>/close/", kiosk.kiosk_close, name="kiosk_close"),
    path("desk/shifts/<int:shift_id>/check-in/", roster.check_in_desk, name="check_in_desk"),
    path("desk/shifts/<int:shift_id>/check-in/all/", roster.attendance_all, name="attendance_all"),
    path("desk/sign-ups/<int:sign_up_id>/attendance/", roster.attendance_mark, name="attendance_mark"),
    path("desk/sign-ups/<int:sign_up_id>/times/", roster.attendance_times, name="attendance_times"),
    path("volunteer/hours/", own_hours.hours, name="hours"),
    path("volunteer/hours/paper/", own_hours.hours_paper_own, name="hours_paper"),
    path("volunteer/hours/<int:entry_id>/correct/", own_hours.hours_correct, name="hours_correct"),
    path("desk/hours/", hours.hours_list, name="hours_list"),
    path("desk/hours/approve/", hours.hours_approve, name="hours_approve"),
    path("desk/hours/export/", hours.hours_export, name="hours_export"),
    path("desk/hours/report/", hours_report.report, name="hours_report"),
    path("desk/hours/values/", hours_report.hour_values, name="hour_values"),
    path("desk/hours/values/add/", hours_report.hour_value_add, name="hour_value_add"),
    path("desk/hours/<int:entry_id>/amend/", hours.hours_amend, name="hours_amend"),
    path("desk/hours/<int:entry_id>/", hours.hours_entry, name="hours_entry"),
    path("desk/hours/<int:entry_id>/decide/", hours.hours_decide, name="hours_decide"),
    path("desk/volunteers/<int:volunteer_id>/hours/", hours_report.person_hours, name="person_hours"),
    path("desk/volunteers/<int:volunteer_id>/paper/", hours_report.person_paper, name="person_paper"),
]
