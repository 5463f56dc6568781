"""The copies of a summary that stand before people, and keeping them all the same.

No story lives here, only what the stories of summaries share. Consent and words are looked up anew
each time a card is made.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from bot.engine.work import Work
from bot.features import summary_subjects, summary_text
from bot.features.summary_sources import sources
from bot.features.summary_text import Head
from bot.protocol.cards import Button, Card, Style
from bot.protocol.effects import Correct, Edit, Effect
from bot.protocol.events import Pressed, Submitted
from bot.rules import summary as rules
from bot.rules.summary import Content, Sources
from bot.store import agenda, people, postings, summaries
from bot.store.codec import dump_card
from bot.store.records import Subject, Summary


def kept(summary: Summary, found: Sources) -> Content:
    """What the summary shows now: what stands, less what the moderators took out."""
    whole = rules.upheld(rules.from_json(summary.draft), found)
    return rules.without(whole, summary.dropped)


def draft_card(work: Work, summary: Summary, subject: Subject, found: Sources) -> Card:
    """The draft, as moderators see it."""
    assert work.cohort is not None
    content = kept(summary, found)
    blocks = [*work.say("summary-draft-head", title=subject.title)]
    blocks += summary_subjects.still_open(work, subject)
    if summaries.of_subject(work.db, subject, "approved"):
        blocks += work.say("summary-draft-again")
    if content.thinned:
        blocks += work.say("summary-draft-thinned")
    if content.helped is not None and content.helped.why:
        blocks += summary_text.held_back(work.tools.catalogue, content.helped)
    blocks += _body(work, summary, subject, content, found)
    whole = rules.upheld(rules.from_json(summary.draft), found)
    if len(whole.items()) > len(content.items()):
        number = len(whole.items()) - len(content.items())
        blocks += work.say("summary-draft-more", number=number)
    blocks += work.say("summary-draft-note", who=work.names(work.moderators()))
    return Card(
        blocks=tuple(blocks),
        buttons=(
            _button(work, summary, "edit"),
            *([_button(work, summary, "themes")] if content.themes else []),
            _button(work, summary, "add"),
            _button(work, summary, "approve", style="primary"),
            _button(
                work,
                summary,
                "discard",
                style="danger",
                confirm=work.word("summary-discard-confirm"),
            ),
        ),
    )


def _button(
    work: Work, summary: Summary, what: str, *, style: Style = "plain", confirm: str | None = None
) -> Button:
    return work.button(
        f"summary-{what}",
        f"draft.{what}",
        style=style,
        confirm=confirm,
        summary=summary.id,
        version=str(summary.version),
    )


def posted_card(work: Work, summary: Summary, subject: Subject, found: Sources) -> Card:
    """The approved summary, as everyone sees it."""
    content = kept(summary, found)
    blocks = [*work.say("summary-posted-head", title=subject.title)]
    blocks += _body(work, summary, subject, content, found)
    approver = people.get(work.db, summary.approved_by or "")
    if approver is not None:
        blocks += work.say("summary-posted-note", who=approver.name)
    return Card(blocks=tuple(blocks))


def _body(work: Work, summary: Summary, subject: Subject, content: Content, found: Sources):
    assert work.cohort is not None
    author = people.get(work.db, summary.opening_by or "")
    begins, ends = summary_subjects.days(work, subject)
    head = Head(
        title=subject.title,
        background=summary_subjects.background(work, subject),
        begins=begins,
        ends=ends,
        # Nobody stands behind the opening of someone who was erased.
        opening=summary.opening if author is not None else "",
        opening_by=author.name if author is not None else "",
    )
    return summary_text.body(work.tools.catalogue, head, content, found)


def concerned(summary: Summary, found: Sources) -> tuple[str, ...]:
    """Ids of the people whose words a card of this summary holds."""
    content = kept(summary, found)
    moderators = (summary.opening_by or "", *(each.by for each in content.themes))
    people_cited = rules.authors(content, found)
    return tuple(dict.fromkeys((*people_cited, *filter(None, moderators))))


def put(work: Work, key: str, card: Card, concerns: tuple[str, ...] = ()) -> list[Effect]:
    """Let a copy show another card: at once if it has not been sent, else by an edit. It is an
    answer, so that words leave on hold, too."""
    if summaries.rewrite(work.db, key, dump_card(card)):
        return []
    summaries.overtake(work.db, key, work.now)
    return [Edit(posting=key, card=card, purpose="answer", concerns=concerns)]


def put_all(
    work: Work, keys: Iterable[str], card: Card, concerns: tuple[str, ...] = ()
) -> list[Effect]:
    """The same for several copies."""
    return [effect for key in keys for effect in put(work, key, card, concerns)]


def retire(work: Work, summary: Summary) -> list[Effect]:
    """Let a summary count no longer and keep no words; members' copies point to what is newer."""
    summaries.change(
        work.db, summary.id, state="discarded", draft={}, dropped=[], opening="", opening_by=None
    )
    agenda.cancel(work.db, "draft-unread", summary.id)
    newer = work.card("summary-copy-replaced", work.runs("summary-show-newest", "summary"))
    return put_all(work, summaries.copies(work.db, "copy", summary.id), newer)


