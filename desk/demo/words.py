"""What the demo organisation says of itself: funds, campaigns, appeals."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

ORGANISATION = {
    "legal_name": "Safe Harbor, Inc.",
    "public_name": "Safe Harbor",
    "tax_number": "12-3456789",
    "address": "PO Box 4100\nAlbany, NY 12204",
    "email": "hello@safe-harbor.example",
    "phone": "518-555-0142",
    "website": "https://safe-harbor.example",
    "zone": "America/New_York",
    "signatory_name": "Ana Reyes",
    "signatory_title": "Executive Director",
}

# code, name, Spanish name, purpose, Spanish purpose: the six kinds of help, a fund each
HELP = (
    (
        "housing",
        "Housing",
        "Vivienda",
        "A door that locks, for a night or for two years, until a home of one's own.",
        "Una puerta con llave, por una noche o por dos años, hasta tener un hogar propio.",
    ),
    (
        "therapy",
        "Trauma-informed therapy",
        "Terapia informada en trauma",
        "Time with someone trained to listen, for as long as it takes.",
        "Tiempo con alguien preparado para escuchar, todo el que haga falta.",
    ),
    (
        "medical-care",
        "Medical care",
        "Atención médica",
        "Doctors, dentists and medicine, with no bill at the end.",
        "Médicos, dentistas y medicinas, sin factura al final.",
    ),
    (
        "education",
        "Education",
        "Educación",
        "School, training, scholarships and a mentor who stays.",
        "Escuela, formación, becas y un mentor que se queda.",
    ),
    (
        "rehabilitation",
        "Rehabilitation",
        "Rehabilitación",
        "Life skills, art and movement: the days between the appointments.",
        "Habilidades para la vida, arte y movimiento: los días entre las citas.",
    ),
    (
        "career-support",
        "Career support",
        "Apoyo laboral",
        "Job training, internships and a first reference.",
        "Capacitación, prácticas y una primera referencia.",
    ),
)


@dataclass(frozen=True)
class Ask:
    """A campaign and the amounts that its page proposes: amount, impact, impact in Spanish."""

    slug: str
    name: str
    name_es: str
    summary: str
    summary_es: str
    story: str
    story_es: str
    goal: Decimal
    starts_on: date
    ends_on: date | None
    picture: str
    funds: tuple[str, ...]
    presets: tuple[tuple[str, str, str], ...]


def asks(today: date) -> tuple[Ask, ...]:
    """Return the three campaigns of the year before `today`."""
    return (
        Ask(
            slug="a-door-that-locks",
            name="A door that locks",
            name_es="Una puerta con llave",
            summary="Eight more rooms by spring: somewhere to sleep, and nobody else has the key.",
            summary_es="Ocho habitaciones más para la primavera: un lugar donde dormir, y nadie más tiene la llave.",
            story=(
                "<p>The first thing people ask us for is rarely large. A lock. A lamp. A room where the door closes "
                "from the inside.</p><p>We rent and furnish small apartments, stay beside the people who move in for up "
                "to two years, and leave when we are no longer needed. Eight more are ready to be signed for.</p>"
                "<h3>What a gift does</h3><p>Rent and heat are most of it. The rest is bedding, a first week of food, and "
                "the person who answers the telephone at three in the morning.</p>"
            ),
            story_es=(
                "<p>Lo primero que la gente nos pide casi nunca es grande. Una cerradura. Una lámpara. Una habitación "
                "que se cierra por dentro.</p><p>Alquilamos y amueblamos apartamentos pequeños, acompañamos hasta dos "
                "años a quienes se mudan y nos vamos cuando ya no hacemos falta. Hay ocho más listos para firmar.</p>"
            ),
            goal=Decimal("60000"),
            starts_on=today.replace(year=today.year - 1),
            ends_on=None,
            picture="door",
            funds=("housing", "medical-care", "therapy"),
            presets=(
                ("25", "bedding and towels for one room", "ropa de cama y toallas para una habitación"),
                ("60", "a first week of groceries", "la primera semana de comida"),
                ("120", "heat for a month", "un mes de calefacción"),
                ("500", "two weeks' rent", "dos semanas de alquiler"),
            ),
        ),
        Ask(
            slug="back-to-class",
            name="Back to class",
            name_es="De vuelta a clase",
            summary="Tutors, books and bus fares for forty people who want to finish school.",
            summary_es="Tutores, libros y pasajes para cuarenta personas que quieren terminar la escuela.",
            story=(
                "<p>Missing years of school is not the same as missing the ability. Forty people told us this spring that "
                "they want their diploma.</p><p>We pay for books, exam fees and the bus, and volunteers sit at the table "
                "two evenings a week.</p>"
            ),
            story_es=(
                "<p>Perder años de escuela no es perder la capacidad. Cuarenta personas nos dijeron esta primavera que "
                "quieren su diploma.</p>"
            ),
            goal=Decimal("18000"),
            starts_on=date(today.year, 2, 1),
            ends_on=None,
            picture="path",
            funds=("education", "career-support"),
            presets=(
                ("20", "a month of bus fares", "un mes de pasajes"),
                ("45", "a set of textbooks", "un juego de libros"),
                ("150", "an exam fee, paid in full", "una tasa de examen completa"),
            ),
        ),
        Ask(
            slug="the-long-walk",
            name="The long walk",
            name_es="El largo camino",
            summary="Monthly friends who make the next two years certain.",
            summary_es="Amigos mensuales que hacen seguros los próximos dos años.",
            story=(
                "<p>Recovery does not run on a fiscal year. A gift that comes back every month lets us promise things: "
                "a therapist who will still be here in spring, a class that will not stop halfway.</p>"
            ),
            story_es="<p>La recuperación no sigue el año fiscal. Un regalo que vuelve cada mes nos permite prometer.</p>",
            goal=Decimal("30000"),
            starts_on=today.replace(year=today.year - 1),
            ends_on=None,
            picture="dawn",
            funds=("therapy", "rehabilitation", "housing"),
            presets=(
                ("15", "an hour of art and movement each month", "una hora de arte y movimiento cada mes"),
                ("35", "half an hour of therapy each month", "media hora de terapia cada mes"),
                ("70", "an hour of therapy each month", "una hora de terapia cada mes"),
            ),
        ),
    )


# campaign, code, name, kind, cost
APPEALS = (
    ("a-door-that-locks", "winter-letter", "Winter letter", "mailing", "1450.00"),
    ("a-door-that-locks", "giving-tuesday", "Giving Tuesday e-mail", "email", "120.00"),
    ("back-to-class", "spring-supper", "Spring supper", "event", "2300.00"),
    ("the-long-walk", "welcome-series", "Welcome e-mails", "email", "60.00"),
)

GIVEN = (
    "Maria James Aisha Wei Elena Daniel Grace Omar Hannah Luis Priya Samuel Ruth Kofi Ingrid Tomás Leila Peter Yuki "
    "Rosa Martin Amara Joseph Nina Carlos Fatima Helen Andre Sofia David"
).split()
FAMILY = (
    "Lopez Okafor Chen Novak Brooks Haddad Silva Murphy Park Ahmed Rossi Jensen Alvarez Dubois Bauer Santos Walker "
    "Nguyen Khan Fischer Moreau Patel Reid Kowalski Osei Lindqvist Torres Cohen Bianchi Hughes"
).split()
