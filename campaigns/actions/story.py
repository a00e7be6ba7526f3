"""The HTML that staff write, made safe for everyone's page."""

import nh3
from django.utils.html import linebreaks

LONGEST = 20_000
TAGS = frozenset({"p", "h3", "h4", "ul", "ol", "li", "strong", "em", "blockquote", "a", "br"})
CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    attributes={"a": {"href"}},
    url_schemes={"https"},
    url_relative="deny",
    link_rel="noopener noreferrer",
)


def clean_story(text: str) -> str:
    """Return what a page may show of a text: our few tags, and links to https addresses only.

    Words of a tag that is not ours stay, save those of scripts and style sheets. A text without any tag
    becomes paragraphs, so nobody has to know HTML. Cleaning twice changes nothing.
    """
    cleaned = CLEANER.clean(text.replace("\r\n", "\n")).strip()
    return cleaned if "<" in cleaned or not cleaned else linebreaks(cleaned)
