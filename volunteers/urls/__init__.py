"""Addresses for those who give time, and for those who plan with them."""

from volunteers.urls import attendance, board, catalogue, notices, screening, series, signing, sites

app_name = "volunteers"
urlpatterns = [
    *attendance.urlpatterns,
    *board.urlpatterns,
    *catalogue.urlpatterns,
    *notices.urlpatterns,
    *screening.urlpatterns,
    *series.urlpatterns,
    *signing.urlpatterns,
    *sites.urlpatterns,
]
