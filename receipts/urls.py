"""Addresses of receipts."""

from django.urls import path

from receipts.views import check, desk, download

app_name = "receipts"
urlpatterns = [
    path("receipts/check/", check.check, name="check"),
    path("receipts/check/<str:code>/", check.check_code, name="check_code"),
    path("my/receipts/<int:receipt_id>.pdf", download.download, name="download"),
    path("desk/receipts/", desk.receipt_list, name="list"),
    path("desk/receipts/<int:receipt_id>/", desk.receipt_page, name="page"),
    path("desk/receipts/<int:receipt_id>/copy/", desk.copy, name="copy"),
]
