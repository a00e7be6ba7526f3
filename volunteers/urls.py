"""Addresses for those who give time."""

from django.urls import path

from volunteers.views import programs

app_name = "volunteers"
urlpatterns = [path("volunteer/", programs.home, name="home")]
