"""What staff see and type."""

import re
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import Role
from campaigns.models import Appeal, Campaign
from gifts.models import Gift, GivingPolicy
from tests.accounts.makers import browser_of, make_staff
from tests.campaigns.makers import campaign_form, form_of, queries_of
from tests.factories import make_appeal, make_campaign, make_fund, make_gift, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    make_organisation()
    return browser_of(make_staff(Role.FUNDRAISER))


def reader() -> Client:
    return browser_of(make_staff(Role.READ_ONLY))


def test_a_campaign_is_written_published_closed_and_opened_again_in_the_browser(desk: Client) -> None:
    fund = make_fund("housing")
    answer = desk.post("/desk/campaigns/new/", campaign_form(fund, name_es="Camas", look="yes"))
    assert answer.headers["Location"] == "/desk/campaigns/winter-beds/preview/"
    campaign = Campaign.objects.get(slug="winter-beds")
    assert (campaign.goal, campaign.picture, campaign.name_es) == (Decimal(1000), "lighthouse", "Camas")
    assert [each.amount for each in campaign.presets.all()] == [25, 50]

    for step, state in (("publish", "published"), ("close", "closed"), ("reopen", "published")):
        answer = desk.post(f"/desk/campaigns/winter-beds/{step}/")
        assert answer.headers["Location"] == "/desk/campaigns/winter-beds/"
        campaign.refresh_from_db()
        assert campaign.state == state


def test_saving_what_the_form_shows_changes_nothing(desk: Client) -> None:
    desk.post("/desk/campaigns/new/", campaign_form(story_es="<p>Cálido</p>", ends_on="2027-01-31"))
    campaign = Campaign.objects.get()
    before = _columns(campaign)
    context = desk.get("/desk/campaigns/winter-beds/edit/").context
    sent = {name: context["form"][name].value() for name in context["form"].fields}
    for line in context["lines"]:
        sent |= {line.add_prefix(name): line[name].value() or "" for name in line.fields}
    sent |= {"presets-TOTAL_FORMS": "4", "presets-INITIAL_FORMS": "2"}

    answer = desk.post("/desk/campaigns/winter-beds/edit/", {k: v for k, v in sent.items() if v is not None})

    assert answer.headers["Location"] == "/desk/campaigns/winter-beds/"
    assert _columns(Campaign.objects.get()) == before


def _columns(campaign: Campaign) -> dict[str, object]:
    columns = {field.attname: getattr(campaign, field.attname) for field in campaign._meta.concrete_fields}
    del columns["updated_at"]
    presets = list(campaign.presets.values("amount", "impact", "impact_es", "is_default"))
    return {**columns, "presets": presets, "funds": list(campaign.funds.values_list("pk", flat=True))}


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "This field is required."),
        ("name", "x" * 121, "at most 120"),
        ("summary", "", "This field is required."),
        ("summary", "Maria, a survivor, lives at 12 Oak Street.", "street address"),
        ("story", "Client Maria sleeps here.", "name a person"),
        ("story_es", "La sobreviviente María vive aquí.", "name a person"),
        ("story", "x" * 20_001, "at most 20000"),
        ("story", "a\0b", "Null characters"),
        ("goal", "-5", "above zero"),
        ("goal", "0.001", "fraction of a cent"),
        ("goal", "1e9", "digits"),
        ("goal", "NaN", "digits"),
        ("goal", "5,00", "point for cents"),
        ("goal", "9" * 5000, "too large"),
        ("starts_on", "", "This field is required."),
        ("starts_on", "nonsense", "valid date"),
        ("starts_on", "0001-01-01", "check the year"),
        ("ends_on", "2026-10-31", "before the first"),
        ("picture", "https://example.org/x.png", "valid choice"),
        ("funds", "999999", "valid choice"),
        ("slug", "not a slug", "valid"),
        ("slug", "new", "taken by the site"),
        ("position", "-1", "greater than or equal to 0"),
        ("presets-0-amount", "", "Please write the amount"),
        ("presets-0-amount", "-25", "above zero"),
        ("presets-0-amount", "50", "stands here already"),
        ("presets-0-is_default", "on", "Only one amount"),
        ("presets-0-impact", "pays the rent at 12 Oak Street", "street address"),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(
    desk: Client, field: str, value: str, sentence: str
) -> None:
    form = {**campaign_form(story_es="<p>Se queda.</p>"), field: value}

    answer = desk.post("/desk/campaigns/new/", form)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in re.sub(r"&#x27;", "'", page)
    assert Campaign.objects.count() == 0
    if field != "story_es":
        assert "&lt;p&gt;Se queda.&lt;/p&gt;" in page
    if field != "presets-1-amount":
        assert 'value="$50.00"' in page


