"""A discussion falls quiet, and its moderators hear of it before anything is done about it.

The follow-up of its prompt, a narrower door, is shown to the moderators four working hours before
it would go out. They post it, hold it, or ask two people privately. Nobody silent is counted or
named, to anyone.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.protocol.cards import Button, Card
from bot.protocol.effects import Edit, Effect, Post, Swap, Whisper
from bot.protocol.events import CameDue, Noted, Pressed
from bot.protocol.text import Inlines, Paragraph, Plain, Quote
from bot.rules import cadence, hours
from bot.rules.quiet import Pulse, after_moderator, cards_about, help_for
from bot.rules.timetable import notice, working_morning
from bot.store import agenda, discussions, postings, queue
from bot.store.records import Discussion
from bot.text import dates
from bot.text.catalogue import Value
from bot.text.fill import fill
from bot.text.markdown import to_inlines
from bot.text.prompt import from_dict

story = Story("quiet")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cards:
    """The cards that moderators got at one time: ``key`` is what their postings have in common."""

    work: Work
    found: Discussion
    key: str

    def buttons(self, *actions: str) -> tuple[Button, ...]:
        """Buttons such as [Post now] for ``post``."""
        return tuple(
            self.work.button(
                f"quiet-{each}-button", f"quiet.{each}", discussion=self.found.id, card=self.key
            )
            for each in actions
        )

    def card(self, key: str, *actions: str, quoted: bool = False, **values: Value) -> Card:
        """A card about the discussion, with the follow-up under its words if ``quoted``."""
        words = self.work.say(key, title=self.found.title, **values)
        quote = (Quote(nodes=_text(self.work, self.found)),) if quoted else ()
        return Card(blocks=(*words, *quote), buttons=self.buttons(*actions))

    def told(self, card: Card) -> list[Effect]:
        """Give every moderator this card."""
        return [*self.work.tell_moderators(card, key=self.key)]

    def seen(self) -> bool:
        """Whether the moderators got a card."""
        keys = (f"{self.key}:{each.id}" for each in self.work.moderators())
        return any(queue.original(self.work.db, key) is not None for key in keys)

    def changed(self, card: Card, *, but: str | None = None) -> list[Effect]:
        """Put a card in place of what the moderators have."""
        return [
            Edit(card=card, posting=f"{self.key}:{each.id}")
            for each in self.work.moderators()
            if each.id != but
        ]


def _warned(work: Work, found: Discussion, goes_out: datetime) -> _Cards:
    return _Cards(work=work, found=found, key=f"quiet:{found.id}:{work.local(goes_out):%m%d}")


def _open(work: Work, subject: str) -> Discussion | None:
    """The open discussion of a running cohort whose follow-up waits for its time."""
    found = discussions.get(work.db, subject)
    runs = work.cohort is not None and work.cohort.state == "running"
    waits = found is not None and found.state == "open" and found.follow_up == "planned"
    return found if runs and waits else None


@story.due("follow-warn")
def tell_moderators(event: CameDue, work: Work) -> Effects:
    """Four working hours before the follow-up: the moderators hear of it, if it is needed."""
    found = _open(work, event.subject)
    goes_out = agenda.planned(work.db, "follow-up", event.subject)
    if found is None or goes_out is None or work.cohort is None:
        return ()
    help = help_for(_pulse(found), work.now, goes_out)
    if help == "none":
        return _drop(work, found, "quiet-lively")
    if help == "wait":
        return _put_off(work, found)
    cards = _warned(work, found, goes_out)
    key = "quiet-unanswered" if help == "moderators" else "quiet-warning"
    when = dates.moment(goes_out, work.cohort.zone)
    card = cards.card(
        key, "post", "hold", "ask", quoted=True, when=when, names=work.names(work.moderators())
    )
    return cards.told(card)


@story.due("follow-up")
def follow_up(event: CameDue, work: Work) -> Effects:
    """The follow-up's time: it goes into the thread, or to the moderators, or falls away."""
    found = _open(work, event.subject)
    if found is None or work.cohort is None:
        return ()
    cards = _warned(work, found, event.due)
    help = help_for(_pulse(found), work.now, event.due)
    if help == "none":
        return _drop(work, found, "quiet-lively")
    late = hours.late_choice(event.due, work.now, work.cohort.zone) == "ask"
    # Nothing goes out that the moderators did not see before (an outage may have lasted that long).
    if help == "wait" or late or not cards.seen():
        return _put_off(work, found, cards)
    if help == "thread":
        names = work.names(work.moderators())
        posted = cards.card("quiet-went-out")
        return [_post(work, found, names), *cards.changed(posted)]
    discussions.change(work.db, found.id, follow_up="held")
    mine = _Cards(work=work, found=found, key=f"quiet-own:{found.id}")
    return [
        *cards.changed(cards.card("quiet-yours-below")),
        *mine.told(mine.card("quiet-yours", "post", "hold", "ask", quoted=True)),
    ]


