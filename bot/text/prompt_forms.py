"""Forms about prompts: which one and when, and the words of a cohort's own copy."""

from bot.protocol.cards import Field, Form, Option
from bot.text.catalogue import Catalogue
from bot.text.library import Library
from bot.text.prompt import MAX_BODY, MAX_TITLE, Prompt

NOW, ON_DAY = "now", "day"
OPTIONS = 100  # more choices than this no platform shows
_LABEL = 75


def when_form(catalogue: Catalogue, library: Library, chosen: Prompt | None, cohort: str) -> Form:
    """Which prompt (``prompt``), and ``when``: now, or on a ``day``."""
    every = [
        each for each in library.prompts.values() if chosen is None or each.name != chosen.name
    ]
    shown = sorted(every, key=lambda each: each.title)[: OPTIONS - 1]
    if chosen is not None:
        shown = [chosen, *shown]
    return Form(
        action="prompt.when",
        title=catalogue.word("prompt-form-title"),
        submit=catalogue.word("prompt-form-submit"),
        args={"cohort": cohort},
        fields=(
            Field(
                name="prompt",
                label=catalogue.word("prompt-form-prompt"),
                kind="choice",
                options=tuple(Option(value=p.name, label=p.title[:_LABEL]) for p in shown),
                value=chosen.name if chosen is not None else "",
                required=True,
            ),
            Field(
                name="when",
                label=catalogue.word("prompt-form-when"),
                kind="choice",
                options=(
                    Option(value=NOW, label=catalogue.word("prompt-form-now")),
                    Option(value=ON_DAY, label=catalogue.word("prompt-form-on-day")),
                ),
                value=NOW,
                required=True,
            ),
            Field(
                name="day",
                label=catalogue.word("prompt-form-day"),
                kind="date",
                hint=catalogue.word("prompt-form-day-hint"),
            ),
        ),
    )


def edit_form(catalogue: Catalogue, prompt: Prompt, open_days: int, cohort: str) -> Form:
    """The words of a prompt (``title``, ``body``, ``follow_up``), and the ``days`` it is open."""
    return Form(
        action="prompt.edit",
        title=catalogue.word("edit-form-title"),
        submit=catalogue.word("edit-form-submit"),
        intro=catalogue.blocks("edit-form-intro"),
        args={"cohort": cohort, "prompt": prompt.name},
        fields=(
            Field(
                name="title",
                label=catalogue.word("edit-form-name"),
                value=prompt.title,
                limit=MAX_TITLE,
                required=True,
            ),
            Field(
                name="body",
                label=catalogue.word("edit-form-body"),
                kind="text",
                hint=catalogue.word("edit-form-body-hint"),
                value=prompt.body,
                limit=MAX_BODY,
                required=True,
            ),
            Field(
                name="follow_up",
                label=catalogue.word("edit-form-follow-up"),
                kind="text",
                hint=catalogue.word("edit-form-follow-up-hint"),
                value=prompt.follow_up.text if prompt.follow_up is not None else "",
                limit=MAX_BODY,
            ),
            Field(
                name="days",
                label=catalogue.word("edit-form-days"),
                value=str(open_days),
                limit=10,
                required=True,
            ),
        ),
    )
