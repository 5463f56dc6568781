"""The sandbox's platform lasts in a file of its own."""

import sqlite3
from datetime import UTC, datetime

import pytest

from adapters.sandbox.platform import Platform
from adapters.sandbox.transcript import Transcript
from bot.protocol.cards import Button, Card, Field, Form, Option
from bot.protocol.refs import Profile, User
from bot.protocol.text import (
    Attachment,
    Bullets,
    Code,
    Emphasis,
    Fine,
    Heading,
    Link,
    Mention,
    Moment,
    Paragraph,
    Plain,
    Quote,
    Strong,
)

MONDAY = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
ANA = User(platform="", workspace="", user="ana")
BEN = User(platform="", workspace="", user="ben")
RICH = Card(
    blocks=(
        Heading(nodes=(Strong(text="Week 1"),)),
        Paragraph(nodes=(Emphasis(text="soft"), Code(text="/cohort"), Link(url="https://x.y"))),
        Bullets(items=((Plain(text="a"),), (Mention(user=BEN, name="Ben"),)), numbered=True),
        Quote(nodes=(Attachment(name="f", url="https://f"),), by=(Plain(text="Ben"),)),
        Fine(nodes=(Moment(at=MONDAY, text="Monday"),)),
    ),
    buttons=(Button(label="Agree", action="agree", args={"a": "b"}),),
)
FORM = Form(
    action="a",
    title="T",
    submit="Go",
    args={"~": "a key like any other"},
    fields=(Field(name="n", label="N", options=(Option(value="v", label="V"),)),),
)


def reopened(path):
    platform = Platform(lambda: MONDAY)
    transcript = Transcript(path)
    return platform, transcript, transcript.keep(platform)


def test_what_stood_there_stands_there_again(tmp_path):
    path = tmp_path / "chat.transcript"
    before, transcript, any_before = reopened(path)
    assert not any_before
    before.rename("#spring")
    before.meet("ana", Profile(user=ANA, name="Ana", zone="Asia/Tokyo", manager=BEN))
    before.enter("ana")
    post = before.say("bot", "room", RICH, key="k")
    before.react(post.id, "ana", "bulb")
    before.say("ana", "room", (Plain(text="👋"),), thread=post.id)
    before.open_form("ana", FORM, "room", origin=post.id)
    before.correct_form("ana", {"n": "No."}, {"n": ("x", "y")})
    before.write_home("ana", RICH)
    transcript.close()

    after, transcript, any_after = reopened(path)
    assert any_after
    assert after.title == "#spring"
    assert after.people() == before.people()
    assert after.visible("ana") == before.visible("ana")
    assert after.form("ana") == before.form("ana")
    assert after.home("ana") == before.home("ana")
    transcript.close()


def test_ids_and_keys_go_on_where_they_were(tmp_path):
    path = tmp_path / "chat.transcript"
    before, transcript, _ = reopened(path)
    before.meet("ana", Profile(user=ANA, name="Ana"))
    first = before.say("ana", "dm:ana", (Plain(text="One"),))
    stamp = before.stamp()
    transcript.close()
    after, transcript, _ = reopened(path)
    second = after.say("ana", "dm:ana", (Plain(text="Two"),))
    assert second.id != first.id
    assert second.shown > first.shown
    assert after.stamp() != stamp
    transcript.close()


def test_deleted_and_edited_words_are_gone_from_the_file(tmp_path):
    path = tmp_path / "chat.transcript"
    platform, transcript, _ = reopened(path)
    platform.meet("ana", Profile(user=ANA, name="Ana"))
    gone = platform.say("ana", "dm:ana", (Plain(text="wordone"),))
    changed = platform.say("ana", "dm:ana", (Plain(text="wordtwo"),))
    platform.say("ana", "dm:ana", (Plain(text="wordthree"),))
    platform.delete(gone.id, "ana")
    platform.revise(changed.id, (Plain(text="other"),))
    transcript.close()
    kept = path.read_bytes()
    assert b"wordthree" in kept
    assert b"wordone" not in kept
    assert b"wordtwo" not in kept


def test_a_closed_form_stays_closed(tmp_path):
    path = tmp_path / "chat.transcript"
    platform, transcript, _ = reopened(path)
    platform.meet("ana", Profile(user=ANA, name="Ana"))
    platform.open_form("ana", FORM, "dm:ana")
    platform.close_form("ana")
    transcript.close()
    after, transcript, _ = reopened(path)
    assert after.form("ana") is None
    transcript.close()


def test_a_file_of_a_later_version_is_left_alone(tmp_path):
    path = tmp_path / "chat.transcript"
    db = sqlite3.connect(path)
    db.execute("pragma user_version = 99")
    db.close()
    with pytest.raises(ValueError, match="later version"):
        Transcript(path)
