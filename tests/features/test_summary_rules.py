"""What of a summary may be shown: pure rules over plain values."""

from dataclasses import replace

import pytest

from bot.rules.summary import (
    Cited,
    Content,
    Shared,
    Source,
    Theme,
    authors,
    cited,
    edited_since,
    from_json,
    to_json,
    upheld,
    without,
)
from bot.rules.voices import Author, Choice, Voice, voice


def author(
    name: str = "Ben Okafor",
    *,
    role: str = "member",
    title: str | None = None,
    choice: Choice = "name",
    agreed: bool = True,
) -> Author:
    return Author(name=name, role=role, title=title, choice=choice, agreed=agreed)


BY_NAME = Voice(name="Ben Okafor")


def source(
    text: str = "We ask at registration. See https://example.org/a.",
    *,
    person: str = "ben",
    edited: str = "",
    usable: bool = True,
    shown: Voice | None = BY_NAME,
) -> Source:
    return Source(text=text, person=person, edited=edited, usable=usable, voice=shown, link="#1")


CONTENT = Content(
    points=(Cited(id="m1/p0", message="m1", quote="We ask at registration."),),
    resources=(
        Shared(
            id="m1/r28",
            message="m1",
            url="https://example.org/a",
            context="See https://example.org/a.",
        ),
    ),
    questions=(Cited(id="m2/q0", message="m2", quote="Who else?"),),
    messages=2,
)
BOTH = {"m1": source(), "m2": source("Who else?", person="cho")}


def test_who_agreed_to_it_is_quoted_by_name():
    assert voice(author(), []) == Voice(name="Ben Okafor")


@pytest.mark.parametrize("choice", ["name", "role", "none"])
def test_nobody_is_quoted_who_took_their_agreement_back(choice):
    assert voice(author(choice=choice, agreed=False), []) is None


def test_who_wants_no_quotes_is_not_quoted():
    assert voice(author(choice="none"), []) is None


def test_a_title_that_three_people_have_stands_for_one_of_them():
    nurses = [author(f"N{n}", title=title) for n, title in enumerate(("nurse", "Nurse ", "NURSE"))]
    asked = author("N0", title="nurse", choice="role")
    assert voice(asked, nurses) == Voice(title="nurse")
    assert voice(asked, nurses[:2]) == Voice(role="member")


def test_a_role_that_fewer_than_three_have_would_be_as_good_as_a_name():
    guests = [author(f"G{n}", role="guest") for n in range(3)]
    asked = author("G0", role="guest", choice="role")
    assert voice(asked, guests) == Voice(role="guest")
    assert voice(asked, guests[:2]) == Voice()


def test_what_tells_who_somebody_is_is_shown_no_more():
    telling = replace(BOTH["m1"], tells=lambda text: "registration" in text)
    assert upheld(CONTENT, BOTH | {"m1": telling}).points == ()
    leading = replace(BOTH["m1"], leads=lambda url: url == "https://example.org/a")
    assert upheld(CONTENT, BOTH | {"m1": leading}).resources == ()


def test_a_label_stands_while_others_say_its_words():
    labelled = replace(CONTENT, themes=(Theme(id="t", label="registration", ids=("m1", "m2")),))
    telling = replace(BOTH["m1"], tells=lambda text: "Registration" in text)
    assert upheld(labelled, BOTH | {"m1": telling}).themes[0].label == ""
    other = source("At registration, too.", person="cho")
    assert upheld(labelled, {"m1": telling, "m2": other}).themes[0].label == "registration"


def test_content_survives_the_way_through_json():
    assert from_json(to_json(CONTENT)) == CONTENT
    assert from_json({}) == Content()


def test_what_stands_is_upheld_as_it_is():
    assert upheld(CONTENT, BOTH) == CONTENT


def test_words_of_a_message_that_is_gone_leave():
    left = upheld(CONTENT, {"m2": BOTH["m2"]})
    assert left.points == () and left.resources == ()
    assert left.questions == CONTENT.questions
    assert left.thinned
    assert left.messages == 1


def test_a_quote_leaves_when_the_message_says_something_else():
    left = upheld(CONTENT, {**BOTH, "m1": source("We ask later. See https://example.org/a.")})
    assert left.points == ()
    assert left.resources == CONTENT.resources


def test_a_link_stays_without_words_when_its_sharer_wants_no_quotes():
    left = upheld(CONTENT, {**BOTH, "m1": source(shown=None)})
    assert left.points == ()
    assert [(each.url, each.context) for each in left.resources] == [("https://example.org/a", "")]


def test_a_link_leaves_with_its_sharers_agreement():
    left = upheld(CONTENT, {**BOTH, "m1": source(shown=None, usable=False)})
    assert left.items() == CONTENT.questions


def test_an_edit_is_noticed_once():
    now = {**BOTH, "m1": source(edited="2026-03-10T09:00:00+00:00")}
    assert edited_since(CONTENT, now) == ["m1"]
    assert edited_since(upheld(CONTENT, now), now) == []


def test_a_link_of_someone_unnamed_quotes_nobody():
    assert cited(CONTENT, BOTH) == 2
    unnamed = {**BOTH, "m1": source(shown=None)}
    assert cited(upheld(CONTENT, unnamed), unnamed) == 1


def test_what_moderators_took_out_is_not_there():
    assert without(CONTENT, ["m1/p0", "m2/q0"]).items() == CONTENT.resources


def test_each_author_is_named_once():
    assert authors(CONTENT, BOTH) == ("ben", "cho")
