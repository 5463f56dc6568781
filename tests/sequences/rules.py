"""What can happen, one rule a step. Each rule draws from the dice that it is handed, so that chance
as well as Hypothesis can choose."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random

from bot.protocol.cards import Field, Form
from bot.protocol.events import (
    Changed,
    Commanded,
    Edited,
    HomeOpened,
    Installed,
    Joined,
    Left,
    Pressed,
    Reacted,
    Removed,
    Said,
    Submitted,
)
from bot.protocol.refs import Place
from bot.protocol.text import Plain
from tests.sequences.play import Delivery, Play
from tests.sequences.town import AT_HOME, PEOPLE, ROOMS, direct, profile, room, user

Rule = Callable[[Play, Random], None]

COMMANDS = (
    "next", "help", "agree", "not now", "withdraw", "quote role", "quote none", "leave", "join",
    "members", "my data", "erase me", "summary", "host", "prompts", "prompts week", "skip",
    "shift 1 weeks", "hold", "resume", "resume", "close", "extend 2 days", "schedule", "leave out",
    "preview programme", "settings", "prompt", "prompt introductions now", "prompt small-step now",
    "prompt plain-words now", "prompt between-two-choices now", "invite", "new", "start",
    "what is this",
)  # fmt: skip
LATE = (timedelta(seconds=5), timedelta(minutes=4), timedelta(hours=2), timedelta(days=2))
SPANS = (
    timedelta(seconds=20), timedelta(minutes=2), timedelta(minutes=20), timedelta(hours=5),
    timedelta(days=1), timedelta(days=3),
)  # fmt: skip


def _delays(dice: Random) -> list[timedelta]:
    """When it is delivered: mostly once and at once."""
    copies = dice.choices((1, 2, 3), (6, 3, 1))[0]
    return [dice.choice(LATE) if dice.random() < 0.3 else timedelta() for _ in range(copies)]


def _someone(play: Play, dice: Random) -> tuple[str, str]:
    """A room, and who acts in it; now and then it is not their room."""
    channel = dice.choice(ROOMS)
    there = play.town.inside[channel]
    who = dice.choice(there if there and dice.random() < 0.95 else PEOPLE)
    return channel, who


def say(play: Play, dice: Random) -> None:
    """Someone writes: under a prompt, in the room, or under what another one wrote."""
    channel, who = _someone(play, dice)
    prompts = [
        each for each in play.chat.log
        if each.parcel.key.startswith("prompt:") and each.ref.channel == channel
        and each.parcel.kind == "post"
    ]  # fmt: skip
    thread = key = None
    drawn = dice.random()
    if prompts and drawn < 0.7:
        prompt = dice.choice(prompts[-3:])
        thread, key = prompt.ref.message, prompt.parcel.key
    elif drawn > 0.9 and (above := [e for e in play.town.letters if e.ref.channel == channel]):
        other = dice.choice(above[-6:])
        thread, key = other.ref.thread or other.ref.message, other.prompt
    letter = play.town.write(who, channel, play.clock(), thread, key)
    event = Said(
        at=letter.at, keys=play.town.keys(letter.ref), who=user(who), place=room(channel),
        ref=letter.ref, nodes=letter.nodes,
    )  # fmt: skip
    play.sends(event, letter=letter, delays=_delays(dice))


def say_privately(play: Play, dice: Random) -> None:
    """Someone writes to the bot: a command in plain words, or anything."""
    _, who = _someone(play, dice)
    text = dice.choice((*COMMANDS, "hello there", "agree with what she said"))
    at = play.town.stamp(play.clock())
    letter = play.town.write(who, direct(who).channel, play.clock(), None, None)
    play.town.letters.remove(letter)
    event = Said(
        at=at, keys=play.town.keys(letter.ref), who=user(who), place=direct(who), ref=letter.ref,
        nodes=(Plain(text=text),),
    )  # fmt: skip
    play.sends(event, delays=_delays(dice))


def edit(play: Play, dice: Random) -> None:
    """Someone gives a message other words, perhaps before the bot has heard of it."""
    there = [each for each in play.town.letters if not each.removed][-12:]
    if not there:
        return
    letter = dice.choice(there)
    # Some think better of it, and the words are those that stood there before.
    letter.change(dice.choice((*letter.versions[:-1], *[play.town.words()] * 4)))
    event = Edited(
        at=play.town.stamp(play.clock()), keys=play.town.keys(), who=user(letter.who),
        place=room(letter.ref.channel), ref=letter.ref, nodes=letter.nodes, written=letter.at,
    )  # fmt: skip
    play.sends(event, letter=letter, delays=_delays(dice))


def remove(play: Play, dice: Random) -> None:
    """Someone deletes what they wrote."""
    there = [each for each in play.town.letters if not each.removed][-12:]
    if not there:
        return
    letter = dice.choice(there)
    letter.removed = True
    event = Removed(
        at=play.town.stamp(play.clock()), keys=play.town.keys(), place=room(letter.ref.channel),
        ref=letter.ref,
    )  # fmt: skip
    play.sends(event, letter=letter, delays=_delays(dice))


def react(play: Play, dice: Random) -> None:
    """Someone reacts to a message."""
    channel, who = _someone(play, dice)
    there = [each for each in play.town.letters if each.ref.channel == channel][-6:]
    if not there:
        return
    event = Reacted(
        at=play.town.stamp(play.clock()), keys=play.town.keys(), who=user(who),
        place=room(channel), ref=dice.choice(there).ref, emoji="bulb", added=dice.random() < 0.8,
    )  # fmt: skip
    play.sends(event, delays=_delays(dice))


def command(play: Play, dice: Random) -> None:
    """Someone gives a command, in a room or privately."""
    channel, who = _someone(play, dice)
    if dice.random() < 0.5 and play.town.inside[channel]:
        who = AT_HOME[channel][0]
    place = direct(who) if dice.random() < 0.3 else room(channel)
    play.sends(_commanded(play, who, place, dice.choice(COMMANDS)), delays=_delays(dice))


def mention(play: Play, dice: Random) -> None:
    """A moderator gives a command about someone."""
    channel = dice.choice(ROOMS)
    who, other = AT_HOME[channel][0], dice.choice(PEOPLE)
    text = dice.choice(
        (f"role @{other} guest", f"role @{other} member", f"role @{other} moderator",
         f"invite @{other}", f"members @{other}", f"hand over @{other}")
    )  # fmt: skip
    event = Commanded(
        at=play.town.stamp(play.clock()), keys=play.town.keys(), who=user(who),
        place=room(channel), text=text, people={f"@{other}": user(other)},
    )  # fmt: skip
    play.sends(event, delays=_delays(dice))


def _commanded(play: Play, who: str, place: Place, text: str) -> Commanded:
    return Commanded(
        at=play.town.stamp(play.clock()), keys=play.town.keys(), who=user(who), place=place,
        text=text,
    )  # fmt: skip


def press(play: Play, dice: Random) -> None:
    """Someone presses a button that they see, or one that somebody else sees."""
    owners = [who for who, hand in play.town.hands.items() if hand]
    if not owners:
        return
    owner = dice.choice(owners)
    held = dice.choice(play.town.hands[owner])
    who = owner if dice.random() < 0.96 else dice.choice(PEOPLE)
    event = Pressed(
        at=play.town.stamp(play.clock()), keys=play.town.keys(), who=user(who), place=held.place,
        action=held.button.action, args=held.button.args, ref=held.ref,
    )  # fmt: skip
    if held.button.action == "delivery.again":
        play.listener.again.add(held.button.args["parcel"])
    play.sends(event, delays=_delays(dice))


def agree(play: Play, dice: Random) -> None:
    """Someone presses the button that agrees, or the one that takes it back."""
    wanted = ("consent.agree", "consent.withdraw", "consent.keep")
    there = [
        (who, held)
        for who, hand in play.town.hands.items()
        for held in hand
        if held.button.action in wanted
    ]
    if not there:
        return
    who, held = dice.choice(there)
    event = Pressed(
        at=play.town.stamp(play.clock()), keys=play.town.keys(), who=user(who), place=held.place,
        action=held.button.action, args=held.button.args, ref=held.ref,
    )  # fmt: skip
    play.sends(event, delays=_delays(dice))


def fill(play: Play, dice: Random) -> None:
    """Someone sends a form that they have open; it stays open, so that they may send it again."""
    owners = [who for who, forms in play.town.forms.items() if forms]
    if not owners:
        return
    who = dice.choice(owners)
    form, place = dice.choice(play.town.forms[who])
    play.sends(_submitted(play, who, place, form, dice), delays=_delays(dice))


def _submitted(play: Play, who: str, place: Place, form: Form, dice: Random) -> Submitted:
    return Submitted(
        at=play.town.stamp(play.clock()), keys=play.town.keys(), who=user(who), place=place,
        action=form.action, args=form.args, sealed=form.sealed,
        values={each.name: _filled(play, each, dice) for each in form.fields},
    )  # fmt: skip


def _filled(play: Play, into: Field, dice: Random) -> str | tuple[str, ...]:
    many = into.kind in ("choices", "people")
    if into.value and (into.name != "when" or dice.random() < 0.5):
        return tuple(into.value.split(",")) if many else into.value
    if not into.required and dice.random() < 0.5:
        return () if many else ""
    match into.kind:
        case "choice" | "choices":
            drawn = dice.choice(into.options).value if into.options else ""
        case "person" | "people":
            drawn = dice.choice(PEOPLE)
        case "date":
            drawn = (play.clock().date() + timedelta(days=dice.randrange(1, 30))).isoformat()
        case "time":
            drawn = f"{dice.randrange(8, 18):02}:00"
        case _:
            drawn = f"Something of our own, number {next(play.town.numbers)}"[: into.limit]
    return (drawn,) if many else drawn


def come_or_go(play: Play, dice: Random) -> None:
    """Someone enters a room or leaves it."""
    channel, who = dice.choice(ROOMS), dice.choice(PEOPLE)
    there = play.town.inside[channel]
    at, keys = play.town.stamp(play.clock()), play.town.keys()
    if who in there:
        there.remove(who)
        event = Left(at=at, keys=keys, who=user(who), place=room(channel))
    else:
        there.append(who)
        told = profile(who) if dice.random() < 0.5 else None
        event = Joined(at=at, keys=keys, who=user(who), place=room(channel), profile=told)
    play.chat.present[channel] = [profile(each) for each in there]
    play.sends(event, delays=_delays(dice))


def change(play: Play, dice: Random) -> None:
    """Someone's profile changes; the workspace is told of the bot; someone opens its page."""
    who = dice.choice(PEOPLE)
    at, keys = play.town.stamp(play.clock()), play.town.keys()
    drawn = dice.random()
    if drawn < 0.6:
        event = Changed(at=at, keys=keys, profile=profile(who, deactivated=dice.random() < 0.1))
    elif drawn < 0.8:
        event = HomeOpened(at=at, keys=keys, who=user(who), place=direct(who))
    else:
        event = Installed(at=at, keys=keys, platform="toy", workspace="w", name="Clinic")
    play.sends(event, delays=_delays(dice))


