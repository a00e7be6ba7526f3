"""Addresses of gifts: the public's, Stripe's, the desk's."""

from django.urls import path

from gifts.urls.asks import urlpatterns as ask_patterns
from gifts.urls.batches import urlpatterns as batch_patterns
from gifts.urls.books import urlpatterns as books_patterns
from gifts.urls.desk import urlpatterns as desk_patterns
from gifts.urls.figures import urlpatterns as figures_patterns
from gifts.urls.pledges import urlpatterns as pledge_patterns
from gifts.urls.reaching import urlpatterns as reaching_patterns
from gifts.urls.records import urlpatterns as record_patterns
from gifts.views import give, raising, thanks
from gifts.views.my import cards, changes, page
from gifts.views.webhook import webhook

app_name = "gifts"
urlpatterns = [
    # two steps after give/, so that no campaign's address can stand in their way
    path("give/proof/task/", give.work, name="work"),
    path("give/thanks/<str:token>/", thanks.thanks, name="thanks"),
    path("give/thanks/<str:token>/state/", thanks.thanks_state, name="thanks_state"),
    path("give/more/<str:token>/", raising.raise_gift, name="raise"),
    path("give/<slug:slug>/", give.give, name="give"),
    path("my/recurring/<uuid:recurring_id>/", page.my_recurring, name="my_recurring"),
    path("my/recurring/<uuid:recurring_id>/letters/", page.my_recurring_quiet, name="my_recurring_quiet"),
    path("my/recurring/<uuid:recurring_id>/card/", cards.my_recurring_card, name="my_recurring_card"),
    path(
        "my/recurring/<uuid:recurring_id>/card/done/",
        cards.my_recurring_card_done,
        name="my_recurring_card_done",
    ),
    path("my/recurring/<uuid:recurring_id>/cancel/", changes.my_recurring_cancel, name="my_recurring_cancel"),
    path(
        "my/recurring/<uuid:recurring_id>/<slug:what>/",
        changes.my_recurring_change,
        name="my_recurring_change",
    ),
    path("stripe/webhook/", webhook, name="webhook"),
    *batch_patterns,
    *books_patterns,
    *pledge_patterns,
    *desk_patterns,
    *reaching_patterns,
    *record_patterns,
    *figures_patterns,
    *ask_patterns,
]
