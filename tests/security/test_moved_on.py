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
    "model.words": "who reads somebody's words is theirs to say, also later",
    "data.corrected": "what is known of someone is put right at any time",
    "data.erased": "what is kept about someone goes when they say so",
    "data.erased-all": "what is kept about someone goes when they say so",
    "commitments.more": "another page of what came of it, also after the end",
    "find.more": "another page of what was found, also after the end",
    "handbook.turn": "shows another page, also after the end",
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
    "checkin.send-me": "tells the moderator once more what they asked for",
    "prompt.edit": "a cohort's own words for a prompt are of no effect without a calendar",
    "checkin.answer": "what was asked can be answered late, and is marked; an answer can be changed",
    "checkin.one": "as with answering in the form",
    "checkin.keep": "who reads an answer is its author's to say, also later",
    "checkin.share": "who reads an answer is its author's to say, also later",
    "checkin.undo": "words that were taken for an answer are taken back at any time",
    "checkin.not-this": "what somebody is asked is theirs to say",
    "checkin.again": "what somebody is asked is theirs to say",
    "checkin.contact": "whoever needs a moderator can ask for one, also later",
    "commitment.report": "asked after twelve weeks, which may be after the end; it can be changed",
    "commitment.came": "as with how it went; the question follows what was said of it",
    "commitment.take-back": "what somebody meant to try goes when they say so",
    "manner.away": "being away can be said at any time",
    "toolkit.add": "a programme's material is of use after its end",
    "toolkit.remove": "what a programme must not hand out any more goes at any time",
    "results.page": "shows once more what its reader may read",
    "results.shared": "the last rounds close with their cohort, and are shared then, each once",
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
    "handbook.mark": "what is pressed again is taken back",
    "checkin.plan": "a plan takes the place of the one before",
    "commitment.try": "another thing can be tried",
}
"""What may be done again as long as things stand as they did."""

ANEW = {
    "note.approve": "shows the note as it is by then, and does nothing else",
    "note.change": "shows the note as it is by then, and does nothing else",
    "note.discard": "shows the note as it is by then, and does nothing else",
}
"""What changes what a card shows, since that is not what was decided on any more."""
RENEWED = {"note", "outgoing", "concern"}
"""Tables that it may change: the card, and what a note keeps of what its cards show."""

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
    "UPDATE checkin_plan SET state = 'stopped'",
    "UPDATE checkin_round SET state = 'closed', closes_at = opened_at, closed_at = opened_at",
    "UPDATE checkin SET at_question = NULL,"
    " state = CASE state WHEN 'asked' THEN 'skipped' ELSE state END",
    "UPDATE nudge SET state = 'passed' WHERE state = 'sent'",
    "DELETE FROM due",
)
"""All that a card can be about is over, and decided otherwise."""

GONE = (
    "message", "summary", "discussion", "step", "asked", "checkin_plan", "checkin_round", "checkin",
    "checkin_answer", "airing", "commitment", "nudge", "toolkit", "found", "period",
)  # fmt: skip
IN_THE_WAY = ("near",)
"""Arguments of a button that name what stood in its way: nothing does once that is gone."""


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
            allowed = RENEWED if action in ANEW else set[str]()
            assert late.changed <= allowed, (each, late.changed, late.text)
        if action in ANEW:
            assert "so nothing was done" in late.text, each


@pytest.mark.parametrize(("kind", "action"), every())
def test_what_was_deleted_meanwhile_is_told_to_be_gone(kind: Kind, action: str):
    for each in specimens(kind, action):
        meant = {value for name, value in each.args.items() if name not in IN_THE_WAY}
        for table in GONE:
            about = [row["id"] for row in of_rows(each.state, table) if row["id"] in meant]
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
