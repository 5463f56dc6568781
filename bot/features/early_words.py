"""Words that someone writes before they agree: nothing is kept, and they are told so once.

The button on that note names the message by the platform's reference alone; its words are read
from the platform again if, and only if, its author presses.
"""

import json
from collections.abc import Mapping

from bot.engine.story import Desk, Effects, Story
from bot.engine.work import Work
from bot.protocol.cards import Card
from bot.protocol.effects import Note, Run, Swap, Whisper
from bot.protocol.events import Edited, Finished, Pressed, Said
from bot.protocol.ports import Absent, Unknown
from bot.protocol.refs import Ref
from bot.store import cohorts
from bot.store.codec import dump_nodes
from bot.store.records import Cohort, Person

story = Story("early_words")

_REF = ("platform", "workspace", "channel", "message", "thread")


@story.on(Said)
def on_said(event: Said, work: Work) -> Effects:
    """Tell who wrote that it is not kept."""
    return _tell_once(event, work, "early")


@story.on(Edited)
def on_edited(event: Edited, work: Work) -> Effects:
    """Tell who changed a message that it is not kept."""
    return _tell_once(event, work, "early-edited")


def _tell_once(event: Said | Edited, work: Work, key: str) -> Effects:
    part, cohort = work.part, work.cohort
    if event.place.direct or cohort is None or work.agreed:
        return []
    if cohort.state not in ("running", "held"):
        return []
    if part is None or part.state not in cohorts.BELONGING or part.warned_at is not None:
        return []
    cohorts.change_membership(work.db, part.id, warned_at=work.now)
    ref = {name: getattr(event.ref, name) or "" for name in _REF}
    args = {"person": part.person, "at": event.at.isoformat(), **ref}
    seal = work.seal(_sealed(cohort, args))
    keep = work.button("early-button", "consent.keep", style="primary", seal=seal, **args)
    buttons = (keep, work.button("not-now-button", "consent.decline"))
    card = work.card(key, *buttons, cohort=cohort.name)
    tell = work.tell(
        part.person, card, key=f"early:{part.id}:{part.since.timestamp():.0f}", purpose="answer"
    )
    return [tell]


def _sealed(cohort: Cohort, args: Mapping[str, str]) -> str:
    """What the button names, as one text: the cohort, the person, the message."""
    return json.dumps([cohort.id, *(args.get(name) for name in (*_REF, "at", "person"))])


@story.button("consent.keep")
def keep_this_one(event: Pressed, work: Work) -> Effects:
    """They agree, and the message is read from the platform once more."""
    cohort, who = work.cohort, work.who
    assert cohort is not None and who is not None
    args = dict(event.args)
    if args.get("person") != who.id:
        return [Whisper(card=work.card("early-not-yours"))]
    # On some platforms whoever presses can write what the button carries; the message that it
    # names is read with the bot's eyes, so it must be one that the bot itself wrote down there.
    if not work.is_sealed(_sealed(cohort, args), args.get("seal", "")):
        return [Whisper(card=work.card("stale-button"))]
    words = Run(
        kind="words",
        args={name: args[name] for name in (*_REF, "at", "person")},
        cohort=cohort.id,
        concerns=(who.id,),
    )
    return [Note(topic="agreement-given"), words, Swap(card=_done(work, cohort, who))]


def _done(work: Work, cohort: Cohort, who: Person) -> Card:
    """What agreeing means from now on, with the choice how one is quoted."""
    quoting = cohorts.current_consent(work.db, cohort.id, who.id, "quoting")
    how = quoting.value if quoting is not None else "name"
    role = work.word(f"role-{work.part.role if work.part is not None else 'member'}")
    blocks = work.say("early-done", cohort=cohort.name)
    choice = (
        work.button(f"quote-{each}-button", "consent.quote", how=each)
        for each in ("role", "none", "name")
    )
    return Card(
        blocks=blocks + work.say(f"agreed-quoted-{how}", role=role),
        buttons=(*choice, work.button("withdraw-button", "consent.withdraw")),
    )


@story.job("words")
async def read_again(args: dict[str, str], desk: Desk) -> object:
    """What stands in the message now: nodes as JSON data, or why there is nothing to keep."""
    found = await desk.chat(args["platform"]).words(_ref(args))
    match found:
        case Absent():
            return {"why": "gone"}
        case Unknown():
            return {"why": "unknown"}
        case _:
            return {"nodes": dump_nodes(found)}


@story.result("words")
def keep_words(event: Finished, work: Work) -> Effects:
    """Hand the words over to be kept, unless their author took the agreement back meanwhile."""
    cohort, person = work.cohort, event.args["person"]
    if cohort is None or not cohorts.agreed(work.db, cohort.id, person):
        return []
    result = event.result if isinstance(event.result, dict) else {"why": "unknown"}
    if "nodes" not in result:
        told = work.card(f"early-{result['why']}", cohort=cohort.name)
        return [work.tell(person, told, purpose="answer")]
    ref = {name: getattr(_ref(event.args), name) for name in _REF}
    kept = {
        "person": person,
        "at": event.args["at"],
        "ref": json.dumps(ref),
        "nodes": json.dumps(result["nodes"]),
    }
    return [Note(topic="message-kept", args=kept)]


def _ref(args: Mapping[str, str]) -> Ref:
    return Ref(
        platform=args["platform"],
        workspace=args["workspace"],
        channel=args["channel"],
        message=args["message"],
        thread=args["thread"] or None,
    )
