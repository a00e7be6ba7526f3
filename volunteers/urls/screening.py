"""Addresses of the way from a wish to a clearance."""

from django.urls import path

from volunteers.views import applying, own_application, own_training, vouching

urlpatterns = [
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