def settle(
    work: Work, summary: Summary, kind: summaries.Kind, card: Card, *, but: str | None = None
) -> list[Effect]:
    """Put a card without quotes in place of all copies of a kind, all but the posting ``but``,
    whose reader is answered at once."""
    if but is not None:
        summaries.overtake(work.db, but, work.now)
    keys = summaries.copies(work.db, kind, summary.id)
    return put_all(work, (each for each in keys if each != but), card)


def pressed(work: Work, event: Pressed) -> str | None:
    """The key of the copy whose button was pressed; None for what is no posting of ours."""
    posting = postings.at_ref(work.db, event.ref) if event.ref is not None else None
    return posting.key if posting is not None else None


def waiting(work: Work, event: Pressed | Submitted) -> tuple[Summary, Subject] | None:
    """The draft that is meant, if it waits for this cohort's moderators. It counts as read now."""
    found = summaries.get(work.db, event.args.get("summary", ""))
    if found is None or work.cohort is None or found.cohort != work.cohort.id:
        return None
    subject = summaries.subject(work.db, found)
    if found.state != "draft" or subject is None:
        return None
    agenda.cancel(work.db, "draft-unread", found.id)
    return found, subject


def changer(work: Work, summary: Summary) -> str:
    """The name of the moderator who changed a draft last."""
    by = people.get(work.db, summary.changed_by or "")
    return by.name if by is not None else work.word("summary-someone")


def outrun(work: Work, event: Submitted, summary: Summary, field: str, button: str) -> list[Effect]:
    """What to answer to a form about a draft that another moderator changed since it was opened;
    nothing if nobody did. ``button`` is the message of the button that opens it again."""
    if event.args.get("version") == str(summary.version):
        return []
    why = work.word(
        "summary-changed-meanwhile", who=changer(work, summary), button=work.word(button)
    )
    return [Correct(errors={field: why})]


def revised(work: Work, summary: Summary, subject: Subject, **values: Any) -> list[Effect]:
    """Keep what the moderator who acts changed in a draft, and show it to all moderators."""
    assert work.who is not None
    values |= {"version": summary.version + 1, "changed_by": work.who.id}
    fresh = replace(summary, **values)
    summaries.change(work.db, fresh.id, **values)
    read = sources(work, subject)
    card = draft_card(work, fresh, subject, read)
    return put_all(work, summaries.copies(work.db, "draft", fresh.id), card, concerned(fresh, read))


def refreshed(work: Work, summary: Summary) -> list[Effect]:
    """Let all copies of a summary show what stands now, and let its row keep no more than that."""
    subject = summaries.subject(work.db, summary)
    if subject is None:
        return []
    found = sources(work, subject)
    content = rules.upheld(rules.from_json(summary.draft), found)
    fresh = replace(
        summary,
        draft=rules.to_json(content),
        dropped=[each for each in summary.dropped if each.split("/")[0] in found],
        opening=summary.opening if summary.opening_by is not None else "",
    )
    summaries.change(
        work.db, fresh.id, draft=fresh.draft, dropped=fresh.dropped, opening=fresh.opening
    )
    concerns = concerned(fresh, found)
    if fresh.state == "draft":
        card = draft_card(work, fresh, subject, found)
        return put_all(work, summaries.copies(work.db, "draft", fresh.id), card, concerns)
    card = posted_card(work, fresh, subject, found)
    keys = [*filter(None, (fresh.posting,)), *summaries.copies(work.db, "copy", fresh.id)]
    return put_all(work, keys, card, concerns)
