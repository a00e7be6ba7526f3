"""Papers that carry their data, and papers that the organisation's certificate signed."""

import hashlib
import io
import json
from datetime import datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pytest_django import Settings

from core.certificate import BadCertificate
from receipts.actions import settle
from receipts.models import Receipt
from receipts.papers import marked, original, store
from receipts.reports.standing import papers_stand
from tests.core.certificates import PASSWORD, Authority
from tests.factories import make_gift, make_organisation
from tests.receipts.verapdf import broken_rules

pytestmark = pytest.mark.django_db
AUTHORITY = Authority()


@pytest.fixture
def certificate(settings: Settings, tmp_path: Path) -> Path:
    file = AUTHORITY.write(tmp_path / "seal.p12")
    settings.RECEIPT_CERTIFICATE, settings.RECEIPT_CERTIFICATE_PASSWORD = str(file), PASSWORD
    return file


def settled(now: datetime) -> Receipt:
    make_organisation()
    receipt = settle(gift_id=make_gift().pk, now=now)
    assert receipt is not None
    return receipt


def verdict(content: bytes) -> tuple[bool, bool, bool]:
    """Whether the signature is over these bytes, from somebody we trust, and over the whole file."""
    (signature,) = PdfFileReader(io.BytesIO(content)).embedded_signatures
    trusted = ValidationContext(
        trust_roots=[x509.Certificate.load(AUTHORITY.root_bytes())], allow_fetching=False
    )
    status = validate_pdf_signature(signature, trusted)
    is_whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    return status.intact and status.valid, status.trusted, is_whole


@pytest.mark.usefixtures("certificate")
def test_the_stored_paper_is_signed_once_and_its_hash_is_that_of_the_signed_file(now: datetime) -> None:
    receipt = settled(now)
    content = store(receipt)
    receipt.refresh_from_db()
    assert verdict(content) == (True, True, True)
    assert receipt.pdf_sha256 == hashlib.sha256(content).hexdigest()
    assert store(receipt) == store(Receipt.objects.get()) == original(receipt) == content


@pytest.mark.usefixtures("certificate")
def test_a_changed_byte_breaks_the_signature(now: datetime) -> None:
    content = store(settled(now))
    place = content.index(b"/DisplayDocTitle true")
    assert verdict(content[:place] + b"/DisplayDocTitle fals" + content[place + 21 :])[0] is False


@pytest.mark.usefixtures("certificate")
def test_a_signed_paper_keeps_both_standards_with_and_without_its_data(
    now: datetime, settings: Settings, tmp_path: Path
) -> None:
    files = []
    for name, settings.RECEIPT_ATTACHES_DATA in (("signed", False), ("signed-data", True)):
        files.append(tmp_path / f"{name}.pdf")
        files[-1].write_bytes(store(settled(now)))
    assert broken_rules(files) == {
        "signed.pdf": {"2a": "", "ua1": ""},
        "signed-data.pdf": {"3a": "", "ua1": ""},
    }


@pytest.mark.usefixtures("certificate")
def test_the_field_is_named_and_off_the_page(now: datetime) -> None:
    with pikepdf.open(io.BytesIO(store(settled(now)))) as pdf:
        (field,) = pdf.Root.AcroForm.Fields
        assert str(field.TU) == "Safe Harbor, Inc."
        assert [int(edge) < 0 for edge in field.Rect] == [True] * 4
        assert str(pdf.pages[0].Tabs) == "/S"


@pytest.mark.usefixtures("certificate")
def test_a_copy_is_not_signed(now: datetime) -> None:
    receipt = settled(now)
    store(receipt)
    assert b"/ByteRange" not in marked(receipt)


def test_a_certificate_that_expired_keeps_papers_waiting_and_the_doctor_says_so(
    now: datetime, certificate: Path
) -> None:
    receipt = settled(now)
    AUTHORITY.write(certificate, ends_at=now - timedelta(days=1))
    with pytest.raises(BadCertificate, match="expired on 2026-11-24"):
        store(receipt)
    assert Receipt.objects.get().pdf is None
    assert papers_stand(now)[0] == "No paper can be made: the certificate does not sign."
    AUTHORITY.write(certificate, ends_at=now + timedelta(days=9))
    assert papers_stand(now)[0] == "The certificate that signs papers ends on 2026-12-04."


def test_the_data_travels_in_the_file_where_the_house_wants_that(now: datetime, settings: Settings) -> None:
    settings.RECEIPT_ATTACHES_DATA = True
    receipt = settled(now)
    first, content = original(receipt), store(receipt)
    assert first == content
    with pikepdf.open(io.BytesIO(content)) as pdf:
        file = pdf.Root.AF[0]
        data = file.EF.F.read_bytes()
        assert (str(file.AFRelationship), str(file.UF)) == ("/Data", "R-2026-000001.json")
        assert (pdf.attachments["R-2026-000001.json"].get_file().mime_type) == "application/json"
    assert json.loads(data) == receipt.snapshot
    assert hashlib.sha256(data).hexdigest() == receipt.snapshot_sha256
    assert b"/EmbeddedFile" not in marked(receipt)


def test_without_that_wish_nothing_is_attached(now: datetime) -> None:
    assert b"/EmbeddedFile" not in store(settled(now))
