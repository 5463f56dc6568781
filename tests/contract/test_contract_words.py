"""Words: the same sentence is the same nodes on every platform, and shown again it acts nowhere."""

from dataclasses import replace

import pytest

from bot.protocol.cards import Card
from bot.protocol.text import Inlines, Link, Mention, Plain, Quote
from tests.contract import sentences
from tests.contract.reading import STYLES, addresses, missing, pings, squeezed, styles, worded
from tests.contract.rig import PEOPLE, Rig


def named(nodes: Inlines) -> Inlines:
    """A mention by whoever it is: platforms do not all tell the name, and the engine knows it."""
    return tuple(
        replace(node, name=node.user.user) if isinstance(node, Mention) else node for node in nodes
    )


def test_every_sentence_is_spelled_or_it_is_said_why_not(rig: Rig):
    assert rig.typed.keys() | rig.untypable.keys() == set(sentences.NAMES)
    assert not rig.typed.keys() & rig.untypable.keys()
    assert all(rig.untypable.values())
    assert all(rig.typed.values())


@pytest.mark.parametrize("sentence", sentences.NAMES)
def test_a_sentence_is_the_same_nodes_everywhere(rig: Rig, sentence: str):
    for spelled in rig.typed.get(sentence, ()):
        assert named(rig.read(spelled)) == named(sentences.sentences(rig.user)[sentence])


@pytest.mark.parametrize("sentence", sentences.NAMES)
def test_a_members_sentence_shown_again_keeps_its_letters_and_acts_nowhere(rig: Rig, sentence: str):
    meant = sentences.sentences(rig.user)[sentence]
    for nodes in (meant, *map(rig.read, rig.typed.get(sentence, ()))):
        card = Card(blocks=(Quote(nodes=nodes, by=(Plain(text="Cho"),)),))
        for shown in rig.showings(card).values():
            seen = rig.seen(shown)
            assert missing(map(_letters, nodes), seen.runs) is None
            assert pings(seen) == set()
            assert addresses(seen) == {node.url for node in nodes if isinstance(node, Link)}
            for node in worded(card):
                if squeezed(node.text):
                    assert styles(node.text, seen.runs) == {STYLES[type(node)]}


def _letters(node: object) -> str:
    match node:
        case Link(url=url, label=label):
            return label or url
        case Mention(name=name):
            return f"@{name}"
        case _:
            return getattr(node, "text", "")


def test_a_long_quote_calls_nobody_either(rig: Rig):
    ben = Mention(user=rig.user("ben"), name=PEOPLE["ben"])
    card = Card(blocks=(Quote(nodes=(ben, Plain(text=" said so. " * 4000), ben)),))
    for shown in rig.showings(card).values():
        seen = rig.seen(shown)
        assert pings(seen) == set()
        assert missing(["@Ben Okafor said so. said so."], seen.runs) is None