def deliver(play: Play, dice: Random) -> None:
    """Some of what is on its way arrives, in any order, together or alone."""
    there = play.ready()
    if there:
        group = dice.choices((1, 2, 5), (6, 2, 1))[0]
        play.deliver(dice.sample(there, min(group, len(there))))


def deliver_late(play: Play, dice: Random) -> None:
    """The newest arrives before all that is older."""
    there = play.ready()
    if there:
        play.deliver([max(there, key=_number)])


def _number(delivery: Delivery) -> int:
    return delivery.number


def commit_fails(play: Play, dice: Random) -> None:
    """The next commits go wrong, in one of several ways."""
    fault = dice.choice(("fail", "lose", "die", "die after"))
    play.engine.faults[:] = [fault] * dice.choice((1, 2))


def settle(play: Play, dice: Random) -> None:
    """The courier, the clock and the workers have their turn."""
    play.settle()


def wait(play: Play, dice: Random) -> None:
    """Time goes on."""
    play.advance(dice.choices(SPANS, (6, 6, 4, 3, 2, 1))[0])


def die(play: Play, dice: Random) -> None:
    """The process is killed between two steps."""
    play.restart()


def forget(play: Play, dice: Random) -> None:
    """The engine tidies up."""
    play.tidy()


RULES: Mapping[Rule, int] = {
    say: 24, edit: 10, remove: 3, react: 1, say_privately: 2, command: 6, mention: 2, press: 9,
    agree: 4, fill: 5, come_or_go: 2, change: 1, deliver: 46, deliver_late: 6, commit_fails: 5,
    settle: 14, wait: 8, die: 2, forget: 1,
}  # fmt: skip
"""How often each happens, relative to the others."""


