"""Addresses of what there is to do."""

from django.urls import path

from volunteers.views import programs

urlpatterns = [path("volunteer/", programs.home, name="home")]
