"""Addresses of the way from a wish to a clearance."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
