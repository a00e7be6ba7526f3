"""Addresses of places, and who is shown one."""

from django.urls import path

from volunteers.views import location, lockdown, sites

urlpatterns = [
    path("volunteer/sign-ups/<int:sign_up_id>/location/", location.location, name="location"),
    path("desk/sites/", sites.site_list, name="site_list"),
    path("desk/sites/new/", sites.site_edit, name="site_new"),
    path("desk/sites/readings/", location.readings, name="readings"),
    path("desk/sites/lockdown/", lockdown.lockdown, name="lockdown"),
    path("desk/sites/lockdown/lift/", lockdown.lift, name="lift_lockdown"),
    path("desk/sites/<int:site_id>/", sites.site, name="site"),
    path("desk/sites/<int:site_id>/edit/", sites.site_edit, name="site_edit"),
    path("desk/sites/<int:site_id>/address/", location.seal, name="seal"),
]
