"""Addresses of the way from a wish to a clearance, and of the people on it."""

from django.urls import path

from volunteers.views import (
    agreements,
    applications,
    applying,
    checks,
    own_application,
    own_training,
    people_desk,
    people_export,
    people_handling,
    screening,
    teams_desk,
    training_desk,
    vouching,
)

own = [
    path("volunteer/apply/", applying.apply, name="apply"),
    path("volunteer/apply/<slug:step>/", applying.apply_step, name="apply_step"),
    path("volunteer/application/", own_application.application, name="application"),
    path("volunteer/application/reference/", own_application.name_reference, name="name_reference"),
    path("volunteer/application/guardian/", own_application.ask_guardian, name="ask_guardian"),
    path("volunteer/application/<int:application_id>/withdraw/", own_application.withdraw, name="withdraw"),
    path("volunteer/reference/<str:token>/", vouching.reference, name="reference"),
    path("volunteer/guardian/<str:token>/", vouching.guardian, name="guardian"),
    path("volunteer/training/", own_training.training, name="training"),
    path("volunteer/training/<int:session_id>/book/", own_training.book, name="training_book"),
    path("volunteer/training/<int:session_id>/back/", own_training.give_back, name="training_back"),
    path("volunteer/agreement/<int:version_id>/", own_training.agreement, name="agreement"),
]
looked_into = [
    path("desk/applications/", applications.application_list, name="application_list"),
    path("desk/applications/export/", applications.application_export, name="application_export"),
    path("desk/applications/<int:application_id>/", applications.application_desk, name="application_desk"),
    path("desk/applications/<int:application_id>/interview/", screening.interview, name="interview"),
    path("desk/interviews/<int:interview_id>/", screening.interview_result, name="interview_result"),
    path("desk/applications/<int:application_id>/checks/", screening.begin_checks, name="begin_checks"),
    path("desk/applications/<int:application_id>/clear/", screening.clear, name="clear"),
    path("desk/applications/<int:application_id>/decline/", screening.decline, name="decline"),
    path("desk/references/<int:reference_id>/remind/", screening.remind, name="reference_remind"),
    path("desk/references/<int:reference_id>/replace/", screening.replace, name="reference_replace"),
    path("desk/volunteers/<int:volunteer_id>/checks/", checks.check_order, name="check_order"),
    path("desk/checks/<int:check_id>/", checks.check_result, name="check_result"),
]
people = [
    path("desk/volunteers/", people_desk.people_list, name="people_list"),
    path("desk/volunteers/export/", people_export.people_export, name="people_export"),
    path("desk/volunteers/<int:volunteer_id>/", people_desk.person_desk, name="person"),
    path("desk/volunteers/<int:volunteer_id>/edit/", people_handling.edit, name="person_edit"),
    path("desk/volunteers/<int:volunteer_id>/confirm/", people_handling.confirm, name="held_confirm"),
    path("desk/held/<int:held_id>/drop/", people_handling.drop, name="held_drop"),
    path("desk/volunteers/<int:volunteer_id>/course/", people_handling.course_done, name="course_done"),
    path("desk/clearances/<int:clearance_id>/revoke/", people_handling.revoke, name="clearance_revoke"),
    path("desk/clearances/<int:clearance_id>/renew/", people_handling.renew, name="clearance_renew"),
    path("desk/volunteers/<int:volunteer_id>/leave/", people_handling.leave, name="person_leave"),
    path("desk/volunteers/<int:volunteer_id>/back/", people_handling.come_back, name="person_back"),
    path("desk/teams/", teams_desk.team_list, name="team_list"),
    path("desk/teams/new/", teams_desk.team_edit, name="team_new"),
    path("desk/teams/<int:team_id>/", teams_desk.team_edit, name="team_edit"),
]
learning = [
    path("desk/training/", training_desk.training_list, name="training_list"),
    path("desk/training/new/", training_desk.session_edit, name="session_new"),
    path("desk/training/<int:session_id>/", training_desk.training_session, name="training_session"),
    path("desk/training/<int:session_id>/edit/", training_desk.session_edit, name="session_edit"),
    path("desk/training/<int:session_id>/place/", training_desk.give_place, name="training_give"),
    path("desk/training/<int:session_id>/cancel/", training_desk.session_cancel, name="session_cancel"),
    path("desk/training/places/<int:place_id>/", training_desk.attendance, name="training_attendance"),
    path("desk/courses/new/", training_desk.course_edit, name="course_new"),
    path("desk/courses/<int:course_id>/", training_desk.course_edit, name="course_edit"),
    path("desk/agreements/", agreements.agreement_list, name="agreement_list"),
    path("desk/agreements/export/", agreements.agreement_export, name="agreement_export"),
    path("desk/agreements/new/", agreements.agreement_edit, name="agreement_new"),
    path("desk/agreements/<int:agreement_id>/", agreements.agreement_desk, name="agreement_desk"),
    path("desk/agreements/<int:agreement_id>/edit/", agreements.agreement_edit, name="agreement_edit"),
    path("desk/agreements/<int:agreement_id>/version/", agreements.version_new, name="version_new"),
]
urlpatterns = [*own, *looked_into, *people, *learning]
