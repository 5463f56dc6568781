"""What is said and shown is printed, for machines and for people."""

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.protocol.ports import Line
from bot.rehearsal.lines import json_printer, plain_printer

ZONE = ZoneInfo("America/New_York")


def line(**more):
    values = {
        "at": datetime(2026, 3, 2, 15, 0, 0, 123, tzinfo=UTC),
        "sender": "bot",
        "to": "room",
        "thread": None,
        "id": "m1",
        "kind": "say",
        "text": "Week 1\nWe begin 👋",
        "buttons": ("Agree",),
    }
    return Line(**{**values, **more})


def printed(printer, *lines):
    out = []
    show = printer(ZONE, out.append)
    for one in lines:
        show(one)
    return "".join(out)


def test_a_line_is_one_object_in_the_cohorts_time():
    out = printed(json_printer, line(), line(kind="edit", edited=True))
    first, second = out.splitlines()
    assert first.startswith('{"at": "2026-03-02T10:00:00-05:00", "from": "bot", "to": "room",')
    assert json.loads(first) == {
        "at": "2026-03-02T10:00:00-05:00",
        "from": "bot",
        "to": "room",
        "thread": None,
        "id": "m1",
        "kind": "say",
        "text": "Week 1\nWe begin 👋",
        "buttons": ["Agree"],
        "fields": [],
    }
    assert json.loads(second)["edited"] is True


def test_people_read_a_heading_for_each_day_and_who_said_what():
    later = line(at=datetime(2026, 3, 2, 16, tzinfo=UTC), sender="ben", thread="m1", buttons=())
    out = printed(plain_printer, line(), later)
    assert out.count("Monday 2 March 2026") == 1
    assert "10:00  bot → room  (m1)" in out
    assert "11:00  ben → room, thread of m1  (m1)" in out
    assert "[Agree]" in out