def test_html_that_was_typed_stays_in_the_form_as_text(desk: Client) -> None:
    answer = desk.post("/desk/campaigns/new/", campaign_form(name="", story="</textarea><script>x</script>"))

    assert "<script>x" not in answer.content.decode()


def test_whoever_saves_after_somebody_else_is_told_and_may_save_again(desk: Client) -> None:
    campaign = make_campaign(slug="doors")
    stale = form_of(campaign, name="Mine")
    desk.post("/desk/campaigns/doors/edit/", form_of(campaign, name="Theirs"))

    told = desk.post("/desk/campaigns/doors/edit/", stale)
    assert "Somebody else changed" in told.content.decode()
    assert 'value="Mine"' in told.content.decode()
    assert Campaign.objects.get().name == "Theirs"

    version = told.context["form"]["version"].value()
    desk.post("/desk/campaigns/doors/edit/", {**stale, "version": version})
    assert Campaign.objects.get().name == "Mine"


@pytest.mark.parametrize("version", ["", "nonsense", "2026-13-40T00:00:00", "2026-11-25T17:00:00"])
def test_a_form_without_a_true_mark_overwrites_nothing(desk: Client, version: str) -> None:
    campaign = make_campaign(slug="doors")

    answer = desk.post("/desk/campaigns/doors/edit/", form_of(campaign, version=version))

    assert answer.status_code == 200
    assert Campaign.objects.get().name == "Doors open"


def test_the_list_is_narrowed_by_its_address_and_sums_what_it_shows(desk: Client) -> None:
    one, two = (
        make_campaign(slug="beds", name="Beds"),
        make_campaign(slug="books", name="Books", state="draft"),
    )
    make_gift(campaign=one, amount="40")
    make_gift(campaign=two, amount="2.50")

    def shown(query: str) -> list[tuple[str, Decimal]]:
        rows = desk.get(f"/desk/campaigns/?{query}").context["rows"]
        return [(campaign.slug, progress.raised) for campaign, progress in rows]

    assert shown("") == [("books", Decimal("2.50")), ("beds", Decimal("40.00"))]
    assert shown("q=BED") == [("beds", Decimal("40.00"))]
    assert shown("state=draft") == [("books", Decimal("2.50"))]
    assert shown("q=nothing") == []
    assert shown("state=nonsense&older=nonsense") == [("books", Decimal("2.50")), ("beds", Decimal("40.00"))]
    assert desk.get("/desk/campaigns/").context["total"] == Decimal("42.50")
    assert desk.get("/desk/campaigns/?state=draft").context["total"] == Decimal("2.50")


def test_lists_ask_the_database_as_often_for_three_rows_as_for_one(desk: Client) -> None:
    campaign = make_campaign(slug="doors")
    make_appeal(campaign)
    paths = ["/desk/campaigns/", "/desk/campaigns/doors/", "/desk/campaigns/doors/appeals/", "/desk/funds/"]
    one = [queries_of(desk, path) for path in paths]
    for _more in range(2):
        make_gift(campaign=make_campaign())
        make_appeal(campaign)
        campaign.funds.add(make_fund())

    assert [queries_of(desk, path) for path in paths] == one


