"""Each witness of the count sees what it is there for, in a small world that is wrong in one way."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from itertools import count as numbers
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, delete, insert, update

from bot.protocol.refs import Profile, User
from bot.store import cohorts, people, queue
from bot.store.tables import consent, discussion, membership, message, outgoing
from tests import databases
from tests.run.workspace import direct, user_id
from tests.slack.standin import Call
from tests.soak.count import Count, count
from tests.soak.people import Cohort, Newcomer, Wrote
from tests.soak.trouble import TroubledSlack

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
ROOM, NEW, KEPT = "C0ROOM0", "new0x1", "What we tried."
INVITE = [{"type": "actions", "elements": [{"text": {"text": "Invite"}}]}]


class Small:
    """One cohort in which everything went as it should."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.database = databases.opened(url)
        self.database.migrate()
        self.slack = TroubledSlack(random.Random(1))
        self.cohort = Cohort(0, self.slack, None, random.Random(1), 2)  # pyright: ignore
        self._ids = numbers(1)
        self._people()
        self.prompts("introductions", "wins")
        self._messages()
        self._newcomer()

    def counted(self) -> Count:
        return count(self.url, self.slack, [self.cohort])

    def do(self, statement: Any) -> None:
        with self.database.transaction() as db:
            assert db.execute(statement).rowcount

    def add(self, table: Table, **values: Any) -> None:
        self.do(insert(table).values(id=f"i{next(self._ids)}", **values))

    # What the bot says

    def meant(self, key: str, place: str, kind: str = "post", posting: str | None = None) -> None:
        with self.database.transaction() as db:
            queue.add(
                db, key=key, place=place, kind=kind, platform="slack", workspace="T0TEAM",
                card=queue.NOTHING, purpose="duty", importance=5, created_at=NOW, not_before=NOW,
                posting=posting,
            )  # fmt: skip
            db.execute(update(outgoing).where(outgoing.c.key == key).values(state="sent"))

    def stands(self, key: str, channel: str, text: str = "", blocks: Any = ()) -> None:
        metadata = {"event_type": "said", "event_payload": {"key": key}}
        self.slack.keep(channel, {"text": text, "blocks": blocks, "metadata": metadata})

    def says(self, key: str, channel: str, text: str = "", blocks: Any = ()) -> None:
        self.meant(key, channel)
        self.stands(key, channel, text, blocks)

    def found(self, key: str) -> tuple[str, dict[str, Any]]:
        """Where a speech stands, and as what."""
        for channel, messages in self.slack.messages.items():
            for each in messages:
                if (each.get("metadata") or {}).get("event_payload", {}).get("key") == key:
                    return channel, each
        raise KeyError(key)

    def vanishes(self, key: str) -> None:
        channel, there = self.found(key)
        self.slack.put(channel, there["ts"], None)

    def change(self, key: str, text: str, *, asked: bool = True, taken: bool = True) -> None:
        channel, there = self.found(key)
        args = {"channel": channel, "ts": there["ts"], "text": text, "blocks": []}
        if asked:
            self.slack.calls.append(Call(method="chat.update", args=args))
        if taken:
            self.slack._chat_update(args)

    # What went well

    def _people(self) -> None:
        with self.database.transaction() as db:
            cohorts.add(
                db, id="spring", name="Spring", theme="", purpose="", zone="UTC",
                starts=date(2026, 3, 2), programme="first-weeks", state="running", created_at=NOW,
                settings={},
            )  # fmt: skip
            cohorts.add_room(
                db, id="room", cohort="spring", platform="slack", workspace="T0TEAM", channel=ROOM
            )
            for who in (*self.cohort.members, NEW):
                user = User(platform="slack", workspace="T0TEAM", user=user_id(who))
                people.meet(db, Profile(user=user, name=who.title()), who, NOW)
                cohorts.enrol(
                    db, id=f"p-{who}", cohort="spring", person=who, role="member", state="present",
                    since=NOW,
                )  # fmt: skip

    def agree(self, who: str, kind: str, value: str) -> None:
        with self.database.transaction() as db:
            cohorts.consent_to(
                db, id=f"{kind}-{who}", cohort_id="spring", person_id=who, kind=kind, value=value,
                version="1", now=NOW,
            )  # fmt: skip

    def prompts(self, *names: str) -> None:
        for name in names:
            self.cohort.did.prompts.append((name, True))
            self.says(f"prompt:{name}", ROOM)
            self.add(
                discussion, cohort="spring", room="room", prompt={"name": name}, title=name, week=1,
                posting=f"prompt:{name}", opened_at=NOW, closes_at=NOW, state="open",
                follow_up="none",
            )  # fmt: skip

    def keep(self, ts: str, text: str, workspace: str = "T0TEAM") -> None:
        self.add(
            message, cohort="spring", discussion="i1", person=self.cohort.moderator,
            platform="slack", workspace=workspace, channel=ROOM, message=ts, nodes=[], text=text,
            at=NOW, held=False,
        )  # fmt: skip

    def _messages(self) -> None:
        did = self.cohort.did
        versions = [(KEPT, True), (f"{KEPT} Or rather.", True)]
        did.wrote.append(Wrote(room=ROOM, ts="1.1", versions=versions))
        self.keep("1.1", f"{KEPT} Or rather.")
        did.wrote.append(Wrote(room=ROOM, ts="1.2", versions=[(KEPT, True)], gone=True))
        did.quotes[self.cohort.moderator] = [("name", True), ("role", True)]
        self.agree(self.cohort.moderator, "quoting", "role")

    def _newcomer(self) -> None:
        self.cohort.did.came.append(Newcomer(who=NEW, entered=True, invited=True, agreed=True))
        self.agree(NEW, "agreement", "yes")
        for who in (self.cohort.moderator, self.cohort.other):
            self.says(f"o:{who}", direct(who), f"{NEW.title()} has come in.", INVITE)
        self.says("welcome:1", direct(NEW), "Welcome.")
        self.meant("decided", direct(self.cohort.other), "edit", f"o:{self.cohort.other}")
        self.change(f"o:{self.cohort.other}", f"Ana made {NEW.title()} a member.")


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Small]:
    small = Small(f"sqlite:///{tmp_path}/small.db")
    yield small
    small.database.close()


