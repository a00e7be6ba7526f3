"""Addresses of messages and calendars."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
