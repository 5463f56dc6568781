"""Moderators name, order and join the themes of a draft, and leave some out; no point is lost."""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features import arranging_form
from bot.features.arranging_form import Row
from bot.features.summary_copies import outrun, revised, waiting
from bot.features.summary_sources import sources
from bot.features.summary_text import part_name
from bot.protocol.cards import Form
from bot.protocol.effects import Ask, Correct, Whisper
from bot.protocol.events import Pressed, Submitted
from bot.rules import summary as rules
from bot.rules.filled import Filled
from bot.rules.summary import Content
from bot.rules.summary_themes import Group, arranged, groups, left_out
from bot.store.records import Summary

story = Story("summary-arranging")

WHAT = "summary-theme"


def _rows(work: Work, content: Content, dropped: list[str]) -> list[Row]:
    """Those that are shown, as they are shown, then those that were left out."""
    shown = [each for each in groups(rules.without(content, dropped)) if each.theme is not None]
    there = {each.theme for each in shown}
    out = [each for each in groups(content) if each.theme is not None and each.theme not in there]
    return [
        Row(id=each.theme.id, number=number, name=_name(work, each), out=number > len(shown))
        for number, each in enumerate((*shown, *out), 1)
        if each.theme is not None
    ]


def _name(work: Work, group: Group) -> str:
    named = group.theme is not None and group.theme.label
    return part_name(work.tools.catalogue, group, (group, group)) if named else ""


@story.button("draft.themes", who="moderator")
def ask(event: Pressed, work: Work) -> Effects:
    """Open the form: two fields a theme."""
    found = waiting(work, event)
    if found is None:
        return [Whisper(card=work.card("stale-button"))]
    summary, subject = found
    rows = _rows(work, _whole(summary, sources(work, subject)), summary.dropped)
    if not rows:
        return [Whisper(card=work.card("stale-button"))]
    form = Form(
        action="draft.arranged",
        title=work.word("summary-themes-title"),
        intro=work.say("summary-themes-intro"),
        fields=arranging_form.fields(work, WHAT, rows, leaves_out=True),
        submit=work.word("summary-edit-submit"),
        args={"summary": summary.id, "version": str(summary.version), "cohort": summary.cohort},
    )
    return [Ask(form=form)]


@story.form("draft.arranged", who="moderator")
def arrange(event: Submitted, work: Work) -> Effects:
    """Arrange the themes as the form says, unless someone else changed the draft meanwhile."""
    found = waiting(work, event)
    if found is None or work.who is None:
        return [Whisper(card=work.card("stale-button"))]
    summary, subject = found
    content = _whole(summary, sources(work, subject))
    # A theme whose last words were taken back while the form was open has nothing to arrange.
    rows = [
        each for each in _rows(work, content, summary.dropped) if each.field("goes") in event.values
    ]
    if not rows:
        return [Whisper(card=work.card("stale-button"))]
    if late := outrun(work, event, summary, rows[0].field("name"), "summary-themes"):
        return late
    filled = Filled(event.values)
    wishes = arranging_form.wishes(filled, WHAT, rows, len(content.themes), leaves_out=True)
    if filled.problems:
        return [Correct(errors=work.wrong(filled.problems))]
    return revised(
        work,
        summary,
        subject,
        draft=rules.to_json(arranged(content, wishes, work.who.id)),
        dropped=left_out(content, wishes, summary.dropped),
    )


def _whole(summary: Summary, read: rules.Sources) -> Content:
    return rules.upheld(rules.from_json(summary.draft), read)
