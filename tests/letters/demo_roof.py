"""The addresses as the demo has them."""

from django.urls import include, path

from core.urls import urlpatterns as roof

urlpatterns = [*roof, path("", include("letters.demo_urls"))]