def test_empty_lists_say_what_to_do(desk: Client) -> None:
    assert "Write the first campaign" in desk.get("/desk/campaigns/").content.decode()
    assert "Write the first fund" in desk.get("/desk/funds/").content.decode()
    make_campaign(slug="doors")
    assert "Write the first appeal" in desk.get("/desk/campaigns/doors/").content.decode()
    assert "Write the first appeal" in desk.get("/desk/campaigns/doors/appeals/").content.decode()
    assert "Show all campaigns" in desk.get("/desk/campaigns/?q=nothing").content.decode()


@pytest.mark.parametrize(
    "path",
    ["/desk/campaigns/", "/desk/campaigns/doors/", "/desk/campaigns/doors/appeals/", "/desk/funds/"],
)
def test_those_who_only_read_are_offered_nothing_to_write(path: str) -> None:
    appeal = make_appeal(make_campaign(slug="doors"))

    page = reader().get(path).content.decode()

    assert "/new/" not in page
    assert "/edit/" not in page
    assert "/publish/" not in page
    assert "/close/" not in page
    assert f"/desk/appeals/{appeal.pk}/" not in page
    assert not re.search(r"/desk/funds/\d+/", page)


def test_a_campaign_says_what_each_appeal_brought_for_what_it_cost(desk: Client) -> None:
    campaign = make_campaign(slug="doors")
    letter, quiet = make_appeal(campaign, code="letter"), make_appeal(campaign, code="quiet")
    Appeal.objects.filter(pk=letter.pk).update(cost=Decimal("20.00"))
    for amount in ("30", "20"):
        gift = make_gift(campaign=campaign, amount=amount)
        Gift.objects.filter(pk=gift.pk).update(appeal=letter)
    make_gift(campaign=campaign, amount="7")
    make_gift(campaign=make_campaign(), amount="1000")

    results = desk.get("/desk/campaigns/doors/").context["results"]

    assert [(each.appeal, each.gifts, each.raised, each.per_dollar) for each in results.appeals] == [
        (letter, 2, Decimal("50.00"), Decimal("2.5")),
        (None, 1, Decimal("7.00"), None),
        (quiet, 0, Decimal("0.00"), None),
    ]


def test_each_number_opens_exactly_its_gifts(desk: Client) -> None:
    campaign = make_campaign(slug="doors")
    letter = make_appeal(campaign)
    gift, other = make_gift(campaign=campaign), make_gift(campaign=campaign)
    Gift.objects.filter(pk=gift.pk).update(appeal=letter)
    page = desk.get("/desk/campaigns/doors/").content.decode()
    links = re.findall(r'href="(/desk/gifts/\?[^"]*appeal=[^"]*)"', page)

    opened = [[row.pk for row in desk.get(link.replace("&amp;", "&")).context["page"].rows] for link in links]

    assert sorted(opened) == sorted([[gift.pk], [gift.pk], [other.pk], [other.pk]])


def test_amounts_that_the_rules_for_giving_refuse_are_pointed_out(desk: Client) -> None:
    make_campaign(slug="doors")
    assert "cannot be given" not in desk.get("/desk/campaigns/doors/").content.decode()

    GivingPolicy.objects.create(pk=1, minimum=Decimal(30), maximum=Decimal(40))

    assert [each.amount for each in desk.get("/desk/campaigns/doors/").context["unreachable"]] == [25, 50]


def test_a_draft_is_previewed_in_both_languages_and_takes_nothing(desk: Client) -> None:
    campaign = make_campaign(slug="doors", state=Campaign.State.DRAFT)
    Campaign.objects.filter(pk=campaign.pk).update(name_es="Puertas abiertas", story="<p>Warm</p>")

    english = desk.get("/desk/campaigns/doors/preview/?language=en").content.decode()
    spanish = desk.get("/desk/campaigns/doors/preview/?language=es").content.decode()

    assert "Doors open" in english
    assert "<p>Warm</p>" in english
    assert "preview-band" in english
    assert re.search(r"<form[^>]*data-give[^>]* inert", english)
    assert "Puertas abiertas" in spanish
    assert desk.get("/desk/campaigns/nowhere/preview/").status_code == 404
    assert Client().get("/desk/campaigns/doors/preview/").status_code == 302
