"""The field of a cohort's settings that switches a language model for its summaries on and off.

No story lives here: what follows from it is told by ``model_choice``.
"""

from bot.engine.work import Work
from bot.features.summary_model import in_use, standing
from bot.protocol.cards import Field, Option
from bot.protocol.events import Submitted
from bot.protocol.text import Blocks
from bot.rules.filled import Filled
from bot.rules.model_choice import SETTING
from bot.store import cohorts
from bot.store.records import Cohort

RESTING = "resting"
"""Moderators switched one on, and it is not in use: another one is set up, or none, or members have
to be told anew."""
WAS = "was"
"""What of the form tells which choice it showed."""


def intro(work: Work) -> Blocks:
    """That there is nothing to choose, where there is not."""
    return () if work.tools.model is not None else work.say("settings-model-none")


def fields(work: Work, cohort: Cohort) -> tuple[Field, ...]:
    """The choice, where the operator has set a model up, or moderators have switched one on that
    they may want to be rid of."""
    model, its, now = work.tools.model, standing(work, cohort).told, _now(work, cohort)
    if model is None and its is None:
        return ()
    choices = ["off", *((RESTING,) if now == RESTING else ()), *(("on",) if model else ())]
    return (
        Field(
            name=SETTING,
            label=work.word("settings-model"),
            kind="choice",
            options=tuple(
                Option(
                    value=each,
                    label=work.word(f"settings-model-{each}", model=its.name if its else ""),
                )
                for each in choices
            ),
            value=now,
            hint=work.word("settings-model-hint", model=model.name, host=model.host)
            if model is not None
            else "",
            required=True,
        ),
    )


def args(work: Work, cohort: Cohort) -> dict[str, str]:
    """What the form carries, so that nobody switches on another model than they read about, and
    nobody undoes what changed while it stood open."""
    model = work.tools.model
    sealed = {} if model is None else {"of": work.seal(f"{model.name}\n{model.host}")}
    return {**sealed, WAS: _now(work, cohort)}


def wanted(event: Submitted, filled: Filled, work: Work, cohort: Cohort) -> str | None:
    """What to change it to: ``on``, ``off``, or None to leave it. What is wrong with the choice is
    noted in ``filled``."""
    choice = event.values.get(SETTING)
    now = _now(work, cohort)
    if choice is None or choice in (event.args.get(WAS, now), now):
        return None
    model = work.tools.model
    choice = filled.one_of(SETTING, ("off", "on"))
    if choice == "on":
        named = f"{model.name}\n{model.host}" if model is not None else ""
        if model is None or not work.is_sealed(named, event.args.get("of", "")):
            filled.wrong(SETTING, "settings-model-another")
        elif not cohorts.rooms(work.db, cohort.id):
            filled.wrong(SETTING, "settings-model-no-room")
    return choice


def _now(work: Work, cohort: Cohort) -> str:
    its = standing(work, cohort)
    if its.told is None:
        return "off"
    return "on" if in_use(its) else RESTING
