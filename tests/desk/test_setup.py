"""Setting the organisation up: checked, drawn anew, written down."""

import io
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from accounts.actions.organisation import save_organisation
from accounts.models import AuditEntry, Organisation, Role
from core.pictures import LARGEST_FILE, BadPicture, redraw
from gifts.actions.tallies import rebuild_tallies
from gifts.models import DonorYear
from gifts.reports.tallies import fiscal_month
from jobs.models import Job
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_gift, make_organisation, make_user

pytestmark = pytest.mark.django_db

TYPED = {
    "legal_name": "Safe Harbor, Inc.",
    "public_name": "Safe Harbor",
    "regime": "US",
    "tax_number": "12-3456789",
    "address": "PO Box 100\nAlbany, NY 12201",
    "email": "giving@example.org",
    "phone": "518-555-0100",
    "website": "https://example.org",
    "zone": "America/New_York",
    "signatory_name": "Ana Reyes",
    "signatory_title": "Executive Director",
}


@pytest.fixture
def administrator() -> Client:
    return browser_of(make_staff(Role.ADMINISTRATOR))


def picture(size: tuple[int, int] = (300, 100), *, form: str = "PNG", secret: str = "") -> bytes:
    drawn = io.BytesIO()
    said = PngInfo()
    said.add_text("Comment", secret)
    extra = {"pnginfo": said} if form == "PNG" else {}
    Image.new("RGB", size, "teal").save(drawn, format=form, **extra)
    return drawn.getvalue()


def upload(content: bytes, name: str = "logo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/png")


def test_what_is_typed_is_kept_and_written_down(administrator: Client) -> None:
    make_organisation(public_name="Old name")
    answer = administrator.post("/desk/setup/", {**TYPED, "tax_number": "123456789"})
    assert answer.status_code == 302
    row = Organisation.objects.get()
    assert {name: getattr(row, name) for name in TYPED} == TYPED
    entry = AuditEntry.objects.get(verb="organisation.changed")
    assert (entry.before, entry.after) == (
        {"public_name": "Old name"},
        {"public_name": "Safe Harbor"},
    )


def test_the_first_setup_makes_the_row(administrator: Client) -> None:
    assert administrator.get("/desk/setup/").status_code == 200
    assert administrator.post("/desk/setup/", TYPED).status_code == 302
    assert Organisation.objects.get().legal_name == "Safe Harbor, Inc."


def test_saving_what_is_there_writes_nothing(administrator: Client) -> None:
    make_organisation()
    administrator.post("/desk/setup/", TYPED)
    assert not AuditEntry.objects.filter(verb="organisation.changed").exists()


def test_another_country_is_chosen_with_a_warning_and_its_own_kind_of_number(administrator: Client) -> None:
    make_organisation()
    typed = {**TYPED, "regime": "CA", "tax_number": "123456782rr0001"}
    page = administrator.post("/desk/setup/", typed, follow=True).content.decode()
    row = Organisation.objects.get()
    assert (row.regime, row.tax_number) == ("CA", "12345 6782 RR0001")
    assert "another country&#x27;s rules from now on" in page
    entry = AuditEntry.objects.get(verb="organisation.changed")
    assert (entry.before["regime"], entry.after["regime"]) == ("US", "CA")
    assert "Charity registration number 12345 6782 RR0001" in administrator.get("/").content.decode()


@pytest.mark.parametrize(
    "number",
    ["12-3456789", "123456789 RR0001", "123456782 RT0001", "123456782", "123456782RR001", "123456782RR00O1"],
)
def test_what_is_no_charity_s_number_in_canada_is_refused(administrator: Client, number: str) -> None:
    page = administrator.post("/desk/setup/", {**TYPED, "regime": "CA", "tax_number": number})
    assert list(page.context["form"].errors) == ["tax_number"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("regime", "GB"),
        ("regime", ""),
        ("tax_number", "12-345678"),
        ("tax_number", "00-0000000"),
        ("tax_number", "abc"),
        ("zone", "Mars/Olympus"),
        ("zone", ""),
        ("legal_name", ""),
        ("email", "nobody"),
        ("website", "javascript:alert(1)"),
    ],
)
def test_what_cannot_be_right_is_named_and_nothing_is_kept(
    administrator: Client, name: str, value: str
) -> None:
    make_organisation()
    page = administrator.post("/desk/setup/", {**TYPED, "phone": "changed", name: value})
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [name]
    assert Organisation.objects.get().phone == "518-555-0100"


