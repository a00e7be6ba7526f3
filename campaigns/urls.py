"""Addresses where staff write campaigns. The list and the figures are addresses of gifts."""

from django.urls import path

from campaigns.views import appeals, campaigns, costs, funds, impact, stories

app_name = "campaigns"
urlpatterns = [
    path("desk/campaigns/new/", campaigns.new, name="new"),
    path("desk/campaigns/<slug:slug>/edit/", campaigns.edit, name="edit"),
    path("desk/campaigns/<slug:slug>/publish/", campaigns.publish, name="publish"),
    path("desk/campaigns/<slug:slug>/close/", campaigns.close, name="close"),
    path("desk/campaigns/<slug:slug>/reopen/", campaigns.reopen, name="reopen"),
    path("desk/campaigns/<slug:slug>/appeals/", appeals.appeals, name="appeals"),
    path("desk/campaigns/<slug:slug>/appeals/new/", appeals.appeal_new, name="appeal_new"),
    path("desk/campaigns/<slug:slug>/costs/", costs.costs, name="costs"),
    path("desk/campaigns/<slug:slug>/costs/add/", costs.cost_add, name="cost_add"),
    path("desk/costs/<int:cost_id>/remove/", costs.cost_remove, name="cost_remove"),
    path("desk/appeals/<int:appeal_id>/", appeals.appeal_edit, name="appeal_edit"),
    path("desk/funds/", funds.funds, name="funds"),
    path("desk/funds/new/", funds.fund_new, name="fund_new"),
    path("desk/funds/<int:fund_id>/", funds.fund_edit, name="fund_edit"),
    path("impact/", impact.impact, name="impact"),
    path("desk/impact/", impact.impact_list, name="impact_list"),
    path("desk/impact/new/", impact.figure, name="figure_new"),
    path("desk/impact/<int:figure_id>/", impact.figure, name="figure_edit"),
    path("desk/impact/<int:figure_id>/remove/", impact.figure_remove, name="figure_remove"),
    path("desk/impact/measures/new/", impact.measure, name="measure_new"),
    path("desk/impact/measures/<int:measure_id>/", impact.measure, name="measure_edit"),
    path("stories/", stories.stories, name="stories"),
    path("stories/<int:story_id>/picture/", stories.picture, name="story_picture"),
    path("desk/stories/", stories.story_list, name="story_list"),
    path("desk/stories/new/", stories.story_edit, name="story_new"),
    path("desk/stories/<int:story_id>/", stories.story_edit, name="story_edit"),
    path("desk/stories/<int:story_id>/tell/", stories.story_publish, name="story_publish"),
    path("desk/stories/consents/new/", stories.consent_new, name="consent_new"),
    path("desk/stories/consents/<int:consent_id>/revoke/", stories.consent_revoke, name="consent_revoke"),
]
