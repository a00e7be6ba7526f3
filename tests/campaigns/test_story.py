"""What staff write reaches the public page as harmless HTML."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.actions.story import TAGS, clean_story


class Reader(HTMLParser):
    """Collects tags with their attributes, as a browser would read them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def tags_of(html: str) -> list[tuple[str, dict[str, str | None]]]:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.found


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<p>Warm</p><script>alert(1)</script>", "<p>Warm</p>"),
        ("<p>Warm</p><style>p { color: red }</style>", "<p>Warm</p>"),
        ('<p onclick="alert(1)" onmouseover=alert(1)>Warm</p>', "<p>Warm</p>"),
        ('<p style="position:fixed" class="hero" id="x">Warm</p>', "<p>Warm</p>"),
        ('<p><img src=x onerror="alert(1)">Warm</p>', "<p>Warm</p>"),
        ('<p>Warm<iframe src="https://example.org"></iframe></p>', "<p>Warm</p>"),
        ('<p>Warm<object data="x"></object><embed src="x"><svg onload="x"></svg></p>', "<p>Warm</p>"),
        ('<form action="https://example.org"><input name="card"></form><p>Warm</p>', "<p>Warm</p>"),
        ("<h1>Loud</h1><p>Warm</p>", "Loud<p>Warm</p>"),
        ("<p>Warm<!-- a note --></p>", "<p>Warm</p>"),
        ("<p><strong>Warm", "<p><strong>Warm</strong></p>"),
    ],
)
def test_what_could_harm_is_taken_out_and_the_words_stay(written: str, shown: str) -> None:
    assert clean_story(written) == shown


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#x09;script:alert(1)",
        "&#106;avascript:alert(1)",
        "data:text/html,<b>x</b>",
        "vbscript:x",
        "http://example.org/",
        "mailto:a@example.org",
        "/desk/",
        "desk/",
        "//example.org/",
        "?a=b",
        "#top",
        " ",
    ],
)
def test_a_link_leads_to_an_https_address_or_nowhere(address: str) -> None:
    assert clean_story(f'<p><a href="{address}">here</a></p>') == (
        '<p><a rel="noopener noreferrer">here</a></p>'
    )


def test_a_link_to_an_https_address_stays_and_tells_nobody_where_one_came_from() -> None:
    assert clean_story('<p><a href="https://example.org/a" target="_top">here</a></p>') == (
        '<p><a href="https://example.org/a" rel="noopener noreferrer">here</a></p>'
    )


def test_everything_on_the_short_list_stays() -> None:
    story = "<h3>A</h3><h4>B</h4><p><strong>C</strong> <em>D</em></p><ul><li>E</li></ul><ol><li>F</li></ol>"
    story += "<blockquote>G<br>H</blockquote>"
    assert clean_story(story) == story


def test_plain_text_becomes_paragraphs() -> None:
    assert clean_story("Warm & dry.\r\n\r\n1 < 2\nand more") == (
        "<p>Warm &amp; dry.</p>\n\n<p>1 &lt; 2<br>and more</p>"
    )


def test_nothing_stays_nothing() -> None:
    assert clean_story(" \n ") == ""
    assert clean_story("<script>x</script>") == ""


PIECES = st.sampled_from(
    [
        "<script>",
        "</script>",
        "<svg><style>",
        "<math><mtext></form><mglyph>",
        "<a href=",
        '"javascript:x"',
        "<p ",
        "onclick=x>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<textarea>",
        "<noscript>",
        "<template>",
        "&lt;",
        "<li>",
        "</p>",
        "\0",
        "'",
        '"',
    ]
)


@given(st.lists(PIECES | st.text(), max_size=12).map("".join))
def test_whatever_is_written_only_tags_of_the_list_come_out(written: str) -> None:
    shown = clean_story(written)

    for tag, attributes in tags_of(shown):
        assert tag in TAGS
        assert attributes.keys() <= ({"href", "rel"} if tag == "a" else set())
        assert re.match(r"https:", attributes.get("href") or "https:", re.IGNORECASE)


@given(st.lists(PIECES | st.text(), max_size=12).map("".join))
def test_cleaning_twice_changes_nothing(written: str) -> None:
    once = clean_story(written)

    assert clean_story(once) == once
