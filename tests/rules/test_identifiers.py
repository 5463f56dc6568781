"""What a case must not hold, as far as letters can tell."""

import pytest

from bot.rules.identifiers import identifiers


@pytest.mark.parametrize(
    ("text", "kind", "letters"),
    [
        ("Call (555) 201-4477 first.", "phone", "(555) 201-4477"),
        ("Her number: 555.201.4477.", "phone", "555.201.4477"),
        ("+43 660 1234567 rings", "phone", "+43 660 1234567"),
        ("write to j.doe+x@clinic.example.org now", "email", "j.doe+x@clinic.example.org"),
        ("SSN 123-45-6789", "number", "123-45-6789"),
        ("born 3/14/1962 in winter", "date", "3/14/1962"),
        ("DOB: 1962-03-14", "date", "1962-03-14"),
        ("on March 14th, 1962 she", "date", "March 14th, 1962"),
        ("on 14 March 1962 she", "date", "14 March 1962"),
        ("MRN: 004512", "record", "MRN: 004512"),
        ("medical record number 88-1204", "record", "medical record number 88-1204"),
        ("file 20394857 says", "record", "20394857"),
    ],
)
def test_found(text, kind, letters):
    assert identifiers(text) == [(kind, letters)]


@pytest.mark.parametrize(
    "text",
    [
        "She is 44 and comes every 2 weeks since 2019.",
        "At 10:30 we had 3/4 of the forms, 85.5 percent.",
        "In March we asked 120 people, 100-150 a month.",
        "The record shows that nobody asked.",
        "ratio 1/2, room 12, 24/7, 2019-2024",
        "20,000 forms and 1.5 million visits",
        "",
    ],
)
def test_left_alone(text):
    assert identifiers(text) == []


def test_each_is_told_in_the_order_in_which_it_stands():
    text = "555-201-4477 or a@b.example, since 3/14/62"
    assert [kind for kind, _ in identifiers(text)] == ["phone", "email", "date"]
