"""A cohort's own words for a prompt; the library's files stay as they are."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from bot.engine.story import Story
from bot.engine.work import Work
from bot.features import prompt_names
from bot.protocol.cards import Values
from bot.protocol.effects import Ask, Correct, Effect, Note, Whisper
from bot.protocol.events import Commanded, Submitted
from bot.protocol.text import Inlines
from bot.rules.cadence import days_open, stored_instant
from bot.rules.filled import Filled
from bot.store import programme
from bot.store.records import Step
from bot.text import dates
from bot.text.fill import PLACEHOLDERS
from bot.text.frontmatter import closest
from bot.text.library import wrong_placeholders
from bot.text.prompt import MAX_BODY, MAX_TITLE, FollowUp, Prompt
from bot.text.prompt_files import too_late
from bot.text.prompt_forms import edit_form

story = Story("prompt_edit")

LONGEST = 60  # days; what is open longer nobody closes in their mind
USUAL_FOLLOW_UP = timedelta(days=3)


@story.command("prompt edit", "[NAME]", who="moderator")
def edit(event: Commanded, work: Work, rest: str) -> list[Effect]:
    """Open the form, for the next prompt if none is named."""
    cohort = work.cohort
    assert cohort is not None
    steps = _coming(work)
    if not rest.strip() and not steps:
        search = work.runs("schedule-prompts-button", "prompts")
        return [Whisper(card=work.card("edit-which", search))]
    prompt = prompt_names.find(work, rest.strip() or steps[0].ref)
    if prompt is None:
        word = rest.strip() or steps[0].ref
        return [Whisper(card=prompt_names.unknown(work, word, "prompt edit"))]
    planned = [each.open_days for each in steps if each.ref == prompt.name]
    days = planned[0] if planned else days_open(prompt.open)
    return [Ask(form=edit_form(work.tools.catalogue, prompt, days, cohort.id))]


@story.form("prompt.edit", who="moderator")
def save(event: Submitted, work: Work) -> list[Effect]:
    """Check the words as the library checks its files, and keep them for this cohort."""
    cohort = work.cohort
    assert cohort is not None
    name = event.args.get("prompt", "")
    prompt = prompt_names.named(work, name)
    if prompt is None:
        gone = prompt_names.is_withdrawn(work, name)
        return [Whisper(card=work.card("airing-gone" if gone else "stale-button"))]
    errors = _errors(work, event.values)
    days = _text(event.values, "days")
    if errors:
        return [Correct(errors=errors)]
    changed = _changed(prompt, event.values, int(days))
    late = {key for key, _ in too_late(changed, changed.open)}
    if late:
        needed = max(_least_days(changed), 1)
        return [Correct(errors={"days": work.word("edit-wrong-late", days=needed)})]
    programme.keep_copy(work.db, cohort.id, changed)
    planned = [each for each in programme.planned(work.db, cohort.id) if each.ref == prompt.name]
    for each in planned:
        programme.change(work.db, each.id, open_days=int(days))
    preview = work.runs("prompts-preview-button", f"preview {prompt.name}")
    when = _when(work, planned)
    done = Whisper(card=work.card("edit-done", preview, title=changed.title, when=when))
    return [Note(topic="prompt-edited", args={"prompt": changed.name}), done]


def _coming(work: Work) -> list[Step]:
    assert work.cohort is not None
    if work.cohort.state == "planned":
        return programme.unrolled(work.db, work.library, work.cohort)
    return programme.planned(work.db, work.cohort.id)


def _text(values: Values, name: str) -> str:
    return Filled(values).text(name)


def _errors(work: Work, values: Values) -> Mapping[str, str]:
    """By field, what is wrong with it; the first thing of each."""
    found: dict[str, str] = {}
    title, body = _text(values, "title"), _text(values, "body")
    if not title or not body:
        found |= {
            k: work.word("edit-wrong-empty") for k, v in (("title", title), ("body", body)) if not v
        }
    if "{" in title or "}" in title:
        found["title"] = work.word("edit-wrong-title-braces")
    for name, text, most in (
        ("title", title, MAX_TITLE),
        ("body", body, MAX_BODY),
        ("follow_up", _text(values, "follow_up"), MAX_BODY),
    ):
        if len(text) > most:
            found[name] = work.word("edit-wrong-long", letters=len(text), most=most)
        wrong = next(wrong_placeholders(text), None)
        if wrong is not None and name not in found:
            found[name] = _braces(work, wrong)
    days = _text(values, "days")
    if not (days.isascii() and days.isdecimal() and 1 <= int(days[:9]) <= LONGEST):
        found["days"] = work.word("edit-wrong-days", most=LONGEST)
    return found


def _braces(work: Work, wrong: str) -> str:
    meant = closest(wrong.strip("{}"), PLACEHOLDERS)
    shown = wrong if len(wrong) <= 40 else f"{wrong[:40]}…"
    if meant is not None:
        return work.word("edit-wrong-braces-near", wrong=shown, near=f"{{{meant}}}")
    known = ", ".join(f"{{{each}}}" for each in PLACEHOLDERS)
    return work.word("edit-wrong-braces", wrong=shown, known=known)


def _changed(prompt: Prompt, values: Values, days: int) -> Prompt:
    text = _text(values, "follow_up")
    follow_up = None
    if text:
        usual = min(USUAL_FOLLOW_UP, timedelta(days=days) / 2)
        after = prompt.follow_up.after if prompt.follow_up is not None else usual
        follow_up = FollowUp(after=after, text=text)
    return replace(
        prompt,
        title=" ".join(_text(values, "title").split()),
        body=_text(values, "body"),
        follow_up=follow_up,
        open=timedelta(days=days),
    )


def _least_days(prompt: Prompt) -> int:
    """How many days a discussion must be open for all that belongs to its prompt."""
    last = [timedelta(days=each.day) for each in prompt.stages]
    last += [prompt.follow_up.after] if prompt.follow_up is not None else []
    last += [prompt.hold_answers] if prompt.hold_answers is not None else []
    return max((each // timedelta(days=1) + 1 for each in last), default=1)


def _when(work: Work, planned: list[Step]) -> Inlines:
    """What the change means for the calendar."""
    assert work.cohort is not None
    catalogue, zone = work.tools.catalogue, work.cohort.zone
    if not planned:
        return catalogue.line("edit-next-time")
    at = stored_instant(planned[0].day, planned[0].time, zone)
    return catalogue.line("edit-goes-out", when=dates.moment(at, zone))
