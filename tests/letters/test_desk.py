"""What staff see of letters, and what they may do."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.models import AuditEntry, Role
from letters.actions import join_attachment, suppress
from letters.kinds import KINDS
from letters.models import Attachment, Letter, Suppression
from letters.rendering import KEY, render, unsubscribe_url
from letters.tasks import deliver
from tests.letters.makers import FACTS, make_letter, sign_in_staff

pytestmark = pytest.mark.django_db
PAGES = ["/desk/letters/", "/desk/letters/stopped/", "/desk/letters/preview/"]
# those whose link lets their reader do something without signing in
KEYED = sorted(kind.name for kind in KINDS.values() if KEY in kind.facts and not kind.purge_facts)


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("path", PAGES[:2])
def test_a_list_of_three_asks_the_database_as_often_as_a_list_of_one(
    path: str, client: Client, now: datetime
) -> None:
    sign_in_staff(client, Role.FINANCE)
    make_letter(key="0")
    suppress(email="0@example.org", reason="bounced", now=now)
    one = queries(client, path)
    for key in ("1", "2"):
        make_letter(key=key)
        suppress(email=f"{key}@example.org", reason="bounced", now=now)
    assert queries(client, path) == one


@pytest.mark.parametrize("path", PAGES)
def test_empty_pages_say_what_to_do(path: str, client: Client) -> None:
    sign_in_staff(client, Role.READ_ONLY)
    assert client.get(path).status_code == 200


def test_coordinators_do_not_see_donors_letters(client: Client) -> None:
    sign_in_staff(client, Role.COORDINATOR)
    letter = make_letter()
    assert list(client.get("/desk/letters/").context["page"].rows) == []
    assert client.get(f"/desk/letters/{letter.pk}/").status_code == 404
    assert client.post(f"/desk/letters/{letter.pk}/resend/").status_code == 404
    assert client.get("/desk/letters/stopped/").status_code == 404


def test_the_list_is_narrowed_by_its_address(client: Client, now: datetime) -> None:
    sign_in_staff(client, Role.FUNDRAISER)
    make_letter(key="a", to_email="ana@example.org")
    make_letter(key="b", to_email="ben@example.org", now=now - timedelta(days=3))
    deliver(str(Letter.objects.get(key="b").pk), now)

    def shown(query: str) -> list[str]:
        rows = client.get("/desk/letters/?" + query).context["rows"]
        return [letter.key for letter, _title in rows]

    assert shown("") == ["a", "b"]
    assert shown("q=ANA") == ["a"]
    assert shown("state=sent") == ["b"]
    assert shown("kind=receipt") == ["a", "b"]
    assert shown("kind=gift_thanks") == []
    assert shown("since=2026-11-24") == ["a"]
    assert shown("until=2026-11-24") == ["b"]
    assert shown("since=nonsense&state=nonsense&kind=nonsense") == ["a", "b"]


def test_totals_are_of_what_is_shown(client: Client, now: datetime) -> None:
    sign_in_staff(client, Role.FUNDRAISER)
    make_letter(key="a")
    deliver(str(make_letter(key="b").pk), now)
    context = client.get("/desk/letters/").context
    assert [(count.state, count.count) for count in context["totals"]] == [("queued", 1), ("sent", 1)]
    assert client.get("/desk/letters/?state=sent").context["total"] == 1


def test_long_lists_are_walked_by_key(client: Client, now: datetime) -> None:
    sign_in_staff(client, Role.FUNDRAISER)
    for number in range(52):
        make_letter(key=str(number), now=now + timedelta(seconds=number))
    first = client.get("/desk/letters/").context["page"]
    second = client.get("/desk/letters/?" + first.older).context["page"]
    assert [letter.key for letter in second.rows] == ["1", "0"]
    newer = client.get("/desk/letters/?" + second.newer).context["page"]
    assert newer.rows[0].key == "51"


def test_a_letters_page_shows_its_words_and_files(client: Client, now: datetime) -> None:
    sign_in_staff(client, Role.FINANCE)
    letter = make_letter(facts=FACTS | {"name": "<b>Ana</b>"})
    join_attachment(
        key=letter.key, filename="r.pdf", content_type="application/pdf", content=b"%PDF", now=now
    )
    page = client.get(f"/desk/letters/{letter.pk}/").content.decode()
    assert "Dear &lt;b&gt;Ana&lt;/b&gt;," in page
    file = client.get(f"/desk/letters/{letter.pk}/files/{Attachment.objects.get().pk}/")
    assert (file.content, file["Content-Disposition"]) == (b"%PDF", 'attachment; filename="r.pdf"')


def test_the_paper_in_the_frame_can_do_nothing(client: Client) -> None:
    sign_in_staff(client, Role.FINANCE)
    letter = make_letter()
    paper = client.get(f"/desk/letters/{letter.pk}/paper/")
    policy = paper["Content-Security-Policy"]
    assert paper.status_code == 200
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert "frame-ancestors 'self'" in policy
    page = client.get(f"/desk/letters/{letter.pk}/")["Content-Security-Policy"]
    assert "frame-src 'self'" in page
    assert "'unsafe-inline'" not in page


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.FINANCE])
def test_no_page_shows_a_sign_in_code(role: Role, client: Client) -> None:
    sign_in_staff(client, role)
    letter = make_letter(kind="sign_in_code", facts={"code": "WXYZ-1234", "minutes": "15"})
    answers = [client.get(f"/desk/letters/{letter.pk}/"), client.get(f"/desk/letters/{letter.pk}/paper/")]
    assert [answer.status_code for answer in answers] == (
        [200, 404] if role == Role.ADMINISTRATOR else [404, 404]
    )
    assert all("WXYZ" not in answer.content.decode() for answer in answers)
    shown = client.get("/desk/letters/").context["rows"]
    assert len(shown) == (1 if role == Role.ADMINISTRATOR else 0)


def test_a_failed_letter_is_sent_again_by_post_and_audited(client: Client, now: datetime) -> None:
    user = sign_in_staff(client, Role.FUNDRAISER)
    letter = make_letter()
    Letter.objects.update(state="failed", attempts=7)
    assert client.get(f"/desk/letters/{letter.pk}/resend/").status_code == 405
    client.post(f"/desk/letters/{letter.pk}/resend/")
    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == (Letter.State.QUEUED, 0)
    entry = AuditEntry.objects.get(verb="letter.resent")
    assert (entry.actor, entry.about_id, entry.before) == (user, str(letter.pk), {"state": "failed"})


@pytest.mark.parametrize("state", ["held", "queued", "sent", "delivered"])
def test_a_letter_that_arrived_or_still_waits_is_not_sent_again(
    state: str, client: Client, now: datetime
) -> None:
    sign_in_staff(client, Role.FUNDRAISER)
    letter = make_letter()
    Letter.objects.update(state=state, sent_at=now)
    client.post(f"/desk/letters/{letter.pk}/resend/")
    letter.refresh_from_db()
    assert letter.state == state
    assert not AuditEntry.objects.exists()


def test_readers_may_not_send_again_or_lift(client: Client, now: datetime) -> None:
    sign_in_staff(client, Role.READ_ONLY)
    letter = make_letter()
    Letter.objects.update(state="failed")
    suppress(email="a@example.org", reason="bounced", now=now)
    stopped = Suppression.objects.get()
    assert client.post(f"/desk/letters/{letter.pk}/resend/").status_code == 404
    assert client.post(f"/desk/letters/stopped/{stopped.pk}/lift/", {"reason": "x"}).status_code == 404
    assert b"Send again" not in client.get(f"/desk/letters/{letter.pk}/").content


def test_lifting_wants_a_reason_and_is_audited(client: Client, now: datetime) -> None:
    sign_in_staff(client, Role.FUNDRAISER)
    suppress(email="a@example.org", reason="bounced", now=now)
    stopped = Suppression.objects.get()
    client.post(f"/desk/letters/stopped/{stopped.pk}/lift/", {"reason": ""})
    assert Suppression.objects.filter(lifted_at=None).exists()
    client.post(f"/desk/letters/stopped/{stopped.pk}/lift/", {"reason": "they called"})
    assert not Suppression.objects.filter(lifted_at=None).exists()
    assert AuditEntry.objects.get(verb="suppression.lifted").reason == "they called"


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_has_a_preview_in_both_languages(kind: str, language: str, client: Client) -> None:
    sign_in_staff(client, Role.FUNDRAISER)
    answer = client.get(f"/desk/letters/preview/{kind}/{language}/")
    words = answer.context["words"]
    assert words.subject
    assert f'lang="{language}"' in words.html
    with translation.override(language):
        samples = [str(value) for value in KINDS[kind].facts.values()]
    shown = [value for value in samples if len(value) > 5 and "-" not in value]
    assert [value for value in shown if value not in words.text.replace("\n", " ")] == []
    assert client.get(f"/desk/letters/preview/{kind}/{language}/paper/").status_code == 200


def test_a_preview_of_nothing_does_not_exist(client: Client) -> None:
    sign_in_staff(client, Role.FUNDRAISER)
    assert client.get("/desk/letters/preview/nothing/en/").status_code == 404
    assert client.get("/desk/letters/preview/receipt/xx/").status_code == 404


def test_a_search_that_no_text_can_hold_finds_nothing_and_breaks_nothing(client: Client) -> None:
    sign_in_staff(client, Role.READ_ONLY)
    assert client.get("/desk/letters/stopped/?q=%00a").status_code == 200


@pytest.mark.parametrize("kind", KEYED)
def test_the_desk_shows_no_key_that_opens_a_page_to_the_letters_reader(kind: str, client: Client) -> None:
    sign_in_staff(client, Role.ADMINISTRATOR)
    facts = {name: str(value) for name, value in KINDS[kind].facts.items()}
    letter = make_letter(kind=kind, facts={**facts, KEY: "the-key-itself"})
    pages = [client.get(f"/desk/letters/{letter.pk}/{part}").content.decode() for part in ("", "paper/")]
    assert "the-key-itself" in render(letter).text
    for page in pages:
        assert "the-key-itself" not in page
        assert unsubscribe_url(letter) == "" or unsubscribe_url(letter) not in page
