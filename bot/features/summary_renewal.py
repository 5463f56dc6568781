"""Words that were edited, deleted, withdrawn or erased leave every summary that holds them, at
once; moderators may have an approved one made anew."""

from dataclasses import replace

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.summary_copies import pressed, put_all, refreshed, settle
from bot.features.summary_sources import sources
from bot.features.summary_subjects import about
from bot.features.summary_text import part_name, place_of, voice_line
from bot.protocol.cards import Card
from bot.protocol.effects import Effect, Note, Swap, Whisper
from bot.protocol.events import Noted, Pressed
from bot.protocol.text import Block, Plain, Quote
from bot.rules import summary as rules
from bot.rules.summary import Changed, Content, Sources
from bot.rules.summary_themes import groups
from bot.store import discussions, summaries
from bot.store.records import Discussion, Subject, Summary
from bot.text.fit import shortened

story = Story("summary-renewal")

MOST_CHANGED = 300  # letters of a message that moderators are shown anew


@story.note("words-changed")
def follow(event: Noted, work: Work) -> Effects:
    """Show what stands now wherever a discussion is summed up. If a message that is quoted in an
    approved summary was edited, the moderators hear of it."""
    discussion = discussions.get(work.db, event.args["discussion"])
    if discussion is None or work.cohort is None:
        return []
    effects: list[Effect] = []
    for subject in (discussion, *summaries.periods_after(work.db, discussion)):
        for summary in summaries.of_subject(work.db, subject, "draft", "approved"):
            if subject is not discussion and not _touched(work, summary, subject, discussion):
                continue
            if summary.state == "approved":
                effects += _followed(work, summary, subject)
            else:
                effects += refreshed(work, summary)
    return effects


def _touched(work: Work, summary: Summary, subject: Subject, changed: Discussion) -> bool:
    """Whether the summary of a period uses words of a discussion, or did: most do not, and need
    not be shown anew."""
    content = rules.from_json(summary.draft)
    used = {each.message for each in content.items()}
    used |= {echo.message for each in content.points for echo in each.same}
    used |= {message for each in content.themes for message in each.ids}
    there = {each.id for each in summaries.messages(work.db, subject)}
    # What is not there any more was somebody's of the discussion that has changed.
    theirs = {each.id for each in discussions.messages(work.db, changed.id)}
    return bool(used & theirs or used - there)


def _followed(work: Work, summary: Summary, subject: Subject) -> list[Effect]:
    """Renew an approved summary, and what the moderators are told of it. One notice tells of all
    that changed until they decide, so that whoever mends a word three times asks them once."""
    read = sources(work, subject)
    content = rules.from_json(summary.draft)
    shown = rules.without(content, summary.dropped)
    shown = replace(shown, points=tuple(each for each in shown.points if each.message in read))
    new = [place_of(shown, read, each) for each in rules.edited_since(shown, read)]
    known = {each.message for each in content.changed}
    content = replace(
        content,
        changed=(*content.changed, *(each for each in new if each.message not in known)),
        notice=content.notice or (work.new_id() if new else ""),
    )
    effects = refreshed(work, replace(summary, draft=rules.to_json(content)))
    if not content.notice:
        return effects
    kept = rules.upheld(content, read)
    if not kept.changed:
        _decided(work, summary, kept)
    card = _outdated(work, summary, subject, kept, read)
    people = tuple(dict.fromkeys(read[each.message].person for each in kept.changed))
    key = f"outdated:{summary.id}:{content.notice}"
    told = [e for e in summaries.copies(work.db, "outdated", summary.id) if e.startswith(key)]
    if told or not kept.changed:
        return [*effects, *put_all(work, told, card, people)]
    return [*effects, *work.tell_moderators(card, key=key, concerns=people)]


def _outdated(work: Work, summary: Summary, subject: Subject, kept: Content, read: Sources) -> Card:
    """What the moderators decide on: where it is quoted, and what it says now. What it said before
    is not shown, since it is not kept."""
    if not kept.changed:
        return work.card("summary-outdated-over", title=subject.title)
    blocks: list[Block] = []
    for each in kept.changed:
        source = read[each.message]
        assert source.voice is not None  # upheld leaves out who is not quoted
        who = voice_line(work.tools.catalogue, source.voice)
        part = _part(work, kept, each)
        key = "summary-outdated-point" if part and each.place else "summary-outdated-message"
        blocks += work.say(key, who=who, title=subject.title, part=part, place=each.place)
        blocks.append(Quote(nodes=(Plain(text=shortened(source.text, MOST_CHANGED)),), by=who))
    return Card(
        blocks=(*blocks, *work.say("summary-outdated")),
        buttons=(
            work.button("summary-renew", "summary.renew", style="primary", summary=summary.id),
            work.button("summary-leave", "summary.leave", summary=summary.id),
        ),
    )


def _part(work: Work, content: Content, changed: Changed) -> str:
    """What the part is called in which a message was quoted, if it still has a name."""
    parts = groups(content)
    for each in parts:
        if changed.part == (each.theme.id if each.theme is not None else ""):
            return part_name(work.tools.catalogue, each, parts)
    return next((each.label for each in content.themes if each.id == changed.part), "")


def _decided(work: Work, summary: Summary, content: Content) -> None:
    left = replace(content, changed=(), notice="")
    summaries.change(work.db, summary.id, draft=rules.to_json(left))


@story.button("summary.renew", who="moderator")
def renew(event: Pressed, work: Work) -> Effects:
    """Have a fresh draft made; the posted copy stays until that is approved."""
    found = _approved(event, work)
    if found is None:
        return [Whisper(card=work.card("stale-button"))]
    summary, subject = found
    wanted = Note(topic="draft-wanted", args=about(subject))
    return [*_answered(event, work, summary, subject, "summary-renewing"), wanted]


@story.button("summary.leave", who="moderator")
def leave(event: Pressed, work: Work) -> Effects:
    """Leave the approved summary as it stands."""
    found = _approved(event, work)
    if found is None:
        return [Whisper(card=work.card("stale-button"))]
    return _answered(event, work, *found, "summary-left")


def _approved(event: Pressed, work: Work) -> tuple[Summary, Subject] | None:
    summary = summaries.get(work.db, event.args.get("summary", ""))
    if summary is None or work.cohort is None or summary.cohort != work.cohort.id:
        return None
    subject = summaries.subject(work.db, summary)
    return None if summary.state != "approved" or subject is None else (summary, subject)


def _answered(
    event: Pressed, work: Work, summary: Summary, subject: Subject, key: str
) -> list[Effect]:
    assert work.who is not None
    _decided(work, summary, rules.from_json(summary.draft))
    card = work.card(key, who=work.who.name, title=subject.title)
    mine = pressed(work, event)
    return [Swap(card=card), *settle(work, summary, "outdated", card, but=mine)]
