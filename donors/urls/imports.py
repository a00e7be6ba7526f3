"""Addresses of imports."""

from django.urls import path

from donors.views.imports import desk, page

urlpatterns = [
    path("desk/imports/", desk.import_list, name="import_list"),
    path("desk/imports/new/", desk.import_new, name="import_new"),
    path("desk/imports/<int:import_id>/", page.import_page, name="import_page"),
    path("desk/imports/<int:import_id>/columns/", desk.import_columns, name="import_columns"),
    path("desk/imports/<int:import_id>/rows/<int:number>/", page.import_row, name="import_row"),
    path("desk/imports/<int:import_id>/doubts/", page.import_doubts, name="import_doubts"),
    path("desk/imports/<int:import_id>/apply/", page.import_apply, name="import_apply"),
    path("desk/imports/<int:import_id>/cancel/", page.import_cancel, name="import_cancel"),
    path("desk/imports/<int:import_id>/resume/", page.import_resume, name="import_resume"),
    path("desk/imports/<int:import_id>/undo/", page.import_undo, name="import_undo"),
    path("desk/imports/<int:import_id>/refused/", page.import_refused, name="import_refused"),
]
