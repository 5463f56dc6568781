"""Words that were edited, deleted, withdrawn or erased leave every summary that holds them, at
once; moderators may have an approved one made anew."""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.summary_copies import pressed, refreshed, settle
from bot.features.summary_sources import sources
from bot.features.summary_text import voice_line
from bot.protocol.effects import Effect, Note, Swap, Whisper
from bot.protocol.events import Noted, Pressed
from bot.protocol.text import Inlines
from bot.rules import summary as rules
from bot.rules.summary import Source, Voice
from bot.store import discussions, summaries
from bot.store.records import Discussion, Summary

story = Story("summary-renewal")


@story.note("words-changed")
def follow(event: Noted, work: Work) -> Effects:
    """Show what stands now wherever a discussion is summed up. If a message that is quoted in an
    approved summary was edited, the moderators hear of it."""
    discussion = discussions.get(work.db, event.args["discussion"])
    if discussion is None or work.cohort is None:
        return []
    effects: list[Effect] = []
    for summary in summaries.of_discussion(work.db, discussion.id, "draft", "approved"):
        read = sources(work, discussion)
        shown = rules.without(rules.from_json(summary.draft), summary.dropped)
        edited = rules.edited_since(shown, read)
        effects += refreshed(work, summary)
        if summary.state == "approved" and edited:
            effects += _outdated(work, summary, discussion, read[edited[0]])
    return effects


def _outdated(work: Work, summary: Summary, discussion: Discussion, source: Source) -> list[Effect]:
    card = work.card(
        "summary-outdated",
        work.button("summary-renew", "summary.renew", style="primary", summary=summary.id),
        work.button("summary-leave", "summary.leave", summary=summary.id),
        who=_author(work, source),
        title=discussion.title,
    )
    key = f"outdated:{summary.id}:{work.tools.new_id(6)}"
    return [*work.tell_moderators(card, key=key)]


def _author(work: Work, source: Source) -> Inlines:
    """The author as they may be named; a sentence begins with it."""
    voice = source.voice or Voice()
    return voice_line(work.tools.catalogue, voice)


@story.button("summary.renew", who="moderator")
def renew(event: Pressed, work: Work) -> Effects:
    """Have a fresh draft made; the posted copy stays until that is approved."""
    found = _approved(event, work)
    if found is None:
        return [Whisper(card=work.card("stale-button"))]
    summary, discussion = found
    wanted = Note(topic="draft-wanted", args={"discussion": discussion.id})
    return [*_answered(event, work, summary, discussion, "summary-renewing"), wanted]


@story.button("summary.leave", who="moderator")
def leave(event: Pressed, work: Work) -> Effects:
    """Leave the approved summary as it stands."""
    found = _approved(event, work)
    if found is None:
        return [Whisper(card=work.card("stale-button"))]
    return _answered(event, work, *found, "summary-left")


def _approved(event: Pressed, work: Work) -> tuple[Summary, Discussion] | None:
    summary = summaries.get(work.db, event.args.get("summary", ""))
    if summary is None or work.cohort is None or summary.cohort != work.cohort.id:
        return None
    discussion = discussions.get(work.db, summary.discussion)
    return None if summary.state != "approved" or discussion is None else (summary, discussion)


def _answered(
    event: Pressed, work: Work, summary: Summary, discussion: Discussion, key: str
) -> list[Effect]:
    assert work.who is not None
    card = work.card(key, who=work.who.name, title=discussion.title)
    mine = pressed(work, event)
    return [Swap(card=card), *settle(work, summary, "outdated", card, but=mine)]
