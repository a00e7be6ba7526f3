"""Addresses of the day of a shift, and the hours that come of it."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
