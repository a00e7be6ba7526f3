"""Addresses of a volunteer's own shifts."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
