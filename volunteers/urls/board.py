"""Addresses of the coordinator's board."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
