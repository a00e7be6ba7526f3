"""The frame every hosted page shares: plain HTML and CSS, no script, nothing from anywhere else."""

from html import escape
from pathlib import Path

STYLE = Path(__file__).with_name("style.css").read_text()
POLICY = (
    "default-src 'none'; img-src data:; style-src 'self'; form-action http: https:; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def document(title: str, body: str) -> bytes:
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<link rel="stylesheet" href="/style.css">
<link rel="icon" href="data:,">
</head>
<body>
<header><p class="badge"><strong>Test payments</strong> – no real card, no real money</p></header>
<main>
<h1>{escape(title)}</h1>
{body}
</main>
<footer><p>This page stands in for Stripe on this computer. Nothing typed here leaves it.</p></footer>
</body>
</html>
""".encode()


def field(
    name: str, label: str, *, value: str = "", hint: str = "", more: str = "", kind: str = "text"
) -> str:
    """One labelled input."""
    described = f' aria-describedby="{name}-hint"' if hint else ""
    note = f'<p class="hint" id="{name}-hint">{hint}</p>' if hint else ""
    return (
        f'<div class="field"><label for="{name}">{escape(label)}</label>{note}'
        f'<input type="{kind}" id="{name}" name="{name}" value="{escape(value, quote=True)}"'
        f"{described} {more}></div>"
    )


def alert(message: str) -> str:
    return f'<div class="alert" role="alert"><p>{escape(message)}</p></div>' if message else ""


def money(amount: int) -> str:
    return f"${amount // 100:,}.{amount % 100:02d}"
