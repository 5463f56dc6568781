"""A bot that repeats what it is told to, for tests of the courier."""

from bot.engine.story import Story
from bot.engine.work import Work
from bot.protocol.effects import Post, Tell
from bot.protocol.events import Said, Undeliverable
from bot.protocol.text import plain
from tests.engine.toy import Toy, ToyChat, card


def herald(undeliverable: list[Undeliverable] | None = None) -> Story:
    """Repeats every word of a message: ``room:hello`` in a room, ``@ben`` to a person."""
    story = Story("herald")

    @story.on(Said)
    def repeat(event: Said, work: Work):
        for word in plain(event.nodes).split():
            if word.startswith("@"):
                yield Tell(person=word[1:], card=card(word), key=word)
            else:
                room, _, what = word.rpartition(":")
                yield Post(room=room or "spring-room", card=card(what), key=what)

    @story.on(Undeliverable)
    def listen(event: Undeliverable, work: Work):
        if undeliverable is not None:
            undeliverable.append(event)
        return ()

    return story


def spoken(make_toy, *words: str, chat: ToyChat | None = None, story: Story | None = None) -> Toy:
    """An engine whose bot is about to say these words."""
    toy: Toy = make_toy(story or herald(), chat=chat)
    toy.cohort("ben", "cho")
    toy.cohort(moderators=["joy"], id="autumn", channel="other")
    toy.take(toy.said("ana", " ".join(words)))
    return toy
