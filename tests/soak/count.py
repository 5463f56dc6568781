"""The count: what was acknowledged against what is kept, what was meant against what stands.

Three witnesses: those who delivered (``Did``), the platform's own record, and the database. The
bot's word that something was sent counts for nothing here.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from bot.store.tables import (
    cohort,
    consent,
    discussion,
    identity,
    membership,
    message,
    outgoing,
    room,
)
from tests.run.served import rows
from tests.run.workspace import direct, user_id
from tests.soak.people import Cohort, Newcomer
from tests.soak.trouble import TroubledSlack

Row = Mapping[str, Any]


@dataclass(slots=True, kw_only=True)
class Figures:
    """``acked``: different deliveries that were answered 200. ``lost``: those of them without
    their effect. ``doubled``: effects or speeches there more often than they were asked for.
    ``never``: speeches that the bot meant and that stand nowhere. ``failed_sends``: calls that
    the platform answered with an error, or not at all."""

    acked: int = 0
    lost: int = 0
    doubled: int = 0
    never: int = 0
    kills: int = 0
    restarts: int = 0
    failed_sends: int = 0


@dataclass(slots=True)
class Count:
    """``findings``: a line for each broken promise. ``disordered``: speeches that stand before one
    that came before them in their place. ``given_up``: speeches that the bot has given up, by
    state; none of these is right where a look-up exists, so they count as ``never`` too. ``other``:
    what broke besides, such as an engine that ended by itself."""

    figures: Figures = field(default_factory=Figures)
    disordered: int = 0
    given_up: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        found = self.figures
        return not (found.lost or found.doubled or found.never or self.disordered or self.other)

    def lost(self, what: str) -> None:
        self.figures.lost += 1
        self.findings.append(f"lost: {what}")

    def doubled(self, what: str) -> None:
        self.figures.doubled += 1
        self.findings.append(f"doubled: {what}")

    def never(self, what: str) -> None:
        self.figures.never += 1
        self.findings.append(f"never: {what}")

    def disorder(self, what: str) -> None:
        self.disordered += 1
        self.findings.append(f"disordered: {what}")

    def between(self, what: str, found: int, acked: int, tried: int) -> None:
        """Something is there as often as was acknowledged, and no more often than was tried."""
        if found < acked:
            self.lost(f"{what}: {found} of {acked}")
        if found > tried:
            self.doubled(f"{what}: {found}, asked for {tried} times")

    def as_json(self) -> dict[str, int]:
        return asdict(self.figures)


def count(url: str, slack: TroubledSlack, cohorts: Iterable[Cohort]) -> Count:
    """Look at everything, once nothing waits any more."""
    found = Count()
    store = _Store(url)
    for each in cohorts:
        _messages(found, store, each)
        _people(found, store, slack, each)
        _prompts(found, store, slack, each)
        _quotes(found, store, each)
    _speeches(found, store, slack)
    _edits(found, store, slack)
    return found


class _Store:
    """The database's rows, by what they are asked for."""

    def __init__(self, url: str) -> None:
        self.outgoing = sorted(rows(url, outgoing), key=lambda row: row["id"])
        self.messages = defaultdict[tuple[str, str], list[Row]](list)
        for row in rows(url, message):
            self.messages[row["channel"], row["message"]].append(row)
        self.people = {row["user"]: row["person"] for row in rows(url, identity)}
        self.channels = {row["cohort"]: row["channel"] for row in rows(url, room)}
        self.cohorts = {self.channels.get(row["id"]): row["id"] for row in rows(url, cohort)}
        self.parts = defaultdict[tuple[str, str], list[Row]](list)
        for row in rows(url, membership):
            self.parts[row["cohort"], row["person"]].append(row)
        self.consents = [row for row in rows(url, consent) if row["until"] is None]
        self.discussions = rows(url, discussion)

    def given(self, person: str | None, kind: str) -> list[str]:
        """What someone agreed to that holds now."""
        return [
            row["value"] for row in self.consents if (row["person"], row["kind"]) == (person, kind)
        ]


def _messages(found: Count, store: _Store, cohort: Cohort) -> None:
    for wrote in cohort.did.wrote:
        kept = store.messages[wrote.room, wrote.ts]
        what = f"message {wrote.ts} in {wrote.room}"
        first = wrote.versions[0][1]
        if len(kept) > 1:
            found.doubled(what)
        if first and not kept and wrote.gone is None:
            found.lost(what)
        if kept and wrote.gone:
            found.lost(f"the removal of {what}")
        last = max((n for n, (_, acked) in enumerate(wrote.versions) if acked), default=0)
        may_be = [text for text, _ in wrote.versions[last:]]
        if kept and not wrote.gone and kept[0]["text"] not in may_be:
            found.lost(f"an edit of {what}")


