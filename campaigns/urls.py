"""Addresses where staff write campaigns. The list and the figures are addresses of gifts."""

from django.urls import path

from campaigns.views import appeals, campaigns, funds

app_name = "campaigns"
urlpatterns = [
    path("desk/campaigns/new/", campaigns.new, name="new"),
    path("desk/campaigns/<slug:slug>/edit/", campaigns.edit, name="edit"),
    path("desk/campaigns/<slug:slug>/publish/", campaigns.publish, name="publish"),
    path("desk/campaigns/<slug:slug>/close/", campaigns.close, name="close"),
    path("desk/campaigns/<slug:slug>/reopen/", campaigns.reopen, name="reopen"),
    path("desk/campaigns/<slug:slug>/appeals/", appeals.appeals, name="appeals"),
    path("desk/campaigns/<slug:slug>/appeals/new/", appeals.appeal_new, name="appeal_new"),
    path("desk/appeals/<int:appeal_id>/", appeals.appeal_edit, name="appeal_edit"),
    path("desk/funds/", funds.funds, name="funds"),
    path("desk/funds/new/", funds.fund_new, name="fund_new"),
    path("desk/funds/<int:fund_id>/", funds.fund_edit, name="fund_edit"),
]
