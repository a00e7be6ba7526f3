"""The fixed words of papers about hours, one set for each language; no other file here holds wording."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Labels:
    """The fixed words. `letter_body` and `certificate_body` take {organisation}, {from_on} and {until_on}."""

    letter: str
    certificate: str
    issued: str
    volunteer: str
    total: str
    month: str
    service: str
    hours: str
    scheduled: str
    reported: str
    opening: str
    letter_body: str
    how_counted: str
    certifies: str
    certificate_body: str
    thanks: str


LABELS: dict[str, Labels] = {
    "en": Labels(
        letter="Confirmation of volunteer service",
        certificate="Certificate of volunteer service",
        issued="Issued",
        volunteer="Volunteer",
        total="Total",
        month="Month",
        service="Service",
        hours="Hours",
        scheduled="Volunteer service, scheduled",
        reported="Volunteer service, reported and approved",
        opening="To whom it may concern:",
        letter_body="The person named above gave volunteer service to {organisation} from {from_on} to "
        "{until_on}, without pay.",
        how_counted="Scheduled hours are taken from the record of attendance. Reported hours were "
        "approved by a coordinator.",
        certifies="This certifies that",
        certificate_body="gave volunteer service to {organisation} from {from_on} to {until_on}",
        thanks="Thank you for your time.",
    ),
    "es": Labels(
        letter="Constancia de servicio voluntario",
        certificate="Certificado de servicio voluntario",
        issued="Emitido",
        volunteer="Voluntaria o voluntario",
        total="Total",
        month="Mes",
        service="Servicio",
        hours="Horas",
        scheduled="Servicio voluntario, en turnos",
        reported="Servicio voluntario, informado y aprobado",
        opening="A quien corresponda:",
        letter_body="La persona arriba nombrada prestó servicio voluntario a {organisation} del {from_on} al "
        "{until_on}, sin remuneración.",
        how_counted="Las horas en turnos provienen del registro de asistencia. Las horas informadas fueron "
        "aprobadas por una persona de la coordinación.",
        certifies="Se certifica que",
        certificate_body="prestó servicio voluntario a {organisation} del {from_on} al {until_on}",
        thanks="Gracias por su tiempo.",
    ),
}
