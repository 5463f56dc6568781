"""Finding a person on the command line, and erasing one on whom a cohort depends."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import cli
from bot.store.tables import room
from tests.world import World


@pytest.fixture
def spring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A file with one cohort that is running; its id."""
    url = f"sqlite:///{tmp_path}/cohorts.db"
    monkeypatch.setenv("DATABASE_URL", url)
    world = World(url)
    world.cohort("ben", "cho")
    world.enters("bea", name="Bea Okafor-Lind")
    world.press("ana", "Invite")
    (cohort,) = {each["cohort"] for each in world.rows(room)}
    world.close()
    yield cohort


def typed(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = cli.main(words)
    told = capsys.readouterr()
    return code, told.out, told.err


def test_members_are_one_line_each_as_erase_takes_them(spring: str, capsys):
    code, out, err = typed(capsys, "members", spring)
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "sandbox:sandbox:ana  Ana Ruiz  moderator  present",
        "sandbox:sandbox:bea  Bea Okafor-Lind  member  present",
        "sandbox:sandbox:ben  Ben Okafor  member  present",
        "sandbox:sandbox:cho  Cho Park  member  present",
    ]
    for line in out.splitlines():
        assert typed(capsys, "export", "--user", line.split()[0])[0] == 0
    assert json.loads(typed(capsys, "members", spring, "--json")[1].splitlines()[3]) == {
        "user": "sandbox:sandbox:cho", "name": "Cho Park", "role": "member", "state": "present",
    }  # fmt: skip
    assert typed(capsys, "members", "nowhere")[0] == 2


def test_a_part_of_the_name_will_do_where_nobody_else_has_it(spring: str, capsys):
    code, out, _ = typed(capsys, "erase", "--user", "park", "--cohort", spring)
    assert code == 0 and "Erases sandbox:sandbox:cho (Cho Park)" in out
    # A whole name is not a part of the longer one.
    code, out, _ = typed(capsys, "erase", "--user", "ben okafor", "--cohort", spring)
    assert code == 0 and "(Ben Okafor)" in out


@pytest.mark.parametrize("word", ["erase", "export"])
def test_whom_it_may_mean_is_listed_and_nothing_is_done(spring: str, word: str, capsys):
    extra = ("--yes",) if word == "erase" else ()
    code, out, err = typed(capsys, word, "--user", "okafor", "--cohort", spring, *extra)
    assert (code, out) == (2, "")
    assert err.splitlines()[1:] == [
        "  sandbox:sandbox:bea  Bea Okafor-Lind", "  sandbox:sandbox:ben  Ben Okafor"
    ]  # fmt: skip
    assert "Nobody in" in typed(capsys, word, "--user", "zoe", "--cohort", spring, *extra)[2]
    assert "'members COHORT'" in typed(capsys, word, "--user", "park", *extra)[2]
    assert "There is no cohort" in typed(capsys, word, "--user", "park", "--cohort", "x")[2]
    assert len(typed(capsys, "members", spring)[1].splitlines()) == 4


def test_the_last_moderator_is_erased_after_a_word_more(spring: str, capsys):
    asked = ("erase", "--user", "sandbox:sandbox:ana")
    code, out, _ = typed(capsys, *asked)
    assert code == 0 and "only moderator of Spring" in out and "prompts go on as planned" in out
    code, out, _ = typed(capsys, *asked, "--yes")
    assert code == 1 and "Nothing is done" in out
    assert "Ana Ruiz" in typed(capsys, "members", spring)[1]
    code, out, _ = typed(capsys, *asked, "--yes", "--without-moderator")
    assert code == 0 and "Erased." in out
    assert "Ana Ruiz" not in typed(capsys, "members", spring)[1]


def test_a_member_needs_no_word_more(spring: str, capsys):
    code, out, _ = typed(capsys, "erase", "--user", "sandbox:sandbox:cho", "--yes")
    assert code == 0 and "moderator" not in out and ": 0 messages" in out
