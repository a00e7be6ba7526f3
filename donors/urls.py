"""Addresses of donors."""

from django.urls import path

from donors import views

app_name = "donors"
urlpatterns = [path("desk/donors/", views.donor_list, name="donor_list")]