def test_pictures_are_drawn_anew_without_what_they_carried(administrator: Client) -> None:
    make_organisation()
    content = picture(secret="taken at 12 Elm Street")
    administrator.post("/desk/setup/", {**TYPED, "logo": upload(content)})
    kept = bytes(Organisation.objects.get().logo_png or b"")
    assert b"Elm Street" in content
    assert b"Elm Street" not in kept
    with Image.open(io.BytesIO(kept)) as image:
        assert (image.format, image.size, image.info) == ("PNG", (300, 100), {})
    shown = administrator.get("/desk/setup/logo.png")
    assert (shown.content, shown["Content-Type"]) == (kept, "image/png")
    entry = AuditEntry.objects.get(verb="organisation.changed")
    assert (entry.before, entry.after) == ({"logo_png": "none"}, {"logo_png": "new"})


def test_a_picture_can_be_taken_away(administrator: Client) -> None:
    make_organisation()
    administrator.post("/desk/setup/", {**TYPED, "signature": upload(picture())})
    administrator.post("/desk/setup/", {**TYPED, "drop_signature": "on"})
    assert Organisation.objects.get().signature_png is None
    assert administrator.get("/desk/setup/signature.png").status_code == 404


@pytest.mark.parametrize("name", ["legal_name", "logo_png", "pk"])
def test_only_pictures_are_shown_as_pictures(administrator: Client, name: str) -> None:
    make_organisation()
    assert administrator.get(f"/desk/setup/{name}.png").status_code == 404


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 40,
        picture()[:60],
        picture(form="GIF"),
        picture((4000, 1001)),
        picture() + b"\x00" * LARGEST_FILE,
    ],
    ids=["nothing", "svg", "no png", "half", "gif", "too many pixels", "too large"],
)
def test_nothing_but_a_modest_png_or_jpeg_is_taken(content: bytes) -> None:
    with pytest.raises(BadPicture):
        redraw(content)


def test_a_bad_upload_is_said_beside_its_field(administrator: Client) -> None:
    make_organisation()
    page = administrator.post("/desk/setup/", {**TYPED, "logo": upload(b"<svg/>", "logo.svg")})
    assert list(page.context["form"].errors) == ["logo"]
    large = administrator.post("/desk/setup/", {**TYPED, "logo": upload(b"x" * (LARGEST_FILE + 1))})
    assert large.context["form"].errors["logo"] == ["The picture may have 1 MB at most."]
    assert Organisation.objects.get().logo_png is None


def test_a_large_photograph_is_made_to_fit_a_letterhead() -> None:
    with Image.open(io.BytesIO(redraw(picture((2400, 1200), form="JPEG")))) as image:
        assert (image.format, image.size) == ("PNG", (1600, 800))


def test_two_saves_at_once_keep_one_row(now: datetime) -> None:
    user = make_user(Role.ADMINISTRATOR)
    for name in ("One", "Two"):
        save_organisation(values={**TYPED, "public_name": name}, pictures={}, by=user, now=now)
    assert Organisation.objects.get().public_name == "Two"


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
@pytest.mark.parametrize("path", ["/desk/setup/", "/desk/setup/checkup/", "/desk/setup/logo.png"])
def test_only_administrators_set_the_house_up(role: Role, path: str) -> None:
    assert browser_of(make_staff(role)).get(path).status_code == 404


def test_the_checkup_says_what_is_amiss_and_what_to_do(administrator: Client) -> None:
    page = administrator.get("/desk/setup/checkup/")
    subjects = [finding.subject for finding in page.context["amiss"]]
    assert "organisation" in subjects
    assert "Fill in the desk, House, Setup." in page.content.decode()


def test_another_fiscal_year_has_reports_counted_anew_by_it(administrator: Client) -> None:
    make_organisation()
    gift = make_gift(given_at=datetime(2026, 8, 3, 12, tzinfo=UTC))

    administrator.post("/desk/setup/", {**TYPED, "fiscal_month": "7"})
    before = fiscal_month()
    job = Job.objects.get(kind="gifts.tallies.rebuild")
    rebuild_tallies(month=int(job.about), now=job.created_at)

    assert (before, fiscal_month()) == (1, 7)
    assert Organisation.objects.get().fiscal_month == 7
    assert [(row.donor_id, row.year) for row in DonorYear.objects.all()] == [(gift.donor_id, 2027)]


def test_the_database_refuses_a_fiscal_year_that_begins_in_no_month() -> None:
    make_organisation()
    with pytest.raises(IntegrityError, match="organisation_fiscal_month_is_one"), transaction.atomic():
        Organisation.objects.update(fiscal_month=13)
