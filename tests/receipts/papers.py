"""Papers to print in tests."""

import io
from dataclasses import replace
from datetime import UTC, datetime

from PIL import Image, ImageDraw

from receipts.pdf import LABELS, Letterhead, Paper, PaperLine

ISSUED_AT = datetime(2026, 3, 14, 15, 9, 26, tzinfo=UTC)


def png(width: int = 60, height: int = 40, mode: str = "RGBA") -> bytes:
    image = Image.new(mode, (width, height))
    ImageDraw.Draw(image).ellipse((4, 4, width - 4, height - 4), fill="teal")
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


LETTERHEAD = Letterhead(
    legal_name="Safe Harbor International, Inc.",
    address_lines=("PO Box 1180", "Tampa, Florida 33601"),
    tax_number="12-3456789",
    phone="(813) 555-0142",
    email="giving@safeharbor.example",
    website="safeharbor.example",
    signatory_name="Margaret O'Neill",
    signatory_title="Director of Finance",
    logo_png=png(),
    signature_png=png(200, 50, "RGB"),
)

PAPER = Paper(
    language="en",
    kind_title="Donation receipt",
    number="SH-2026-000417",
    issued_on="March 14, 2026",
    issued_at=ISSUED_AT,
    payer_lines=("Eleanor M. Whitfield", "1209 Bayshore Boulevard", "Tampa, FL 33606"),
    lines=(PaperLine("Mar 3, 2026", "Gift by card", "Where most needed", "$250.00", ""),),
    total="$250.00",
    statements=("No goods or services were provided in exchange for this contribution.",),
    note="Thank you for standing with people who rebuild their lives.",
    check_url="https://give.safeharbor.example/check/K7QF3MXN9TRD2W8HPZ41/",
    check_code="K7QF-3MXN-9TRD",
    mark="",
    replaces="",
    labels=LABELS["en"],
)

NAMES = {
    "arabic": "محمد بن عبد الله",
    "hebrew": "שלום כהן",
    "devanagari": "प्रियंका शर्मा क्षत्रिय",
    "thai": "นางสาวสุดารัตน์ ใจดี",
    "chinese": "王小明",
    "korean": "김철수",
    "japanese": "さくら",
    "greek": "Ἀλέξανδρος",
    "cyrillic": "Дмитрий Їжак",
    "vietnamese": "Nguyễn Thị Ngọc",
    "amharic": "ፍቅር",
    "georgian": "ქეთი",
    "tamil": "கிருஷ்ணன்",
    "emoji": "Zoë 🙂",
}

HOSTILE = '<b>x</b><img src="/etc/hostname"><a href="javascript:1">&amp;'


def paper_of(count: int) -> Paper:
    lines = tuple(
        PaperLine(f"Mar {number % 28 + 1}, 2026", f"Gift {number}", "Safe housing", "$10.00", "Dinner, $4.00")
        for number in range(1, count + 1)
    )
    return replace(PAPER, lines=lines, total=f"${count * 10}.00")


SPANISH = replace(
    PAPER,
    language="es",
    kind_title="Recibo de donación",
    issued_on="14 de marzo de 2026",
    labels=LABELS["es"],
    mark="COPIA",
)

VARIED = {
    "plain": PAPER,
    "ten": paper_of(10),
    "sixty": replace(paper_of(60), mark="COPY"),
    "spanish": SPANISH,
    "void": replace(PAPER, mark="VOID", replaces="SH-2026-000102"),
    "names": replace(PAPER, payer_lines=tuple(NAMES.values())[:8], note=" ".join(NAMES.values())),
    "mixed": replace(PAPER, payer_lines=("Cohen (כהן) 2", "محمد (Ltd.) 123")),
    "hostile": replace(PAPER, payer_lines=(HOSTILE, "\x00\u202etxt.exe", "\ud800\ue000\ufffe\U000f0000")),
    "unknown": replace(PAPER, payer_lines=("\U00012000 \U0001d800 \u0378",)),
    "long": replace(
        PAPER,
        payer_lines=("N" * 5000, "م" * 900),
        note="word " * 1000,
        above="word " * 1000,
        closing="word " * 90,
    ),
    "empty": replace(
        PAPER, payer_lines=(), lines=(), total="", statements=(), note="", check_url="", check_code=""
    ),
}