def test_a_world_in_which_all_is_well_has_no_findings(small: Small):
    found = small.counted()
    assert (found.findings, found.whole) == ([], True)


def _message(small: Small) -> None:
    small.do(delete(message))


def _message_twice(small: Small) -> None:
    small.keep("1.1", KEPT, workspace="T0OTHER")


def _edit(small: Small) -> None:
    small.do(update(message).values(text=KEPT))


def _removal(small: Small) -> None:
    small.keep("1.2", KEPT)


def _newcomer(small: Small) -> None:
    small.do(delete(membership).where(membership.c.person == NEW))


def _news(small: Small) -> None:
    small.vanishes(f"o:{small.cohort.moderator}")


def _news_twice(small: Small) -> None:
    small.says("o:again", direct(small.cohort.other), f"{NEW.title()} has come in.")


def _decision(small: Small) -> None:
    _, there = small.found(f"o:{small.cohort.other}")
    there["blocks"] = INVITE


def _invitation(small: Small) -> None:
    small.do(update(membership).where(membership.c.person == NEW).values(state="outsider"))


def _welcome(small: Small) -> None:
    small.vanishes("welcome:1")


def _welcome_twice(small: Small) -> None:
    small.says("welcome:2", direct(NEW), "Welcome.")


def _agreement(small: Small) -> None:
    small.do(delete(consent).where(consent.c.kind == "agreement"))


def _quoting(small: Small) -> None:
    small.do(update(consent).where(consent.c.kind == "quoting").values(value="name"))


def _quoting_twice(small: Small) -> None:
    row = {"cohort": "spring", "person": small.cohort.moderator, "kind": "quoting"}
    small.add(consent, **row, version="1", value="role", since=NOW)


def _prompt_kept(small: Small) -> None:
    small.do(update(discussion).where(discussion.c.title == "wins").values(prompt={"name": "x"}))


def _prompt_posted(small: Small) -> None:
    small.vanishes("prompt:wins")


def _prompts_in_another_order(small: Small) -> None:
    small.cohort.did.prompts.reverse()


