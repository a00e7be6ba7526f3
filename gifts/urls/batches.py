"""Addresses of batches; `gifts.urls` mounts them."""

from django.urls import path

from gifts.views.batches import ending, lists, page, rows

ONE = "desk/batches/<int:batch_id>/"
urlpatterns = [
    path("desk/batches/", lists.batch_list, name="batch_list"),
    path("desk/batches/new/", page.batch_new, name="batch_new"),
    path("desk/batches/donors/", rows.batch_donors, name="batch_donors"),
    path(ONE, page.batch_page, name="batch"),
    path(f"{ONE}change/", page.batch_change, name="batch_change"),
    path(f"{ONE}discard/", page.batch_discard, name="batch_discard"),
    path(f"{ONE}rows/", rows.batch_row_add, name="batch_row_add"),
    path(f"{ONE}rows/<int:row_id>/", rows.batch_row, name="batch_row"),
    path(f"{ONE}rows/<int:row_id>/remove/", rows.batch_row_remove, name="batch_row_remove"),
    path(f"{ONE}post/", ending.batch_post, name="batch_post"),
    path(f"{ONE}undo/", ending.batch_undo, name="batch_undo"),
    path(f"{ONE}deposit/", ending.batch_deposit, name="batch_deposit"),
    path(f"{ONE}deposited/", ending.batch_deposited, name="batch_deposited"),
    path(f"{ONE}deposit/export/", ending.batch_csv, name="batch_csv"),
]
