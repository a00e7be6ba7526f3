"""The fixed words of the paper, one set for each language; nothing else in this folder holds wording."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Labels:
    """The fixed words.

    `page` takes {page} and {pages}; `replaces` and `continued` take {number}; `logo_alt` and `signature_alt`
    take {name}. The `…_alt` are read aloud, not printed. `headline` names the large amount.
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
    tax_number: str
    check: str
    check_code: str
    page: str
    replaces: str
    continued: str
    logo_alt: str
    signature_alt: str
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
        tax_number="EIN",
        check="Anyone holding this paper can see whether it is still valid. Scan the code, or open:",
        check_code="Code",
        page="Page {page} of {pages}",
        replaces="Replaces receipt {number}",
        continued="{number}, continued",
        logo_alt="Logo of {name}",
        signature_alt="Signature of {name}",
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
        tax_number="EIN",
        check="Quien tenga este papel puede ver si sigue siendo válido. Escanee el código o abra:",
        check_code="Código",
        page="Página {page} de {pages}",
        replaces="Sustituye al recibo {number}",
        continued="{number}, continuación",
        logo_alt="Logotipo de {name}",
        signature_alt="Firma de {name}",
        qr_alt="Código QR de la página que comprueba este recibo",
    ),
}
