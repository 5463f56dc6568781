"""A prompt as members see it in the room: the same blocks for a preview and for the post itself.

Pure: what is known of the cohort is handed in as words and days. The stages and the follow-up of a
prompt are not shown here; they come later, in its thread.
"""

from collections.abc import Sequence
from datetime import date

from babel.lists import format_list

from bot.protocol.text import Block, Blocks, Bullets, Heading, Inlines, Link, Plain
from bot.text import dates
from bot.text.catalogue import Catalogue
from bot.text.fill import fill
from bot.text.markdown import to_blocks
from bot.text.prompt import Prompt


def prompt_title(catalogue: Catalogue, title: str, week: int | None) -> Inlines:
    """Such as "Week 2: Where are you now", or the bare title for one that is not called by its
    week. Braces in a title stand for themselves."""
    if week is None:
        return (Plain(text=title),)
    return catalogue.line("posting-title", week=week, title=title)


def prompt_blocks(
    catalogue: Catalogue,
    prompt: Prompt,
    *,
    cohort: str,
    theme: str,
    week: int,
    numbered: bool,
    moderators: str,
    starters: Sequence[str],
    host: str | None,
    closes: date,
    summary_by: str,
    reveal: str | None,
) -> Blocks:
    """The whole post.

    ``numbered``: whether its title names the week. ``moderators`` are their names in a row.
    ``starters`` and ``host`` are names of people who said yes to that. ``closes`` is the local day
    on which the discussion closes, ``summary_by`` the day, in words, from which moderators sum it
    up (the next working day). ``reveal`` says in words when private answers are shown together,
    None for a prompt whose answers are seen as they come.
    """
    body = to_blocks(
        fill(prompt.body, cohort=cohort, theme=theme, week=week, moderators=moderators)
    )
    head = prompt_title(catalogue, prompt.title, week if numbered else None)
    blocks: list[Block] = [Heading(nodes=head), *body]
    if prompt.material:
        blocks += catalogue.blocks("posting-material")
        blocks.append(
            Bullets(
                items=tuple((Link(url=each.url, label=each.title),) for each in prompt.material)
            )
        )
    if host is not None and list(starters) == [host]:
        blocks += catalogue.blocks("posting-host-starts", name=host)
    else:
        if host is not None:
            blocks += catalogue.blocks("posting-host", name=host)
        if starters:
            names = format_list(list(starters), locale=dates.LOCALE)
            blocks += catalogue.blocks("posting-starts", names=names, count=len(starters))
    if reveal is not None:
        blocks += catalogue.blocks("posting-private", reveal=reveal)
    blocks += catalogue.blocks(
        "posting-open", closes=dates.day(closes), moderators=moderators, summary=summary_by
    )
    if prompt.credit:
        blocks += catalogue.blocks("posting-credit", credit=prompt.credit)
    return tuple(blocks)
