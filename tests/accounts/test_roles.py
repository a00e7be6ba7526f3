"""Giving and taking roles: audited, never the last administrator, ending sessions."""

from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actions.roles import (
    RoleRefused,
    close_user,
    grant_role,
    invite,
    reopen_user,
    reset_second_factor,
    revoke_role,
)
from accounts.models import AuditEntry, Role, RoleGrant, User
from accounts.proofs import has_second_factor
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def trail() -> list[tuple[str, dict[str, str], dict[str, str]]]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", "before", "after"))


def test_giving_and_taking_a_role_stand_on_the_trail(now: datetime) -> None:
    boss, user = make_user(Role.ADMINISTRATOR), make_user()
    grant_role(user=user, role=Role.FINANCE, actor=boss, now=now)
    revoke_role(user=user, role=Role.FINANCE, actor=boss, now=now)
    assert trail() == [("role.granted", {}, {"role": "finance"}), ("role.revoked", {"role": "finance"}, {})]


def test_the_trail_is_neither_changed_nor_deleted(now: datetime) -> None:
    boss, user = make_user(Role.ADMINISTRATOR), make_user()
    grant_role(user=user, role=Role.FINANCE, actor=boss, now=now)
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        AuditEntry.objects.update(verb="x")
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        AuditEntry.objects.all().delete()


def test_a_role_is_given_once(now: datetime) -> None:
    boss, user = make_user(Role.ADMINISTRATOR), make_user(Role.FINANCE)
    with pytest.raises(RoleRefused, match="already"):
        grant_role(user=user, role=Role.FINANCE, actor=boss, now=now)
    assert trail() == []


def test_nobody_changes_their_own_roles(now: datetime) -> None:
    make_user(Role.ADMINISTRATOR)
    boss = make_user(Role.ADMINISTRATOR)
    with pytest.raises(RoleRefused, match="their own"):
        grant_role(user=boss, role=Role.FINANCE, actor=boss, now=now)
    with pytest.raises(RoleRefused, match="their own"):
        revoke_role(user=boss, role=Role.ADMINISTRATOR, actor=boss, now=now)
    with pytest.raises(RoleRefused, match="their own"):
        close_user(user=boss, actor=boss, now=now, reason="gone")


