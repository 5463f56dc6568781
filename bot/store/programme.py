"""A cohort's steps, and its own copies of prompts."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update

from bot.rules.cadence import days_off, days_open, unroll
from bot.store.records import Cohort, Step
from bot.store.rows import many, one, upsert
from bot.store.tables import asked, cohort, prompt_copy, step
from bot.text.library import Library
from bot.text.prompt import Prompt, from_dict, to_dict

_WEEK = timedelta(days=7)
_in_order = (step.c.day, step.c.time, step.c.week, step.c.id)


def get(db: Connection, step_id: str) -> Step | None:
    """A step by id."""
    return one(db, Step, select(step).where(step.c.id == step_id))


def add(db: Connection, new: Step) -> None:
    """Insert a step."""
    values = {column.name: getattr(new, column.name) for column in step.columns}
    db.execute(insert(step).values(**values))


def change(db: Connection, step_id: str, **values: Any) -> None:
    """Change columns of a step."""
    db.execute(update(step).where(step.c.id == step_id).values(**values))


def steps(db: Connection, cohort_id: str, *states: str) -> list[Step]:
    """The steps of a cohort in these states (in any, if none is named), in order of time."""
    query = select(step).where(step.c.cohort == cohort_id).order_by(*_in_order)
    return many(db, Step, query.where(step.c.state.in_(states)) if states else query)


def planned(db: Connection, cohort_id: str) -> list[Step]:
    """What is yet to be posted, in order of time."""
    return steps(db, cohort_id, "planned")


def planned_on(db: Connection, cohort_id: str, day: date) -> list[Step]:
    """What is to be posted on a local day."""
    return [each for each in planned(db, cohort_id) if each.day == day]


def unfinished(db: Connection) -> list[tuple[Step, Cohort]]:
    """The planned steps of all cohorts that have not ended, with their cohort."""
    running = cohort.c.state != "ended"
    its = {each.id: each for each in many(db, Cohort, select(cohort).where(running))}
    query = select(step).join(cohort, cohort.c.id == step.c.cohort)
    found = many(
        db,
        Step,
        query.where(step.c.state == "planned", running).order_by(step.c.cohort, *_in_order),
    )
    return [(each, its[each.cohort]) for each in found]


def unrolled(db: Connection, library: Library, its: Cohort) -> list[Step]:
    """The steps that a cohort's programme makes when it starts. They have no ids and nothing of
    them is stored. None at all if the library has no such programme."""
    plan = library.programme(its.programme)
    if plan is None:
        return []
    weeks = [(each.week, each.prompt) for each in plan.weeks]
    found: list[Step] = []
    for slot in unroll(weeks, its.starts, plan.every, days_off(its.settings)):
        own = prompt(db, library, its.id, slot.prompt)
        # A copy has its days from its editor, who saw the programme's in the form.
        edited = own is not None and copy(db, its.id, own.name) is not None
        length = None if edited else plan.open
        found.append(
            Step(
                id="",
                cohort=its.id,
                kind="prompt",
                ref=slot.prompt,
                week=slot.week,
                day=slot.day,
                time=plan.at.isoformat("minutes"),
                open_days=days_open(length or (own.open if own is not None else _WEEK)),
                state="planned",
                host=None,
            )
        )
    return found


def starters(db: Connection, step_id: str) -> list[str]:
    """Ids of the people who said that they start a step's discussion, the first to say so first."""
    query = select(asked.c.person).where(
        asked.c.step == step_id, asked.c.kind == "start", asked.c.answer == "yes"
    )
    return [row.person for row in db.execute(query.order_by(asked.c.at, asked.c.id))]


def was_asked(db: Connection, step_id: str) -> bool:
    """Whether anyone was asked to start or host a step."""
    return db.execute(select(asked.c.id).where(asked.c.step == step_id)).first() is not None


def copy(db: Connection, cohort_id: str, name: str) -> Mapping[str, Any] | None:
    """A cohort's own copy of a prompt, as ``to_dict`` made it."""
    return db.execute(
        select(prompt_copy.c.prompt).where(
            prompt_copy.c.cohort == cohort_id, prompt_copy.c.name == name
        )
    ).scalar()


def copies(db: Connection, cohort_id: str) -> list[Prompt]:
    """All prompts that a cohort has in its own words, by name."""
    query = select(prompt_copy.c.prompt).where(prompt_copy.c.cohort == cohort_id)
    return [from_dict(each) for each in db.execute(query.order_by(prompt_copy.c.name)).scalars()]


def prompt(db: Connection, library: Library, cohort_id: str, name: str) -> Prompt | None:
    """A prompt as this cohort has it: its own copy, or else the library's. None if the file is
    gone and there is no copy."""
    own = copy(db, cohort_id, name)
    return library.prompt(name) if own is None else from_dict(own)


def title(db: Connection, library: Library, of: Step) -> str:
    """The title of a step's prompt; its bare name if the prompt is gone."""
    found = prompt(db, library, of.cohort, of.ref)
    return of.ref if found is None else found.title


def keep_copy(db: Connection, cohort_id: str, changed: Prompt) -> None:
    """Let a cohort have a prompt in its own words; files stay as they are."""
    upsert(db, prompt_copy, cohort=cohort_id, name=changed.name, prompt=to_dict(changed))
