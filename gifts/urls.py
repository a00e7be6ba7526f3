"""Addresses of gifts: the public's, Stripe's, the desk's."""

from django.urls import path

from gifts.desk_urls import urlpatterns as desk_patterns
from gifts.views import give, my, thanks
from gifts.views.webhook import webhook

app_name = "gifts"
urlpatterns = [
    # two steps after give/, so that no campaign's address can stand in their way
    path("give/proof/task/", give.work, name="work"),
    path("give/thanks/<str:token>/", thanks.thanks, name="thanks"),
    path("give/thanks/<str:token>/state/", thanks.thanks_state, name="thanks_state"),
    path("give/<slug:slug>/", give.give, name="give"),
    path("my/recurring/<uuid:recurring_id>/", my.my_recurring, name="my_recurring"),
    path("my/recurring/<uuid:recurring_id>/stop/", my.stop_my_recurring, name="stop_my_recurring"),
    path("stripe/webhook/", webhook, name="webhook"),
    *desk_patterns,
]
