"""What people who choose themselves may choose from, and who says a point without a name."""

from bot.insight import Message, offers
from bot.insight.candidates import candidates
from bot.insight.reading import read
from bot.insight.same import insight

LINE = "Our interpreter line fell to one minute after we booked morning hours."
SAME = "Our interpreter line fell to one minute after booking morning hours."


def message(who: str, text: str, *, quotable: bool = True, anonymous: bool = False) -> Message:
    return Message(
        id=who, author=who, name=who.title(), text=text, quotable=quotable, anonymous=anonymous
    )


def test_every_sentence_that_says_something_is_offered_in_order():
    said = f"Hi all, {LINE} Thanks! Who keeps the list of languages at your place?"
    found = offers([message("eli", said), message("ben", "We ask at the front desk.")])
    assert [each.quote for each in found][-2:] == [
        "Who keeps the list of languages at your place?",
        "We ask at the front desk.",
    ]
    assert all(each.quote in said for each in found if each.message == "eli")
    assert "Thanks!" not in [each.quote for each in found]


def test_nothing_is_offered_of_who_is_not_quoted_or_that_names_them():
    window = [
        message("zelda", LINE, quotable=False),
        message("ben", "As Zelda said, the line got faster. We ask at the front desk."),
    ]
    assert [each.quote for each in offers(window)] == ["We ask at the front desk."]


def test_who_says_a_point_without_a_name_is_told_apart_from_who_does_by_name():
    window = [
        message("eli", LINE),
        message("gus", SAME, anonymous=True),
        message("fay", SAME),
    ]
    found = [each for nth, one in enumerate(read(window)) for each in candidates(one, nth)]
    point = insight(found[0], found, window)
    assert (point.ids, point.unnamed, point.people) == (("eli", "fay"), ("gus",), 2)
