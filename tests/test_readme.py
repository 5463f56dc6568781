"""The README says what is there."""

from pathlib import Path

from bot import compose, config
from bot.text.catalogue import shipped

README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
FOR = {"anyone": "anyone", "member": "members", "moderator": "moderators"}


def command_rows() -> list[str]:
    """The README's table of commands, from the table that the bot answers by."""
    catalogue = shipped()
    commands = [each for each in compose.features().commands if each.name != "next"]
    commands.sort(key=lambda each: (list(FOR).index(each.who), each.name))
    rows = []
    for each in commands:
        words = f"{each.name} {each.usage}".strip().replace("|", "\\|")
        rows.append(f"| `{words}` | {FOR[each.who]} | {catalogue.word(each.help)} |")
    return rows


def test_every_command_stands_in_the_table():
    missing = [row for row in command_rows() if row not in README]
    assert not missing, "\n".join(missing)


def test_every_variable_is_explained():
    variables = [*config.VARIABLES, *(v for each in compose.platforms() for v in each.variables)]
    assert [each.name for each in variables if f"`{each.name}`" not in README] == []


def test_the_number_of_prompts_is_true():
    assert f"{len(compose.library().prompts)} prompts" in README