def _people(found: Count, store: _Store, slack: TroubledSlack, cohort: Cohort) -> None:
    id = store.cohorts[cohort.room]
    moderators = (cohort.moderator, cohort.other)
    said = {
        each: [m["text"] for m in slack.messages.get(direct(each), ())] for each in moderators
    }  # fmt: skip
    for new in cohort.did.came:
        person = store.people.get(user_id(new.who))
        parts = store.parts[id, person] if person else []
        found.between(f"{new.who} in the cohort", len(parts), int(new.entered), 1)
        for each, texts in said.items():
            named = sum(f"{new.who.title()} " in text for text in texts)
            found.between(f"news of {new.who} for {each}", named, int(new.entered), 1)
        # Whoever did not decide is offered nothing any more, but reads what was decided.
        if new.invited and slack.offers(direct(cohort.other), f"{new.who.title()} ", "Invite"):
            found.lost(f"for {cohort.other}, what was decided about {new.who}")
        _let_in(found, store, slack, new, parts, person)


def _let_in(
    found: Count, store: _Store, slack: TroubledSlack, new: Newcomer, parts: list[Row],
    person: str | None,
) -> None:  # fmt: skip
    welcomed = len(slack.posted("welcome", direct(new.who)))
    invited = sum(part["state"] == "present" for part in parts)
    tried = int(new.invited is not None)
    found.between(f"the invitation of {new.who}", invited, int(new.invited or 0), tried)
    found.between(f"the welcome of {new.who}", welcomed, int(new.invited or 0), tried)
    agreed = len(store.given(person, "agreement"))
    tried = int(new.agreed is not None)
    found.between(f"{new.who}'s word", agreed, int(new.agreed or 0), tried)


def _prompts(found: Count, store: _Store, slack: TroubledSlack, cohort: Cohort) -> None:
    id = store.cohorts[cohort.room]
    names = {
        row["posting"]: row["prompt"]["name"] for row in store.discussions if row["cohort"] == id
    }
    stand = [
        names.get(message["metadata"]["event_payload"]["key"], "unknown")
        for message in slack.posted("prompt", cohort.room)
    ]
    acked = Counter(name for name, taken in cohort.did.prompts if taken)
    tried = Counter(name for name, _ in cohort.did.prompts)
    for witness, there in (("kept", Counter(names.values())), ("posted", Counter(stand))):
        for name in {*tried, *there}:
            what = f"prompt {name} in {cohort.room}, {witness}"
            found.between(what, there[name], acked[name], tried[name])
    # Each was asked for after the one before was answered, or given up by who asked.
    asked = iter(name for name, _ in cohort.did.prompts)
    if not all(name in asked for name in stand):
        found.disorder(f"the prompts of {cohort.room}")


def _quotes(found: Count, store: _Store, cohort: Cohort) -> None:
    for who, commands in cohort.did.quotes.items():
        last = max((n for n, (_, acked) in enumerate(commands) if acked), default=None)
        may_be = {how for how, _ in commands[last or 0 :]} | ({"name"} if last is None else set())
        given = store.given(store.people.get(user_id(who)), "quoting")
        if len(given) > 1:
            found.doubled(f"how {who} is quoted")
        if not set(given) & may_be:
            found.lost(f"how {who} is quoted: {given}, not {may_be}")


def _speeches(found: Count, store: _Store, slack: TroubledSlack) -> None:
    stands: dict[str, list[float]] = defaultdict(list)
    for m in slack.everything():
        if m.get("metadata"):
            stands[m["metadata"]["event_payload"]["key"]].append(float(m["ts"]))
    meant = {row["key"] for row in store.outgoing}
    for key, times in stands.items():
        if len(times) > 1:
            found.doubled(f"speech {key}: {len(times)} times")
        if key not in meant:
            found.doubled(f"speech {key}, which the bot does not know of")
    last: dict[str, tuple[float, str]] = {}
    for row in store.outgoing:
        key, state = row["key"], row["state"]
        if state in ("dead", "unknown"):
            found.given_up[state] += 1
        there = state == "sent" if row["kind"] == "edit" else key in stands
        if not there and state != "dropped" and row["kind"] != "publish":
            found.never(f"{row['kind']} {key}, {state}: {row['why']}")
        if key not in stands or row["not_before"] > row["created_at"]:
            continue
        before, other = last.get(row["place"], (0.0, ""))
        if stands[key][0] < before:
            found.disorder(f"{key} stands before {other} in {row['place']}")
        last[row["place"]] = max((before, other), (stands[key][0], key))


def _edits(found: Count, store: _Store, slack: TroubledSlack) -> None:
    """What stands is what was last meant to, and no change is missing that is said to be sent."""
    stands = {
        m["metadata"]["event_payload"]["key"]: (channel, m["ts"])
        for channel, messages in slack.messages.items()
        for m in messages
        if m.get("metadata")
    }
    sent = Counter(
        row["posting"] for row in store.outgoing if (row["kind"], row["state"]) == ("edit", "sent")
    )
    for key, times in sent.items():
        taken = len(slack.changes.get(stands[key], ())) if key in stands else 0
        if taken < times:
            found.never(f"a change of {key}: {taken} of {times}")
    # The last that was asked for: an older one that the platform took late must not stand there.
    asked = {(args["channel"], args["ts"]): args["text"] for args in slack.asked("chat.update")}
    for (channel, ts), text in asked.items():
        now = next((m["text"] for m in slack.messages[channel] if m["ts"] == ts), None)
        if now != text:
            found.never(f"the last change of {ts} in {channel}")
