"""A cohort whose moderators switch a language model on for its summaries."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.fake_model import FakeModel, serving
from tests.features.discussed import card
from tests.features.themed import MEMBERS, SAID
from tests.world import World

LABEL = "Language model for summaries"
ON = "groups and chooses quotes, and never writes"
OFF = "none: summaries are made on the bot's own machine"


def all_of_it(question: dict[str, Any]) -> str:
    """One theme in which every message gives its first sentence."""
    points = [
        {"message": m["id"], "person": m["person"], "quote": m["text"], "type": "idea"}
        for m in question["messages"]
    ]
    ids = [m["id"] for m in question["messages"]]
    return json.dumps({"themes": [{"label": [], "messages": ids, "points": points}]})


def talked(world: World, **more: str) -> dict[str, str]:
    """A cohort with a discussion, on its second day; the messages by author."""
    world.cohort(*MEMBERS, moderators=("ana", "joy"))
    world.until("2026-03-02 10:05")
    messages: dict[str, str] = {}
    for who, text in (SAID | more).items():
        messages[who] = world.say(who, text, to="prompt")
        world.advance(minutes=1)
    world.forget()
    return messages


def switch(world: World, to: str, who: str = "ana") -> None:
    world.command(who, "/cohort settings")
    world.fill(who, {LABEL: to})


@contextmanager
def helped(world: World, say: Any = all_of_it, **options: Any) -> Iterator[FakeModel]:
    """A model that is set up and switched on, when members have had their time to say no."""
    endpoint = options.pop("endpoint", {})
    with serving(say, **options) as model:
        world.scene.tools.model = model.endpoint("openai", **endpoint)
        switch(world, ON)
        world.advance(days=2, minutes=1)
        world.forget()
        yield model


def draft(world: World, who: str = "ana") -> str:
    world.command(who, "/cohort summary")
    return card(world, who, "Draft:")


def sent(model: FakeModel) -> str:
    return json.dumps(model.heard, ensure_ascii=False)


def asked(world: World, who: str) -> str:
    world.command(who, "/cohort model", where="dm")
    return world.told(who)[-1]