def test_the_last_administrator_stays(now: datetime) -> None:
    boss, closed = make_user(Role.ADMINISTRATOR), make_user(Role.ADMINISTRATOR)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    with pytest.raises(RoleRefused, match="last administrator"):
        revoke_role(user=boss, role=Role.ADMINISTRATOR, actor=None, now=now)
    with pytest.raises(RoleRefused, match="last administrator"):
        close_user(user=boss, actor=make_user(Role.FINANCE), now=now, reason="gone")


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_remove_each_other_leave_one() -> None:
    first, second = make_user(Role.ADMINISTRATOR), make_user(Role.ADMINISTRATOR)
    gate, refused = Barrier(2), []

    def remove(user: User, actor: User) -> None:
        gate.wait()
        try:
            revoke_role(user=user, role=Role.ADMINISTRATOR, actor=actor, now=datetime.now(UTC))
        except RoleRefused as refusal:
            refused.append(str(refusal))
        finally:
            connection.close()

    threads = [Thread(target=remove, args=pair) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert RoleGrant.objects.filter(role=Role.ADMINISTRATOR).count() == 1
    assert refused == ["This is the last administrator. Name another one first."]


def test_taking_a_role_ends_the_sessions_of_that_person_alone(now: datetime) -> None:
    boss, user = make_staff(Role.ADMINISTRATOR), make_staff(Role.PRIVACY)
    theirs, ours = browser_of(user), browser_of(boss)
    assert theirs.get("/desk/audit/").status_code == 200
    revoke_role(user=user, role=Role.PRIVACY, actor=boss, now=now)
    assert theirs.get("/my/")["Location"].startswith("/accounts/sign-in/")
    assert ours.get("/desk/people/").status_code == 200


def test_a_closed_user_is_out_at_once_and_may_come_back(now: datetime) -> None:
    boss, user = make_staff(Role.ADMINISTRATOR), make_staff(Role.PRIVACY)
    browser = browser_of(user)
    close_user(user=user, actor=boss, now=now, reason="left")
    assert browser.get("/desk/audit/")["Location"].startswith("/accounts/sign-in/")
    reopen_user(user=user, actor=boss, now=now, reason="came back")
    assert browser.get("/desk/audit/")["Location"].startswith("/accounts/sign-in/")
    assert browser_of(User.objects.get(pk=user.pk)).get("/desk/audit/").status_code == 200


def test_a_lost_second_factor_is_forgotten_with_the_password(now: datetime) -> None:
    boss, user = make_staff(Role.ADMINISTRATOR), make_staff(Role.PRIVACY)
    reset_second_factor(user=user, actor=boss, now=now, reason="phone stolen")
    user.refresh_from_db()
    assert (has_second_factor(user), user.has_usable_password()) == (False, False)
    with pytest.raises(RoleRefused, match="no second factor"):
        reset_second_factor(user=user, actor=boss, now=now, reason="again")


def test_an_invitation_makes_a_user_or_gives_a_donor_the_role(now: datetime) -> None:
    boss, donor = make_user(Role.ADMINISTRATOR), make_user(email="known@example.org")
    assert invite(email=" New@Example.org ", name="New", role=Role.FINANCE, actor=boss, now=now).roles == {
        "finance"
    }
    assert invite(email="known@example.org", name="", role=Role.FINANCE, actor=boss, now=now) == donor


def test_an_administrator_invites_from_the_desk_and_twice_is_once() -> None:
    browser = browser_of(make_staff(Role.ADMINISTRATOR))
    words = {"name": "Ana", "email": "ana@example.org", "role": "finance"}
    first = browser.post("/desk/people/invite/", words)
    second = browser.post("/desk/people/invite/", words)
    user = User.objects.get(email="ana@example.org")
    assert (first["Location"], second.status_code) == (f"/desk/people/{user.pk}/", 200)
    assert b"holds this role already" in second.content


@pytest.mark.parametrize(
    "words", [{}, {"role": "emperor"}, {"role": "finance", "email": "x"}, {"role": "a" * 3000}]
)
def test_a_bad_invitation_is_refused_with_a_sentence(words: dict[str, str]) -> None:
    browser = browser_of(make_staff(Role.ADMINISTRATOR))
    response = browser.post("/desk/people/invite/", words)
    assert response.status_code == 200
    assert b"notice-bad" in response.content


def test_the_desk_gives_takes_and_closes() -> None:
    boss, user = make_staff(Role.ADMINISTRATOR), make_staff(Role.FINANCE)
    browser = browser_of(boss)
    page = f"/desk/people/{user.pk}/"
    assert browser.post(page + "grant/", {"role": "privacy"})["Location"] == page
    assert browser.post(page + "revoke/", {"role": "finance"})["Location"] == page
    assert User.objects.get(pk=user.pk).roles == {"privacy"}
    browser.post(page + "close/", {"reason": ""})
    assert User.objects.get(pk=user.pk).is_active
    browser.post(page + "close/", {"reason": "left us"})
    assert not User.objects.get(pk=user.pk).is_active
    assert browser.get(page).status_code == 200


@pytest.mark.parametrize("path", ["/desk/people/?everyone=on&q=user", "/desk/audit/?q=user"])
def test_lists_take_as_many_queries_for_three_rows_as_for_one(path: str, now: datetime) -> None:
    boss = make_staff(Role.ADMINISTRATOR, email="boss@example.org")
    browser = browser_of(boss)

    def queries() -> int:
        browser.get(path)
        with CaptureQueriesContext(connection) as captured:
            response = browser.get(path)
        assert response.status_code == 200
        return len(captured)

    invite(email="user1@example.org", name="One", role=Role.FINANCE, actor=boss, now=now)
    one = queries()
    invite(email="user2@example.org", name="Two", role=Role.FINANCE, actor=boss, now=now)
    invite(email="user3@example.org", name="Three", role=Role.PRIVACY, actor=boss, now=now)
    assert queries() == one


def test_the_list_of_people_shows_staff_and_finds_by_role_and_name() -> None:
    boss = make_staff(Role.ADMINISTRATOR, email="boss@example.org")
    make_user(Role.FINANCE, email="fin@example.org")
    make_user(email="donor@example.org")
    browser = browser_of(boss)

    def shown(query: str) -> list[str]:
        page = browser.get("/desk/people/" + query).context["page"]
        return sorted(user.email for user in page.rows)

    assert shown("") == ["boss@example.org", "fin@example.org"]
    assert shown("?role=finance") == ["fin@example.org"]
    assert shown("?everyone=on&q=DONOR") == ["donor@example.org"]
    assert shown("?role=emperor") == ["boss@example.org", "fin@example.org"]


def test_the_audit_trail_finds_by_actor_verb_and_day(now: datetime) -> None:
    boss = make_staff(Role.ADMINISTRATOR, email="boss@example.org")
    user = make_user()
    grant_role(user=user, role=Role.FINANCE, actor=boss, now=now)
    browser = browser_of(boss)

    def count(query: str) -> int:
        return len(browser.get("/desk/audit/" + query).context["page"].rows)

    assert count("?q=boss@example.org") == 1
    assert count("?verb=role.") == 1
    assert count("?verb=gift.") == 0
    assert count(f"?kind=user&q={user.pk}") == 1
    assert count("?until=2026-11-24") == 0


def test_django_admin_is_for_administrators_to_look_at(client: Client) -> None:
    assert client.get("/admin/")["Location"] == "/accounts/sign-in/?next=%2Fadmin%2F"
    assert browser_of(make_staff(Role.FINANCE)).get("/admin/").status_code == 404
    boss = make_staff(Role.ADMINISTRATOR)
    assert browser_of(boss).get("/admin/").status_code == 200
    assert browser_of(boss).get("/admin/mfa/authenticator/").status_code == 404
    assert browser_of(boss).get("/admin/password_change/").status_code == 404
    assert boss.has_perm("gifts.view_gift")
    assert not boss.has_perm("gifts.change_gift")
    assert not boss.has_perm("mfa.view_authenticator")
