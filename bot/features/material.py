"""A member brings a case, a challenge or a scene: through a form with a no-identifiers checklist,
and past a moderator, before anyone else sees it.

Until it is posted it is kept as a held message of the platform ``material``, in a channel named
after its discussion: pairs of nodes, a label and what was written under it.
"""

from collections.abc import Mapping

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.own_choice import agree_first
from bot.protocol.cards import Button, Card, Field, Form, Option, Values
from bot.protocol.effects import Ask, Correct, Effect, Whisper
from bot.protocol.events import Pressed, Submitted
from bot.protocol.text import Inlines, Plain, Quote, Strong, plain
from bot.rules.filled import Filled
from bot.rules.identifiers import identifiers
from bot.store import discussions
from bot.store.codec import dump_nodes, load_nodes
from bot.store.records import Discussion, Message

story = Story("material")

MATERIAL = "material"
FIELDS: Mapping[str, tuple[str, ...]] = {
    "case": ("question", "background", "tried"),
    "challenge": ("question", "background", "tried"),
    "role-play": ("scene", "people", "line"),
}
"""What each form asks for; the first two must be filled in."""
LONGEST = 2000  # letters of each
REQUIRED = 2
CHECKS = ("names", "dates", "places", "numbers", "photos")
"""What must not be in it; all are to be ticked."""


@story.button("material.bring")
def bring(event: Pressed, work: Work) -> Effects:
    """[Bring a case] and its like; [Change it], with ``material``, after a moderator asked."""
    found = discussions.get(work.db, event.args.get("discussion", ""))
    refusal = _refusal(work, found)
    if refusal is not None or found is None:
        return [Whisper(card=refusal or work.card("stale-button"))]
    earlier = _mine(work, event.args)
    if "material" in event.args and earlier is None:
        return [Whisper(card=work.card("stale-button"))]
    return [Ask(form=_form(work, found, earlier))]


@story.form("material.bring")
def hand_in(event: Submitted, work: Work) -> Effects:
    """Check it, keep it, and show it to the moderators."""
    found = discussions.get(work.db, event.args.get("discussion", ""))
    refusal = _refusal(work, found)
    if refusal is not None or found is None:
        return [Whisper(card=refusal or work.card("stale-button"))]
    errors = _errors(work, found, event.values)
    if errors:
        return [Correct(errors=errors)]
    assert work.who is not None
    earlier = _mine(work, event.args)
    if "material" in event.args and earlier is None:
        return [Whisper(card=work.card("stale-button"))]
    nodes = _nodes(work, found, event.values)
    if earlier is not None:
        discussions.change_message(
            work.db, earlier.id, nodes=dump_nodes(nodes), text=plain(nodes), edited_at=work.now
        )
        kept = earlier.id
    else:
        kept = _keep(work, found, nodes)
    words = work.card("material-handed-in", names=work.names(work.moderators()))
    return [*_show(work, found, kept, nodes), Whisper(card=words)]


def _refusal(work: Work, found: Discussion | None) -> Card | None:
    """Why nothing can be brought to this discussion, or None."""
    if found is None or work.cohort is None or found.cohort != work.cohort.id:
        return work.card("stale-button")
    if found.state != "open" or found.prompt.get("form") not in FIELDS:
        return work.card("material-over", title=found.title)
    if not work.agreed:
        return agree_first(work)
    return None


def _mine(work: Work, args: Mapping[str, str]) -> Message | None:
    """The material that its author was asked to change, if it is theirs and not posted."""
    kept = discussions.message_by_id(work.db, args.get("material", ""))
    mine = kept is not None and work.who is not None and kept.person == work.who.id
    return kept if mine and kept is not None and kept.held and kept.platform == MATERIAL else None


def _kind(found: Discussion) -> str:
    return str(found.prompt["form"])


