"""The fixed words of the paper, one set for each language; nothing else in this folder holds wording."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Labels:
    """The fixed words.

    `replaces` takes {number}. `qr_alt` is read aloud, not printed. `headline` names the large amount. What
    stands on every paper is in `core.paper.letterhead`.
    """

    number: str
    issued: str
    payer: str
    headline: str
    date: str
    description: str
    fund: str
    benefit: str
    amount: str
    total: str
    check: str
    check_code: str
    replaces: str
    qr_alt: str


LABELS: dict[str, Labels] = {
    "en": Labels(
        number="Number",
        issued="Issued",
        payer="Received from",
        headline="Amount",
        date="Date",
        description="Description",
        fund="Fund",
        benefit="Goods or services",
        amount="Amount",
        total="Total",
        check="Anyone holding this paper can see whether it is still valid. Scan the code, or open:",
        check_code="Code",
        replaces="Replaces receipt {number}",
        qr_alt="QR code of the page that checks this receipt",
    ),
    "es": Labels(
        number="Número",
        issued="Emitido",
        payer="Recibido de",
        headline="Importe",
        date="Fecha",
        description="Descripción",
        fund="Fondo",
        benefit="Bienes o servicios",
        amount="Importe",
        total="Total",
        check="Quien tenga este papel puede ver si sigue siendo válido. Escanee el código o abra:",
        check_code="Código",
        replaces="Sustituye al recibo {number}",
        qr_alt="Código QR de la página que comprueba este recibo",
    ),
}
# a letter about expenses was received from nobody, and takes the place of a letter
VOLUNTEER_LABELS: dict[str, Labels] = {
    "en": replace(LABELS["en"], payer="For", replaces="Replaces letter {number}"),
    "es": replace(LABELS["es"], payer="Para", replaces="Sustituye a la carta {number}"),
}


@dataclass(frozen=True)
class StatementLabels:
    """The fixed words of a year's summary. `replaces` takes {number}."""

    number: str
    issued: str
    date: str
    fund: str
    receipt: str
    goods: str
    amount: str
    total: str
    replaces: str
    thanks: str


STATEMENT_LABELS: dict[str, StatementLabels] = {
    "en": StatementLabels(
        number="Number",
        issued="Issued",
        date="Date",
        fund="Fund",
        receipt="Receipt",
        goods="Goods or services",
        amount="Amount",
        total="Total",
        replaces="Replaces summary {number}",
        thanks="Thank you for standing with us.",
    ),
    "es": StatementLabels(
        number="Número",
        issued="Emitido",
        date="Fecha",
        fund="Fondo",
        receipt="Recibo",
        goods="Bienes o servicios",
        amount="Importe",
        total="Total",
        replaces="Sustituye al resumen {number}",
        thanks="Gracias por estar a nuestro lado.",
    ),
}
