"""Addresses of places, and who is shown one."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