@story.button("quiet.post", who="moderator")
def post_now(event: Pressed, work: Work) -> Effects:
    """[Post now]"""
    cards = _pressed(event, work)
    if cards is None or cards.found.follow_up not in ("planned", "held") or work.who is None:
        return [Whisper(card=work.card("stale-button"))]
    card = cards.card("quiet-posted", name=work.who.name)
    return [
        _post(work, cards.found, work.who.name),
        Swap(card=card),
        # Their own, too: whoever presses and sees no change cannot press a second time.
        *cards.changed(card),
    ]


@story.button("quiet.hold", who="moderator")
def hold(event: Pressed, work: Work) -> Effects:
    """[Hold]"""
    cards = _pressed(event, work)
    if cards is None or cards.found.follow_up not in ("planned", "held") or work.who is None:
        return [Whisper(card=work.card("stale-button"))]
    discussions.change(work.db, cards.found.id, follow_up="held")
    _cancel(work, cards.found)
    card = cards.card("quiet-held", "post", "ask", name=work.who.name)
    return [Swap(card=card), *cards.changed(card, but=work.who.id)]


@story.note("people-asked")
def show_that_people_were_asked(event: Noted, work: Work) -> Effects:
    """Two people were asked from a card; the other choices stay, and so does the follow-up."""
    found = discussions.get(work.db, event.args["discussion"])
    if found is None or work.who is None or work.cohort is None:
        return ()
    cards = _Cards(work=work, found=found, key=event.args["card"])
    goes_out = agenda.planned(work.db, "follow-up", found.id)
    name = work.who.name
    if goes_out is not None and found.follow_up == "planned":
        when = dates.moment(goes_out, work.cohort.zone)
        return cards.changed(cards.card("quiet-asked", "post", "hold", name=name, when=when))
    actions = ("post",) if found.follow_up == "held" else ()
    return cards.changed(cards.card("quiet-asked-no-more", *actions, name=name))


@story.note("discussion-closed")
def show_that_it_is_over(event: Noted, work: Work) -> Effects:
    """What could be decided about the follow-up is not to be decided any more."""
    found = discussions.get(work.db, event.args["discussion"])
    if found is None or found.follow_up not in ("planned", "held"):
        return ()
    card = work.card("quiet-closed", title=found.title)
    prefixes = (f"quiet:{found.id}:", f"quiet-own:{found.id}:")
    keys = (key for prefix in prefixes for key in postings.keys(work.db, prefix))
    return [Edit(card=card, posting=key) for key in keys]


def _pressed(event: Pressed, work: Work) -> _Cards | None:
    found = discussions.get(work.db, event.args.get("discussion", ""))
    if found is None or work.cohort is None or found.cohort != work.cohort.id:
        return None
    key = event.args.get("card", "")
    if found.state != "open" or not cards_about(found.id, key):
        return None
    return _Cards(work=work, found=found, key=key)


def _pulse(found: Discussion) -> Pulse:
    return Pulse(member=found.member_at, moderator=found.moderator_at)


def _cancel(work: Work, found: Discussion) -> None:
    agenda.cancel(work.db, "follow-warn", found.id)
    agenda.cancel(work.db, "follow-up", found.id)


def _drop(work: Work, found: Discussion, why: str) -> list[Effect]:
    """Let the follow-up fall away. Cards of earlier days may say that it waits, so that all change
    into ``why``."""
    discussions.change(work.db, found.id, follow_up="dropped")
    _cancel(work, found)
    card = work.card(why, title=found.title)
    return [Edit(card=card, posting=key) for key in postings.keys(work.db, f"quiet:{found.id}:")]


def _put_off(work: Work, found: Discussion, cards: _Cards | None = None) -> list[Effect]:
    """Leave a moderator's own words their time, or the moderators theirs if it came late. Another
    card comes before it goes out, and ``cards`` say so; what would go out after the close falls
    away."""
    assert work.cohort is not None
    zone, off = work.cohort.zone, cadence.days_off(work.cohort.settings)
    at = working_morning(cadence.next_working_day(work.today(), off), zone, off)
    if found.moderator_at is not None:
        at = max(at, after_moderator(found.moderator_at, zone, off))
    if at >= found.closes_at:
        return _drop(work, found, "quiet-too-late")
    agenda.plan(work.db, "follow-warn", found.id, max(notice(at, zone), work.now), found.cohort)
    agenda.plan(work.db, "follow-up", found.id, at, found.cohort)
    return cards.changed(cards.card("quiet-moved")) if cards is not None else []


def _text(work: Work, found: Discussion) -> Inlines:
    assert work.cohort is not None
    prompt = from_dict(found.prompt)
    words = prompt.follow_up.text if prompt.follow_up is not None else ""
    return to_inlines(
        fill(
            words,
            cohort=work.cohort.name,
            theme=work.cohort.theme,
            week=found.week,
            moderators=work.names(work.moderators()),
        )
    )


def _post(work: Work, found: Discussion, names: str) -> Post:
    """The follow-up, in the thread, signed."""
    discussions.change(work.db, found.id, follow_up="sent")
    _cancel(work, found)
    sign = work.tools.catalogue.line("follow-up-from", names=names)
    nodes = (*sign, Plain(text=" "), *_text(work, found))
    return Post(
        room=found.room,
        thread=found.posting,
        card=Card(blocks=(Paragraph(nodes=nodes),)),
        key=f"follow-up:{found.id}",
    )
