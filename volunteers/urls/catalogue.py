"""Addresses of what there is to do."""

from django.urls import path

from volunteers.views import catalogue, programs

urlpatterns = [
    path("volunteer/", programs.home, name="home"),
    path("volunteer/programs/<slug:code>/", programs.program, name="program"),
    path("desk/programs/", catalogue.catalogue, name="catalogue"),
    path("desk/programs/new/", catalogue.program_edit, name="program_new"),
    path("desk/programs/<int:program_id>/", catalogue.program_edit, name="program_edit"),
    path("desk/roles/new/", catalogue.role_edit, name="role_new"),
    path("desk/roles/<int:role_id>/", catalogue.role_edit, name="role_edit"),
    path("desk/qualifications/", catalogue.qualifications, name="qualifications"),
    path("desk/qualifications/new/", catalogue.qualification_edit, name="qualification_new"),
    path(
        "desk/qualifications/<int:qualification_id>/",
        catalogue.qualification_edit,
        name="qualification_edit",
    ),
]
