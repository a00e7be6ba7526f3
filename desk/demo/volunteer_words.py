"""What the demo organisation says to those who would give time: programs, roles, places, promises."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class ProgramWords:
    """A program and its roles: (name, Spanish, summary, Spanish, columns). `rules` are columns of `Program`."""

    code: str
    name: tuple[str, str]
    purpose: tuple[str, str]
    asks: tuple[str, str]
    rules: dict[str, Any]
    roles: tuple[tuple[str, str, str, str, dict[str, Any]], ...]
    courses: tuple[str, ...] = ("welcome",)
    agreements: tuple[str, ...] = ("confidentiality",)
    holds: dict[str, tuple[str, ...]] = field(default_factory=dict)


PROGRAMS = (
    ProgramWords(
        code="shelter",
        name=("Shelter", "Refugio"),
        purpose=(
            "An evening or a night with someone at the door, the kettle on.",
            "Una tarde o una noche con alguien en la puerta y el té listo.",
        ),
        asks=(
            "One evening or night a week, for six months.",
            "Una tarde o noche por semana, durante seis meses.",
        ),
        rules={
            "required_checks": ["background", "registry"],
            "rest_hours": 11,
            "max_hours_7": 24,
            "max_hours_28": 72,
            "max_nights": 2,
        },
        roles=(
            (
                "Evening companion",
                "Compañía de la tarde",
                "Cook together, sit together, be there.",
                "Cocinar juntos, sentarse juntos, estar ahí.",
                {"seats": 3, "cancel_closes": 1440},
            ),
            (
                "Night companion",
                "Compañía de la noche",
                "Awake in turns, so that others can sleep.",
                "Despiertos por turnos, para que otros puedan dormir.",
                {"seats": 2, "cancel_closes": 2880, "is_instant": False},
            ),
        ),
        courses=("welcome", "safety"),
        holds={"Night companion": ("night-helper",)},
    ),
    ProgramWords(
        code="tutoring",
        name=("Tutoring", "Tutoría"),
        purpose=(
            "School subjects, English, driving theory: an hour at a table, side by side.",
            "Materias escolares, inglés, teoría de manejo: una hora en la mesa, lado a lado.",
        ),
        asks=("Two hours a week through a school term.", "Dos horas por semana durante un trimestre."),
        rules={"required_checks": ["background"], "is_with_youth": True, "max_hours_7": 12},
        roles=(
            (
                "Tutor",
                "Tutor",
                "One table, one subject, the same hour each week.",
                "Una mesa, una materia, la misma hora cada semana.",
                {"seats": 4},
            ),
            (
                "English partner",
                "Compañía de inglés",
                "Talk, read, laugh about prepositions.",
                "Hablar, leer, reírse de las preposiciones.",
                {"seats": 3},
            ),
        ),
        holds={"English partner": ("spanish",)},
    ),
    ProgramWords(
        code="mentoring",
        name=("Mentoring", "Mentoría"),
        purpose=(
            "The same face on the same afternoon, for a year.",
            "La misma cara la misma tarde, durante un año.",
        ),
        asks=("Two afternoons a month for a year.", "Dos tardes al mes durante un año."),
        rules={"required_checks": ["background"], "is_with_youth": True, "min_references": 3},
        roles=(
            (
                "Mentor",
                "Mentor",
                "Plans, applications, a museum, a walk.",
                "Planes, solicitudes, un museo, un paseo.",
                {"seats": 6, "is_instant": False, "cancel_closes": 2880},
            ),
        ),
        courses=("welcome", "mentoring"),
    ),
    ProgramWords(
        code="workshops",
        name=("Workshops", "Talleres"),
        purpose=(
            "Pottery, yoga, cooking, bicycles: something made with one's hands.",
            "Cerámica, yoga, cocina, bicicletas: algo hecho con las manos.",
        ),
        asks=("An afternoon now and then.", "Una tarde de vez en cuando."),
        rules={"required_checks": ["background"], "min_references": 1, "takes_under_18": True},
        roles=(
            (
                "Workshop helper",
                "Ayudante de taller",
                "Set the tables, help, wash up.",
                "Preparar las mesas, ayudar, recoger.",
                {"seats": 4},
            ),
        ),
    ),
    ProgramWords(
        code="career-support",
        name=("Career support", "Apoyo laboral"),
        purpose=(
            "Practice interviews, letters, a first week at work.",
            "Practicar entrevistas, cartas, una primera semana de trabajo.",
        ),
        asks=("Three evenings a season.", "Tres tardes por temporada."),
        rules={"required_checks": [], "min_references": 1},
        roles=(
            (
                "Interview coach",
                "Guía de entrevistas",
                "Ask the questions an employer asks, kindly.",
                "Hacer las preguntas de un empleador, con amabilidad.",
                {"seats": 3},
            ),
        ),
    ),
    ProgramWords(
        code="drives",
        name=("Drives", "Colectas"),
        purpose=(
            "Sorting coats, packing boxes, carrying them to the van.",
            "Clasificar abrigos, llenar cajas, llevarlas a la camioneta.",
        ),
        asks=("A Saturday morning, no strings.", "Una mañana de sábado, sin compromiso."),
        rules={"required_checks": [], "min_references": 0, "needs_interview": False, "takes_under_18": True},
        roles=(
            (
                "Packer",
                "Empaque",
                "Bring gloves; we bring coffee.",
                "Traiga guantes; nosotros el café.",
                {"seats": 12, "sign_up_closes": 60},
            ),
        ),
        courses=(),
        agreements=(),
    ),
)

# code, name, Spanish, kind, what it includes
QUALIFICATIONS = (
    ("night-helper", "Night helper", "Ayudante de noche", "qualification", ()),
    ("shift-lead", "Shift lead", "Líder de turno", "qualification", ("night-helper",)),
    ("first-aid", "First aid", "Primeros auxilios", "qualification", ()),
    ("driver", "Driver", "Conductor", "qualification", ()),
    ("spanish", "Spanish", "Español", "language", ()),
    ("french", "French", "Francés", "language", ()),
    ("algebra", "Algebra", "Álgebra", "subject", ()),
    ("biology", "Biology", "Biología", "subject", ()),
)

# role → (least, qualification, whether the last one may not leave without a stand-in)
COVERAGE: dict[str, tuple[tuple[int, str | None, bool], ...]] = {
    "Evening companion": ((2, None, False), (1, "shift-lead", True)),
    "Night companion": ((2, None, False), (1, "shift-lead", True)),
    "Tutor": ((2, None, False),),
    "English partner": ((1, "spanish", False),),
    "Mentor": ((2, None, False),),
    "Workshop helper": ((2, None, False), (1, "first-aid", False)),
    "Interview coach": ((1, None, False),),
    "Packer": ((4, None, False), (1, "driver", False)),
}

# label, kind, district, open address
SITES = (
    ("Pier office", "office", "Downtown", "PO Box 4100, Albany, NY 12204"),
    ("Library annex", "partner", "Westside", "Washington Park Library, second floor"),
    ("Workshop hall", "partner", "Riverside", "Riverside Community Hall"),
    ("House One", "confidential", "North", ""),
    ("House Two", "confidential", "East", ""),
)

# code, name, Spanish, valid months
COURSES = (
    ("welcome", "Welcome evening", "Tarde de bienvenida", None),
    ("safety", "Keeping a place safe", "Cuidar la seguridad del lugar", 24),
    ("mentoring", "Mentoring, the long way", "Mentoría, el camino largo", 36),
)

CONFIDENTIALITY = (
    "I tell nobody where a house of Safe Harbor is, not even after I have stopped serving.\n\n"
    "I tell nobody whom I met there. I take no photographs. I keep no names, numbers or addresses.\n\n"
    "When somebody asks me, I say: I volunteer, and I cannot say more. When I am worried, I call the coordinator."
)
CONFIDENTIALITY_ES = (
    "No digo a nadie dónde está una casa de Safe Harbor, tampoco después de dejar de servir.\n\n"
    "No digo a nadie a quién conocí allí. No tomo fotografías. No guardo nombres, números ni direcciones.\n\n"
    "Si alguien me pregunta, digo: soy voluntario y no puedo decir más. Si algo me preocupa, llamo a la coordinación."
)