def _form(work: Work, found: Discussion, earlier: Message | None) -> Form:
    assert work.cohort is not None
    kind = _kind(found)
    before = _written(load_nodes(earlier.nodes)) if earlier is not None else {}
    fields = [
        Field(
            name=each,
            label=work.word(f"material-{kind}-{each}"),
            kind="text",
            value=before.get(work.word(f"material-{kind}-{each}"), ""),
            required=number < REQUIRED,
            limit=LONGEST,
        )
        for number, each in enumerate(FIELDS[kind])
    ]
    checks = tuple(Option(value=each, label=work.word(f"material-check-{each}")) for each in CHECKS)
    fields.append(
        Field(
            name="checks",
            label=work.word("material-checks"),
            kind="choices",
            options=checks,
            required=True,
        )
    )
    args = {"discussion": found.id, "cohort": work.cohort.id}
    return Form(
        action="material.bring",
        title=work.word(f"bring-{kind}-button"),
        fields=tuple(fields),
        submit=work.word("material-submit"),
        intro=work.say("material-intro", names=work.names(work.moderators())),
        args={**args, "material": earlier.id} if earlier is not None else args,
    )


def _errors(work: Work, found: Discussion, values: Values) -> dict[str, str]:
    errors: dict[str, str] = {}
    filled = Filled(values)
    for number, name in enumerate(FIELDS[_kind(found)]):
        text = filled.words(name, LONGEST, lines=True)
        if number < REQUIRED and not text:
            errors[name] = work.word("material-empty")
        if len(text) > LONGEST:
            continue
        seen = identifiers(text)
        if seen:
            kind, letters = seen[0]
            errors[name] = work.word(f"material-found-{kind}", letters=letters)
    if set(filled.several("checks")) != set(CHECKS):
        errors["checks"] = work.word("material-unchecked")
    return work.wrong(filled.problems) | errors


def _nodes(work: Work, found: Discussion, values: Values) -> Inlines:
    nodes: list[Strong | Plain] = []
    filled = Filled(values)
    for name in FIELDS[_kind(found)]:
        text = filled.text(name)
        if text:
            label = work.word(f"material-{_kind(found)}-{name}")
            nodes += [Plain(text="\n\n"), Strong(text=label), Plain(text=f"\n{text}")]
    return tuple(nodes[1:])


def _written(nodes: Inlines) -> dict[str, str]:
    """What was written under each label."""
    written: dict[str, str] = {}
    label = ""
    for node in nodes:
        if isinstance(node, Strong):
            label = node.text
        elif isinstance(node, Plain) and node.text.strip():
            written[label] = node.text.strip()
    return written


def _keep(work: Work, found: Discussion, nodes: Inlines) -> str:
    assert work.who is not None
    new = Message(
        id=work.new_id(),
        cohort=found.cohort,
        discussion=found.id,
        person=work.who.id,
        platform=MATERIAL,
        workspace=MATERIAL,
        channel=found.id,
        message=work.new_id(),
        thread=None,
        nodes=dump_nodes(nodes),
        text=plain(nodes),
        at=work.now,
        edited_at=None,
        held=True,
    )
    discussions.keep(work.db, new)
    return new.id


def _show(work: Work, found: Discussion, kept: str, nodes: Inlines) -> list[Effect]:
    """The material on a card for each moderator. What was changed comes on a new card."""
    assert work.who is not None
    key = f"brought:{found.id}:{kept}:{work.new_id()[:4]}"

    def button(label: str, action: str) -> Button:
        return work.button(label, action, material=kept, card=key)

    words = work.say("material-brought", name=work.who.name, title=found.title)
    quote = Quote(nodes=nodes, by=(Plain(text=work.who.name),))
    card = Card(
        blocks=(*words, quote, *work.say("material-brought-check")),
        buttons=(
            button("material-post-button", "material.post"),
            button("material-change-button", "material.change"),
            button("material-leave-button", "material.leave"),
        ),
    )
    return [*work.tell_moderators(card, key=key, concerns=(work.who.id,))]
