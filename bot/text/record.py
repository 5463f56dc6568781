"""The record of a cohort, as a document for its moderators to read and pass on.

Pure: the values come from ``bot.store.export``. Days are by the cohort's clocks.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from babel.lists import format_list

from bot.protocol.text import Block, Blocks, Bullets, Inlines, Link, Plain
from bot.text import dates
from bot.text.catalogue import Catalogue
from bot.text.fill import fill
from bot.text.handed import Data, heading, quote, span, when
from bot.text.markdown import to_blocks


def filled(data: Data) -> dict[str, Any]:
    """The record with every prompt as it was shown: a prompt may name its cohort, theme, week and
    moderators."""
    its = data["cohort"]
    moderators = [each["name"] for each in data["members"]
                  if each["role"] == "moderator" and each["state"] == "present"]  # fmt: skip

    def shown(each: Data) -> str:
        return fill(
            each["prompt"], cohort=its["name"], theme=its["theme"], week=each["week"],
            moderators=format_list(moderators, locale=dates.LOCALE),
        )  # fmt: skip

    return {
        **data,
        "discussions": [{**each, "prompt": shown(each)} for each in data["discussions"]],
    }


def cohort_blocks(catalogue: Catalogue, data: Data) -> Blocks:
    """The document. ``data`` is ``filled``."""
    its = data["cohort"]
    found = [
        heading(catalogue, "export-cohort", cohort=its["name"]),
        *catalogue.blocks(
            "export-made", day=when(data["made"], its["zone"]), zone=its["zone"].replace("_", " ")
        ),
        *catalogue.blocks("export-cohort-about"),
        *_facts(catalogue, its),
        heading(catalogue, "export-members"),
        Bullets(items=tuple(_member(catalogue, each) for each in data["members"])),
        heading(catalogue, "export-steps"),
        Bullets(items=tuple(_step(catalogue, each) for each in data["steps"])),
    ]
    for each in data["discussions"]:
        found += _discussion(catalogue, each, its["zone"])
    for each in data["periods"]:
        found.append(heading(catalogue, "export-period", title=each["title"]))
        for approved in each["summaries"]:
            found += _summary(catalogue, approved, its["zone"])
    for each in data["toolkit"]:
        found += _document(catalogue, each, its["zone"])
    return tuple(each for each in found if not (isinstance(each, Bullets) and not each.items))


def _facts(catalogue: Catalogue, its: Data) -> Iterator[Block]:
    facts = [("export-theme", its["theme"]), ("export-purpose", its["purpose"])]
    yield Bullets(items=tuple(catalogue.line(key, value=value) for key, value in facts if value))
    yield from span(catalogue, its)
    yield from catalogue.blocks(f"export-state-{its['state']}")


def _member(catalogue: Catalogue, each: Data) -> Inlines:
    key = "export-member" if each["state"] == "present" else f"export-member-{each['state']}"
    line = catalogue.line(
        key, name=each["name"] or "–", role=catalogue.word(f"role-{each['role']}")
    )
    more = [each["title"], each["organisation"]]
    if not each["agreed"]:
        more.append(catalogue.word("export-not-agreed"))
    return (*line, *(Plain(text=f", {every}") for every in more if every))


def _step(catalogue: Catalogue, each: Data) -> Inlines:
    return catalogue.line(
        "export-step",
        week=each["week"],
        day=when(each["day"], "UTC"),
        time=each["time"],
        name=each["ref"],
        state=catalogue.word(f"step-state-{each['state']}"),
    )


def _discussion(catalogue: Catalogue, each: Data, zone: str) -> Iterator[Block]:
    yield heading(catalogue, "export-discussion", week=each["week"], title=each["title"])
    opened = when(each["opened_at"], zone)
    if each["closed_at"] is None:
        yield from catalogue.blocks("export-still-open", opened=opened)
    else:
        closed = when(each["closed_at"], zone)
        yield from catalogue.blocks("export-open", opened=opened, closed=closed)
    yield from to_blocks(each["prompt"])
    yield from catalogue.blocks("export-said" if each["messages"] else "export-nothing-said")
    for said in each["messages"]:
        yield quote(said["text"], _by(catalogue, said["by"]))
    for approved in each["summaries"]:
        yield from _summary(catalogue, approved, zone)


def _summary(catalogue: Catalogue, approved: Data, zone: str) -> Iterator[Block]:
    yield from catalogue.blocks("export-summary", at=when(approved["approved_at"] or "–", zone))
    if approved["opening"]:
        yield quote(approved["opening"])
    said = None
    for point in approved["points"]:
        if point["theme"] and point["theme"] != said:
            said = point["theme"]
            yield from catalogue.blocks("summary-part", name=said)
        yield quote(point["quote"], _by(catalogue, point["by"]))
    yield _links(approved["resources"])
    for each in approved["worth"]:
        yield quote(
            each["text"], (*_by(catalogue, each["by"]), *catalogue.line("summary-on-worth"))
        )
    if its := approved["model"]:
        yield from catalogue.blocks("summary-helped", model=its["name"], dropped=its["dropped"])
        if its["missed"]:
            yield from catalogue.blocks("summary-helped-missed", number=its["missed"])


def _document(catalogue: Catalogue, each: Data, zone: str) -> Iterator[Block]:
    """A document of the programme's own, as letters: what formats it there does nothing here."""
    yield heading(catalogue, "export-document", title=each["title"])
    yield from catalogue.blocks(
        "export-document-from", source=each["source"], day=when(each["added_at"], zone)
    )
    for section in each["sections"]:
        if section["heading"]:
            yield from catalogue.blocks("summary-part", name=section["heading"])
        yield quote(section["text"])


def _links(urls: Sequence[str]) -> Bullets:
    return Bullets(items=tuple((Link(url=each),) for each in urls))


def _by(catalogue: Catalogue, by: Data) -> Inlines:
    role = by.get("role")
    text = by.get("name") or by.get("title") or (catalogue.word(f"role-{role}") if role else "")
    return (Plain(text=text),) if text else ()