def found(play: Play, dice: Random) -> None:
    """Before the sequence: every room's moderator sets up a cohort and starts it, most members
    agree, and a prompt is posted."""
    for channel, people in AT_HOME.items():
        play.town.inside[channel] = list(people)
        play.chat.present[channel] = [profile(each) for each in people]
        play.chat.profiles.update({each: profile(each) for each in people})
        first, place = people[0], room(channel)
        for text in ("new", "start"):
            play.sends(_commanded(play, first, place, text))
            play.deliver(play.ready())
            form, _ = play.town.forms[first].pop()
            event = _submitted(play, first, place, form, dice)
            chosen = {"programme": "first-weeks", "zone": "UTC", "people": "all", "ends": "",
                      "starts": date(2026, 3, 2).isoformat()}  # fmt: skip
            values = {name: chosen.get(name, value) for name, value in event.values.items()}
            play.sends(Submitted(
                at=event.at, keys=event.keys, who=event.who, place=place, action=event.action,
                args=event.args, values=values,
            ))  # fmt: skip
            play.deliver(play.ready())
            play.settle()
        play.sends(_commanded(play, first, place, "prompt introductions now"))
        play.deliver(play.ready())
    play.settle()
    for who, hand in list(play.town.hands.items()):
        for held in [each for each in hand if each.button.action == "consent.agree"]:
            if dice.random() < 0.8:
                play.sends(Pressed(
                    at=play.town.stamp(play.clock()), keys=play.town.keys(), who=user(who),
                    place=held.place, action="consent.agree", args=held.button.args,
                ))  # fmt: skip
                play.deliver(play.ready())
