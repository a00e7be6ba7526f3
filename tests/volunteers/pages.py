"""What tests of the volunteers' own pages share: a volunteer with a browser, and the messages of a page."""

import html
import re
from dataclasses import dataclass
from datetime import timedelta

from django.test import Client

from tests.factories import MOMENT
from tests.volunteers.makers import make_volunteer
from volunteers.models import Program, Volunteer

TOMORROW = MOMENT + timedelta(hours=27)


@dataclass(frozen=True)
class Somebody:
    """A volunteer and the browser in which they are signed in."""

    volunteer: Volunteer
    browser: Client

    def signs_in(self) -> None:
        """Sign in, at first or again."""
        assert self.volunteer.user is not None
        self.browser.force_login(self.volunteer.user)

    def reads(self, path: str) -> str:
        """What a page says, as people read it: without tags, spaces put together."""
        answer = self.browser.get(path)
        assert answer.status_code == 200, path
        return plain(answer.content.decode())

    def presses(self, path: str, **data: object) -> str:
        """What the page says to which a press leads."""
        answer = self.browser.post(path, data, follow=True)
        assert answer.status_code == 200, path
        return plain(answer.content.decode())


def somebody(*programs: Program, name: str = "Rosa Lind") -> Somebody:
    """A volunteer who is cleared for these programs and signed in."""
    who = Somebody(make_volunteer(*programs, name=name), Client())
    who.signs_in()
    return who


def plain(page: str) -> str:
    """The words of a page's main part."""
    main = page.partition("<main")[2].partition("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", main)).split())
