"""A signature inside the file, by the organisation's certificate: PAdES B-B, in a field nobody sees.

The only door to pyHanko, which is an extra (requirements/seal.txt): this module is loaded where a certificate
is set. The signed file stays PDF/A and PDF/UA: the field lies outside the page and has a name that is read
aloud. No timestamp and no revocation data: both would ask others over the network while a paper is made.
"""

import io
from functools import lru_cache

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner

from core.certificate import BadCertificate, Certificate

FIELD = "Signature"


def sign_file(content: bytes, certificate: Certificate, name: str) -> bytes:
    """Return the file with a signature after it; `name` is what the field is called when read aloud.

    Raises: BadCertificate for a key that cannot sign.
    """
    field = SigFieldSpec(
        FIELD, readable_field_name=name, invis_sig_settings=InvisSigSettings(box_out_of_bounds=True)
    )
    meta = PdfSignatureMetadata(
        field_name=FIELD, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256", name=name
    )
    signed = PdfSigner(meta, signer=_signer(certificate), new_field_spec=field).sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(content)), bytes_reserved=_room_for(certificate)
    )
    return bytes(signed.getvalue())


def _room_for(certificate: Certificate) -> int:
    """How many hexadecimal digits the signature may take: it holds the certificates, which are in the file.

    Told in advance, it needs no second signature to find out.
    """
    return 2 * (len(certificate.content) + 1024)


@lru_cache(maxsize=2)
def _signer(certificate: Certificate) -> SimpleSigner:
    """Opened once: a password is made slow to try, so each opening costs a tenth of a second."""
    signer: SimpleSigner | None = SimpleSigner.load_pkcs12_data(
        certificate.content, other_certs=[], passphrase=certificate.password.encode() or None
    )
    if signer is None:
        raise BadCertificate("RECEIPT_CERTIFICATE holds a key that cannot sign papers. Use RSA or ECDSA.")
    return signer
