"""The public's door."""

from django.urls import path

from front.views import home, my, notices

app_name = "front"
urlpatterns = [
    path("", home.home, name="home"),
    path("my/", my.my, name="my"),
    path("privacy/", notices.privacy, name="privacy"),
    path("robots.txt", notices.robots, name="robots"),
    path(".well-known/security.txt", notices.security, name="security"),
]
