"""Addresses of pledges; `gifts.urls` mounts them."""

from django.urls import path

from gifts.views.pledges import lists, page

ONE = "desk/pledges/<int:pledge_id>/"
urlpatterns = [
    path("desk/pledges/", lists.pledge_list, name="pledge_list"),
    path("desk/pledges/export/", lists.pledge_export, name="pledge_export"),
    path("desk/pledges/new/", page.pledge_new, name="pledge_new"),
    path(ONE, page.pledge_page, name="pledge"),
    path(f"{ONE}schedule/", page.pledge_schedule, name="pledge_schedule"),
    path(f"{ONE}write-off/", page.pledge_write_off, name="pledge_write_off"),
    path(f"{ONE}write-off/<int:write_off_id>/cancel/", page.pledge_wait_again, name="pledge_wait_again"),
    path(f"{ONE}pay/", page.pledge_pay, name="pledge_pay"),
    path(f"{ONE}gifts/<uuid:gift_id>/release/", page.pledge_release, name="pledge_release"),
]
