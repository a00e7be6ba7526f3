"""Addresses of reports and of the figures in them; `gifts.urls` mounts them."""

from django.urls import path

from gifts.views.reports import pages

urlpatterns = [
    path("desk/reports/", pages.reports, name="reports"),
    path("desk/reports/figure/<slug:name>/", pages.figure, name="figure"),
    path("desk/reports/figure/<slug:name>/export/", pages.figure_export, name="figure_export"),
    path("desk/reports/<slug:name>/", pages.report, name="report"),
    path("desk/reports/<slug:name>/export/", pages.report_export, name="report_export"),
]