def _speech_twice(small: Small) -> None:
    small.stands("welcome:1", direct("someone"))


def _speech_of_nobody(small: Small) -> None:
    small.stands("invented", ROOM)


def _speech(small: Small) -> None:
    small.meant("lost", ROOM)


def _speech_given_up(small: Small) -> None:
    small.says("given up", ROOM)
    small.vanishes("given up")
    small.do(update(outgoing).where(outgoing.c.key == "given up").values(state="unknown"))


def _waits_for_ever(small: Small) -> None:
    small.meant("waits", ROOM)
    small.do(update(outgoing).where(outgoing.c.key == "waits").values(state="waiting"))


def _overtaken(small: Small) -> None:
    small.stands("second", ROOM)
    small.says("first", ROOM)
    small.meant("second", ROOM)


def _change(small: Small) -> None:
    small.meant("edit", ROOM, "edit", "prompt:wins")


def _change_of_two(small: Small) -> None:
    other = f"o:{small.cohort.other}"
    small.meant("edit", direct(small.cohort.other), "edit", other)


def _change_that_waits(small: Small) -> None:
    small.meant("edit", ROOM, "edit", "prompt:wins")
    small.do(update(outgoing).where(outgoing.c.key == "edit").values(state="waiting"))


def _change_overtaken(small: Small) -> None:
    for n, text in enumerate(("older", "newer")):
        small.meant(f"edit {n}", ROOM, "edit", "prompt:wins")
        small.change("prompt:wins", text, taken=False)
    for text in ("newer", "older"):
        small.change("prompt:wins", text, asked=False)


WRONGS: dict[str, tuple[Callable[[Small], None], str]] = {
    "a message lost": (_message, "lost: message 1.1"),
    "a message doubled": (_message_twice, "doubled: message 1.1"),
    "an edit lost": (_edit, "lost: an edit of message 1.1"),
    "a removal lost": (_removal, "lost: the removal of message 1.2"),
    "a newcomer lost": (_newcomer, f"lost: {NEW} in the cohort"),
    "news lost": (_news, f"lost: news of {NEW} for ana0"),
    "news doubled": (_news_twice, f"doubled: news of {NEW} for bob0"),
    "a decision lost": (_decision, f"lost: for bob0, what was decided about {NEW}"),
    "an invitation lost": (_invitation, f"lost: the invitation of {NEW}"),
    "a welcome lost": (_welcome, f"lost: the welcome of {NEW}"),
    "a welcome doubled": (_welcome_twice, f"doubled: the welcome of {NEW}"),
    "an agreement lost": (_agreement, f"lost: {NEW}'s word"),
    "a command lost": (_quoting, "lost: how ana0 is quoted"),
    "a command doubled": (_quoting_twice, "doubled: how ana0 is quoted"),
    "a prompt not kept": (_prompt_kept, "lost: prompt wins in C0ROOM0, kept"),
    "a prompt not posted": (_prompt_posted, "lost: prompt wins in C0ROOM0, posted"),
    "prompts out of order": (_prompts_in_another_order, "disordered: the prompts of C0ROOM0"),
    "a speech doubled": (_speech_twice, "doubled: speech welcome:1: 2 times"),
    "a speech of nobody": (_speech_of_nobody, "doubled: speech invented"),
    "a speech never said": (_speech, "never: post lost, sent"),
    "a speech given up": (_speech_given_up, "never: post given up, unknown"),
    "a speech that waits for ever": (_waits_for_ever, "never: post waits, waiting"),
    "a speech out of order": (_overtaken, "disordered: second stands before first"),
    "a change lost": (_change, "never: a change of prompt:wins: 0 of 1"),
    "one change of two lost": (_change_of_two, "never: a change of o:bob0: 1 of 2"),
    "a change that waits for ever": (_change_that_waits, "never: edit edit, waiting"),
    "a change overtaken": (_change_overtaken, "never: the last change of"),
}


@pytest.mark.parametrize("wrong", WRONGS)
def test_what_is_wrong_is_found(small: Small, wrong: str):
    breaks, finding = WRONGS[wrong]
    breaks(small)
    found = small.counted()
    assert not found.whole
    assert any(each.startswith(finding) for each in found.findings), found.findings
