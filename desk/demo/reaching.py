"""What gifts made possible, a story told with consent, a peer page, and a wish list."""

from datetime import date, datetime, timedelta
from uuid import uuid4

from accounts.models import Role, User
from accounts.organisation import the_zone
from campaigns.actions.impact import FigureFacts, MeasureFacts, save_figure, save_measure
from campaigns.actions.peers import PeerFacts, ask_for_page, open_page
from campaigns.actions.stories import StoryFacts, note_consent, publish_story, save_story
from campaigns.actions.wishes import PlaceFacts, WishFacts, offer, save_place, save_wish
from campaigns.models import Campaign, Fund, ImpactFigure
from core.clock import legal_day

MEASURES = (
    ("nights of safe housing", "noches de vivienda segura", 11_432, (("housing", 11_432),)),
    ("hours of therapy", "horas de terapia", 2_306, (("therapy", 2_306),)),
    ("people housed", "personas alojadas", 64, (("housing", 57), ("career-support", 7))),
)
STORY = (
    "The first thing she did with the key was to lock the door from inside, and open it again, and lock it. "
    "Then she put the kettle on. We sat on the floor, since there was no chair yet, and nobody said anything "
    "for a while. It was the best tea of my life."
)
STORY_ES = (
    "Lo primero que hizo con la llave fue cerrar la puerta por dentro, abrirla y volver a cerrarla. Después "
    "puso agua a calentar. Nos sentamos en el suelo, porque todavía no había sillas, y durante un rato nadie "
    "dijo nada. Fue el mejor té de mi vida."
)
WISHES = (
    ("Twin sheets, new", "Sábanas individuales, nuevas", 40, 12),
    ("Gift cards for groceries, $25", "Tarjetas para comestibles, $25", 60, 25),
    ("Desk lamps", "Lámparas de escritorio", 15, 15),
    ("Toolboxes for a first apartment", "Cajas de herramientas para un primer piso", 20, 0),
)


def reach_out(now: datetime) -> None:
    """Lay all of it through the actions. Where counts stand already, nothing is done."""
    by = User.objects.filter(grants__role=Role.ADMINISTRATOR).order_by("pk").first()
    if by is None or ImpactFigure.objects.exists():
        return
    today = legal_day(now, the_zone())
    _count(today.year - 1, by=by, now=now)
    _tell(today, by=by, now=now)
    _wish(today, by=by, now=now)
    _ask(by=by, now=now)


def _count(year: int, *, by: User, now: datetime) -> None:
    funds = {fund.code: fund for fund in Fund.objects.all()}
    for position, (name, name_es, total, parts) in enumerate(MEASURES):
        facts = MeasureFacts(name, name_es, position)
        measure = save_measure(measure_id=None, facts=facts, by=by, now=now)
        counted = [(None, total), *((funds[code], value) for code, value in parts if code in funds)]
        for fund, value in counted:
            count = FigureFacts(
                measure, fund, date(year, 1, 1), date(year, 12, 31), value=value, is_public=True
            )
            save_figure(figure_id=None, facts=count, by=by, now=now)


def _tell(today: date, *, by: User, now: datetime) -> None:
    since, until = today - timedelta(days=30), today + timedelta(days=335)
    consent = note_consent(extent="words", since=since, until=until, by=by, now=now)
    facts = StoryFacts(
        campaign=Campaign.objects.running().first(),
        consent=consent,
        title="Tea on the floor",
        title_es="Té en el suelo",
        text=STORY,
        text_es=STORY_ES,
    )
    story = save_story(story_id=None, facts=facts, by=by, now=now)
    publish_story(story_id=story.pk, is_published=True, by=by, now=now)


def _wish(today: date, *, by: User, now: datetime) -> None:
    facts = PlaceFacts(
        "Harbor Street Library, front desk", "12 Harbor St, Albany, NY 12207", "Tuesday to Friday, 10 to 4"
    )
    place = save_place(place_id=None, facts=facts, by=by, now=now)
    for position, (name, name_es, wanted, promised) in enumerate(WISHES):
        wish = WishFacts(name, wanted, name_es, position=position)
        item = save_wish(item_id=None, facts=wish, by=by, now=now)
        if promised:
            day = today + timedelta(days=3 + position)
            offer(
                item_id=item.pk,
                place_id=place.pk,
                count=promised,
                name="June",
                brings_on=day,
                form_key=uuid4(),
                now=now,
            )


def _ask(*, by: User, now: datetime) -> None:
    """One page that is open and one that waits to be read; their owners are donors of the demo."""
    owners = User.objects.exclude(donor=None).exclude(grants__role__in=Role.values).order_by("pk")[:2]
    running = list(Campaign.objects.running()[:1])
    pages = [
        (
            "June",
            "Ten miles for a safe night",
            "I run the river path on Sunday. Each mile may become a night.",
        ),
        ("Walter", "My birthday, no presents", "I have all I need. Give somebody a door that locks instead."),
    ]
    for owner, campaign, (name, title, words) in zip(owners, running * 2, pages, strict=False):
        facts = PeerFacts(shown_name=name, title=title, words=words)
        page = ask_for_page(campaign_id=campaign.pk, facts=facts, by=owner, now=now)
        if title.startswith("Ten"):
            open_page(page_id=page.pk, read_at=page.asked_at, by=by, now=now)
