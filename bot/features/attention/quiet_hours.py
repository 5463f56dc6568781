"""Hours in which somebody wants no message, by their own clock."""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.attention import wishes
from bot.protocol.effects import Whisper
from bot.protocol.events import Commanded
from bot.rules.quiet_hours import read_quiet
from bot.text import dates

story = Story("quiet_hours")

OFF = ("off", "none", "no")


@story.command("quiet hours", "18:00-8:00|off", cohort=False)
def be_quiet(event: Commanded, work: Work, rest: str) -> Effects:
    """Set them, or let them go."""
    asked = wishes.of(event, work)
    if not asked:
        return wishes.nobodys(work)
    if rest.strip().casefold() in OFF:
        wishes.note(work, asked, quiet_from=None, quiet_until=None)
        blocks = work.say("quiet-hours-off", where=wishes.where(work, asked))
        return [wishes.confirmed(work, asked, blocks)]
    quiet = read_quiet(rest)
    if quiet is None:
        return [Whisper(card=work.card("quiet-hours-which"))]
    if not quiet.leaves_any():
        buttons = (
            wishes.button(work, "away-button", "away"),
            wishes.button(work, "less-button", "ask me less"),
        )
        return [Whisper(card=work.card("quiet-hours-all", *buttons))]
    wishes.note(
        work,
        asked,
        quiet_from=quiet.since.isoformat("minutes"),
        quiet_until=quiet.until.isoformat("minutes"),
    )
    blocks = work.say(
        "quiet-hours-done",
        since=dates.clock(quiet.since),
        until=dates.clock(quiet.until),
        zone=wishes.zone(work, asked),
        where=wishes.where(work, asked),
    )
    off = wishes.button(work, "quiet-hours-off-button", "quiet hours off")
    return [wishes.confirmed(work, asked, blocks, off)]
