"""Addresses of shifts and what repeats."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
