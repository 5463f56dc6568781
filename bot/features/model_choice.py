"""Members are told when their summaries are to use a language model, and each may keep their words
from it."""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.own_choice import choose
from bot.features.own_part import missing
from bot.features.summary_model import CONSENT, Standing, in_use, keeps, standing
from bot.protocol.cards import Card
from bot.protocol.effects import Effect, Post, Swap, Whisper
from bot.protocol.events import Commanded, Noted, Pressed
from bot.protocol.text import Blocks
from bot.rules import model_choice as rules
from bot.rules.model_choice import Told
from bot.store import cohorts
from bot.text import dates

story = Story("model-choice")

SAID = {"yes": "yes", "on": "yes", "allow": "yes", "no": "no", "off": "no", "keep": "no"}
"""What somebody says of their own words, in words."""


@story.note("model-switched")
def switched(event: Noted, work: Work) -> Effects:
    """Keep what moderators chose, and tell every room of it. Words may leave only once that stands
    there, and after the notice."""
    work.refreshed()
    cohort, model = work.cohort, work.tools.model
    assert cohort is not None and work.who is not None
    settings = {key: value for key, value in cohort.settings.items() if key != rules.SETTING}
    rooms = cohorts.rooms(work.db, cohort.id)
    if event.args["to"] == "off" or model is None:
        cohorts.change(work.db, cohort.id, settings=settings)
        card = work.card("model-told-off", who=work.who.name, cohort=cohort.name)
    else:
        keys = tuple(f"model:{work.new_id()}" for _ in rooms)
        since = rules.notice_ends(work.now, settings, cohort.zone)
        its = Told(name=model.name, host=model.host, postings=keys, since=since)
        settings[rules.SETTING] = rules.to_json(its)
        cohorts.change(work.db, cohort.id, settings=settings)
        card = work.card(
            "model-told-on",
            work.button("model-keep-button", "model.words", how="no"),
            who=work.who.name,
            cohort=cohort.name,
            model=its.name,
            host=its.host,
            since=dates.moment(since, cohort.zone),
        )
        # An answer, so that members hear of it on hold, too.
        return [
            Post(room=room.id, card=card, cohort=cohort.id, key=key, purpose="answer")
            for room, key in zip(rooms, keys, strict=True)
        ]
    return [Post(room=room.id, card=card, cohort=cohort.id, purpose="answer") for room in rooms]


# Anyone: who has left may still keep from it what they said.
@story.command("model", "[yes|no]", who="anyone")
def model(event: Commanded, work: Work, rest: str) -> Effects:
    """How it stands with a language model here, and with one's own words; or a choice of these."""
    how = SAID.get(rest.casefold())
    nothing = missing(work, "model" if how is None else f"model {how}")
    if nothing is not None:
        return [Whisper(card=nothing)]
    if how is not None:
        choose(work, CONSENT, how)
    return [Whisper(card=_card(work))]


@story.button("model.words", who="anyone")
def words(event: Pressed, work: Work) -> Effects:
    """Keep one's words from it, or let it read them."""
    how = event.args.get("how", "")
    if how not in ("yes", "no") or work.cohort is None or work.part is None:
        return [Whisper(card=work.card("stale-button"))]
    choose(work, CONSENT, how)
    card = _card(work)
    # The card in the room is everybody's, and stays.
    answer: Effect = Swap(card=card) if event.place.direct else Whisper(card=card)
    return [answer]


def _card(work: Work) -> Card:
    assert work.cohort is not None and work.who is not None
    its = standing(work, work.cohort)
    kept = keeps(work, work.cohort.id, work.who.id)
    how = "yes" if kept else "no"
    return Card(
        blocks=(*_here(work, its), *work.say(f"model-yours-{'kept' if kept else 'read'}")),
        buttons=(
            work.button(
                "model-let-button" if kept else "model-keep-button", "model.words", how=how
            ),
        ),
    )


def _here(work: Work, its: Standing) -> Blocks:
    assert work.cohort is not None
    if its.told is None:
        set_up = "model-off" if work.tools.model is not None else "model-none"
        return work.say(set_up, cohort=work.cohort.name)
    if in_use(its) and its.since is not None:
        return work.say(
            f"model-{its.state}",
            cohort=work.cohort.name,
            model=its.told.name,
            host=its.told.host,
            since=dates.moment(its.since, work.cohort.zone),
        )
    return work.say("model-resting", cohort=work.cohort.name, model=its.told.name)
