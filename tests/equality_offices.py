"""The organisations whose reports are read, each founded once: samples, random people, months."""

import pytest
from equality_kit import DAY, RANDOM_PEOPLE, Office, Tally, lay
from equality_random import found_random

OFFICES = ("sample en", "sample zh", "random")
_known: dict[str, Office] = {}


@pytest.fixture(autouse=True)
def on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make all reports on the same day."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY)


@pytest.fixture(params=OFFICES)
def office(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    capfd: pytest.CaptureFixture[str],
) -> Office:
    """Give an organisation whose sheets are in; each is founded once."""
    name: str = request.param
    if name not in _known:
        root = tmp_path_factory.mktemp("equality") / "w"
        _, _, language = name.partition(" ")
        people = max(4, RANDOM_PEOPLE // 5) if name == "months" else RANDOM_PEOPLE
        made = (
            lay(root, language, capfd)
            if language
            else found_random(root, capfd, people, months=name == "months")
        )
        made.name = name
        _known[name] = made
    _known[name].capfd = capfd
    return _known[name]


def told(tally: Tally, what: str, office: Office) -> None:
    """Tell the counts; nothing may differ, and something must have been compared."""
    tally.tell(f"{what}, {office.name}", office.capfd)
    assert not tally.wrong, "\n".join([f"{len(tally.wrong)} differ:", *tally.wrong[:60]])
    assert tally.compared.total() > 0
