"""Pairs of records that a person has looked at: made up, each for a way in which records double or do not."""

from donors.likeness import Facts, Place

ALBANY = Place("12 Elm Street", "Albany", "12201")
TROY = Place("4 Oak Rd", "Troy", "12180")
Pair = tuple[Facts, Facts]


def _of(
    name: str, email: str = "", phone: str = "", place: Place | None = None, kind: str = "person"
) -> Facts:
    return Facts(
        name=name,
        kind=kind,
        emails=(email,) if email else (),
        phones=(phone,) if phone else (),
        places=(place,) if place else (),
    )


ONE_DONOR: list[Pair] = [
    (_of("Maria Lopez", "maria@example.org"), _of("María López", "maria.l@work.example", "518-555-0100")),
    (_of("Maria Lopez", "m.lopez@example.org"), _of("Maria Lopez", "mlopez+gifts@example.org")),
    (_of("Bill Okafor", "", "(518) 555-0101"), _of("William Okafor", "w@example.org", "+1 518 555 0101")),
    (
        _of("José Gutiérrez", "", "", ALBANY),
        _of("Pepe Gutierez", "", "", Place("12 Elm St.", "Albany", "12201-0100")),
    ),
    (_of("Lopez, Ana", "", "", TROY), _of("Ana Lopez", "", "", TROY)),
    (_of("Dr. Chen Wei", "chenwei@a.example"), _of("Chen Wei", "chenwei@b.example")),
    (_of("Robert J. Smith", "rsmith@a.example", "5185550110"), _of("Bob Smith", "", "518 555 0110")),
    (_of("Guadalupe Vargas", "lupe@a.example", "5185550111"), _of("Lupe Vargas", "", "5185550111")),
    (_of("Aisha Haddad", "aisha.haddad@a.example"), _of("Aisha Hadad", "aishahaddad@b.example")),
    (
        _of("Harbor Foundation Inc.", "info@harbor.example", kind="organisation"),
        _of("The Harbor Foundation", "info@harbor.example", kind="organisation"),
    ),
    (_of("Ingrid Lindqvist", "", "5185550112", ALBANY), _of("I. Lindqvist", "", "5185550112", ALBANY)),
    (_of("Maria Lopez Garcia", "maria@example.org"), _of("Maria Lopez", "maria@example.org", "5185550113")),
    (
        _of("Katherine O'Brien", "kate@a.example", "5185550114"),
        _of("Kate OBrien", "kob@b.example", "5185550114"),
    ),
    (_of("Olga Ivanova", "", "", ALBANY), _of("Olga Ivanova", "olga@example.org", "", ALBANY)),
    (
        _of("Tomás Castellanos", "tomas@a.example", "5185550115"),
        _of("Tomas Castelanos", "", "5185550115", TROY),
    ),
    (
        _of("Grace Mensah", "grace@a.example", "5185550116"),
        _of("Grace Weber", "grace@a.example", "5185550116"),
    ),
    (_of("Yusuf Yilmaz"), _of("Yilmaz Yusuf")),
    (_of("Jennifer Rossi", "jrossi@a.example"), _of("Jen Rossi", "jrossi@b.example")),
    (_of("Noor Silva", "noor@a.example", "", ALBANY), _of("Noor Silva", "noor@b.example", "", TROY)),
    (_of("Sione Tanaka", "", "0049 30 901820"), _of("Sione Tanaka", "", "+49 30 901820")),
]

TWO_DONORS: list[Pair] = [
    # a couple: one phone, one roof, one surname
    (
        _of("Ana Lopez", "ana@example.org", "5185550120", ALBANY),
        _of("Luis Lopez", "luis@example.org", "5185550120", ALBANY),
    ),
    (_of("Maria Lopez", "", "", ALBANY), _of("Marta Lopez", "", "", TROY)),
    (_of("John Smith Sr.", "", "", ALBANY), _of("John Smith Jr.", "", "", ALBANY)),
    (
        _of("Maria Lopez", "maria@a.example", "5185550121", ALBANY),
        _of("Maria Lopez", "lopezm@b.example", "2125550122", TROY),
    ),
    (_of("Anonymous"), _of("Anonymous")),
    (_of("Anonymous", "", "", ALBANY), _of("Anonymous", "", "", ALBANY)),
    (_of("Ruth Abara", "office@parish.example"), _of("Kofi Mensah", "office@parish.example")),
    (_of("Chen Wei", "chen@a.example"), _of("Chen Li", "chen@b.example")),
    (_of("Olga Petrov", "", "5185550123"), _of("Pavel Petrov", "", "5185550123")),
    (
        _of("Harbor Foundation", "a@harbor.example", kind="organisation"),
        _of("Harbor Lopez", "b@harbor.example"),
    ),
    (_of("Maria"), _of("Maria Lopez")),
    (_of("Lena Dufour", "info@a.example"), _of("Lena Fontaine", "info@b.example")),
    (_of("James Weber", "", "", ALBANY), _of("Jane Weber", "", "", ALBANY)),
    (_of("Ingrid Ueda", "ingrid@a.example", "", TROY), _of("Ingrid Vargas", "ingrid@b.example", "", TROY)),
    (_of("Mateo Silva", "", "5185550124"), _of("Matilda Silva", "", "5185550124")),
]
