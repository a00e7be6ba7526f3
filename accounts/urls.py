"""Our own pages of sign-in, and the desk's pages on people."""

from django.urls import path, re_path

from accounts.views import people, saved, sign_in

app_name = "accounts"
urlpatterns = [
    path("accounts/sign-in/", sign_in.sign_in, name="sign_in"),
    path("accounts/sign-in/code/", sign_in.confirm_code, name="confirm_code"),
    path("accounts/password/", sign_in.password, name="password"),
    path("accounts/security/", sign_in.security, name="security"),
    path("desk/people/", people.people, name="people"),
    path("desk/people/invite/", people.invite, name="invite"),
    path("desk/people/<int:user_id>/", people.person, name="person"),
    path("desk/people/<int:user_id>/grant/", people.grant, name="grant"),
    path("desk/people/<int:user_id>/revoke/", people.revoke, name="revoke"),
    re_path(r"^desk/people/(?P<user_id>\d+)/(?P<what>close|reopen|reset)/$", people.change, name="change"),
    path("desk/views/", saved.view_list, name="view_list"),
    path("desk/views/save/", saved.view_save, name="view_save"),
    path("desk/views/<int:view_id>/", saved.view_edit, name="view_edit"),
    path("desk/views/<int:view_id>/move/", saved.view_move, name="view_move"),
    path("desk/views/<int:view_id>/remove/", saved.view_remove, name="view_remove"),
    path("desk/audit/", people.audit, name="audit"),
]
