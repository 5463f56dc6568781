"""Every button and form a second time, and from an old message after things have moved on: it gets
an answer, and what was decided stays decided."""

from collections.abc import Sequence

import pytest

from tests.security.gathered import Kind, specimens
from tests.security.mirror import mirrored
from tests.security.test_twisted import every
from tests.security.trial import Trial, event_of, of_rows, trial

ALWAYS = {
    "consent.agree": "a person agrees, and takes it back, whenever they like",
    "consent.decline": "as with agreeing",
    "consent.keep": "as with agreeing",
    "consent.quote": "how someone is quoted is theirs to say, also later",
    "consent.withdraw": "agreement can be taken back at any time",
    "data.corrected": "what is known of someone is put right at any time",
    "data.erased": "what is kept about someone goes when they say so",
    "data.erased-all": "what is kept about someone goes when they say so",
    "members.leave": "nobody has to stay",
    "members.decline": "nobody has to come",
    "cohort.settings": "how long words are kept can be changed after the end",
    "members.facts": "what is known of people is put right at any time",
    "members.invite": "another look-up, which adds nobody twice",
    "role.change": "a cohort that has ended has moderators, who may change",
    "role.hand-over": "a cohort that has ended has moderators, who may change",
    "role.step-back": "a cohort that has ended has moderators, who may change",
    "leave-out": "words are taken out of the records at any time",
    "draft.show": "tells the moderator once more what they asked for",
    "preview.send": "tells the moderator once more what they asked for",
    "prompt.edit": "a cohort's own words for a prompt are of no effect without a calendar",
}
"""What may be done again, and after all is over, and why."""

AGAIN = {
    **ALWAYS,
    "ask.choose": "asks whoever was not asked yet",
    "quiet.ask": "asks whoever was not asked yet",
    "held.answer": "an answer can be changed until all are shown",
    "material.bring": "another case can be brought",
    "material.change": "a moderator may ask for more than one change",
    "summary.renew": "asks for a fresh draft, of which there is one at a time",
    "members.remind": "says that everyone was reminded",
    "outsider.leave": "a person who stays may be asked again",
    "outsider.tomorrow": "put off until the same morning",
    "add.not": "says once more that somebody is not added",
    "ask.leave": "says once more what the card says",
    "quiet.hold": "says once more that it is held",
    "summary.leave": "says once more that it stays",
}
"""What may be done again as long as things stand as they did."""

OVER = (
    "UPDATE cohort SET state = 'ended'",
    "UPDATE discussion SET state = 'closed', closed_at = opened_at, revealed_at = opened_at,"
    " follow_up = 'sent'",
    "UPDATE step SET state = 'skipped', day = '2000-01-03'",
    "UPDATE summary SET state = 'discarded'",
    "UPDATE asked SET answer = CASE answer WHEN 'yes' THEN 'no' ELSE 'yes' END",
    "UPDATE message SET held = 0",
    "UPDATE membership SET state = 'present' WHERE state = 'outsider'",
    "UPDATE membership SET role = 'sponsor' WHERE role = 'member'",
    "UPDATE outgoing SET state = 'dropped' WHERE state = 'unknown'",
    "DELETE FROM due",
)
"""All that a card can be about is over, and decided otherwise."""

GONE = ("message", "summary", "discussion", "step", "asked")


@pytest.mark.parametrize(("kind", "action"), every())
def test_a_second_time_decides_nothing_anew(kind: Kind, action: str):
    for each in specimens(kind, action):
        with trial(mirrored(each.state).state) as begun:
            begun.put(event_of(each), last=True)
            again = begun.put(event_of(each))
        assert [*again.faults()] == [], each
        if action not in AGAIN:
            assert not again.changed, (each, again.changed, again.text)


@pytest.mark.parametrize(("kind", "action"), every())
def test_after_all_is_over_an_old_button_does_nothing(kind: Kind, action: str):
    for each in specimens(kind, action):
        with trial(mirrored(each.state).state) as begun:
            _run(begun, OVER)
            late = begun.put(event_of(each))
        assert [*late.faults()] == [], each
        if action not in ALWAYS:
            assert not late.changed, (each, late.changed, late.text)


@pytest.mark.parametrize(("kind", "action"), every())
def test_what_was_deleted_meanwhile_is_told_to_be_gone(kind: Kind, action: str):
    for each in specimens(kind, action):
        for table in GONE:
            ids = [row["id"] for row in of_rows(each.state, table)]
            about = [id for id in ids if id in each.args.values()]
            if not about:
                continue
            with trial(mirrored(each.state).state) as begun:
                _run(begun, [f"DELETE FROM {table} WHERE id = '{id}'" for id in about])
                late = begun.put(event_of(each))
            assert [*late.faults()] == [], (each, table)
            assert not late.changed, (each, table, late.changed, late.text)


def _run(begun: Trial, statements: Sequence[str]) -> None:
    for each in statements:
        begun.run(each)
