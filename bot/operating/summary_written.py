"""A summary as JSON for programs, and as Markdown for people."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.insight import Insight, Message, Summary, normal
from bot.insight.model.report import Fault, Report
from bot.operating import counted
from bot.operating.transcripts import Id, Transcript

_MOST_QUESTIONS = 8  # a list that is longer is not read; `--json` has them all
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~])")
_SAFE_LINK = re.compile(r"https?://[^\s<>()\"\x00-\x1f\x7f-\x9f]+\Z")
_Said = Mapping[str, Message]
_FAULTS: Mapping[Fault, str] = {
    "missing": "what it takes is not installed",
    "timeout": "it took too long",
    "unreachable": "it could not be reached",
    "refused": "it answered with an error",
    "unreadable": "its answer was not of the form asked for, or was cut off",
    "useless": "nothing in its answer held against the messages",
}


def data(
    summary: Summary, said: _Said, found: Transcript, text: str, report: Report | None = None
) -> dict[str, Any]:
    """The summary as one JSON object. Ids are those of the file, authors the names in it. What a
    language model had to do with it stands in it if one was asked."""

    def ids(own: Sequence[str]) -> list[Id]:
        return [found.ids[each] for each in own]

    return {
        "file": found.given or str(found.path),
        "background": [{"quote": each.quote, "ids": ids(each.ids)} for each in summary.background],
        "themes": [
            {
                "label": topic.label,
                "ids": ids(topic.ids),
                "points": [
                    {
                        "type": point.kind,
                        "quote": point.quote,
                        "ids": ids(point.ids),
                        "authors": list(point.authors),
                    }
                    for point in topic.points
                ],
            }
            for topic in summary.topics
        ],
        "resources": [
            {
                "url": each.url,
                "by": each.author,
                "ids": ids([each.message]),
                "context": each.context,
            }
            for each in summary.resources
        ],
        "questions": [
            {"quote": each.quote, "ids": ids([each.message]), "answered": each.answered}
            for each in summary.questions
        ],
        "coverage": {
            "cited": summary.coverage.cited,
            "messages": summary.coverage.messages + len(found.unread),
            "masked": summary.coverage.masked,
            "silenced": summary.coverage.silenced,
            "unread": [*ids(summary.coverage.unread), *found.unread],
        },
        **({} if report is None else {"model": _told(report, ids(report.unread))}),
        "text": text,
    }


def _told(report: Report, unread: Sequence[Id]) -> dict[str, Any]:
    return {
        "name": report.model,
        "used": report.used,
        "chosen": report.chosen,
        "dropped": dict(report.dropped),
        "faults": dict(report.faults),
        "unread": list(unread),
    }


def disclosure(report: Report) -> str:
    """What a language model had to do with a summary, for people."""
    name = _plain(report.model)
    whys = ", ".join(_FAULTS[fault] for fault in report.faults)
    if not report.used:
        why = f" ({whys})" if whys else ""
        return f"Made without the language model that was asked, {name}{why}."
    said = [
        f"Grouped, ordered and labelled by a language model, {name}. It wrote none of this: every "
        "quote is its author's, and names were replaced before anything was sent."
    ]
    dropped = sum(report.dropped.values())
    if dropped:
        said.append(f"Of its answer, {counted(dropped, 'piece', 'pieces')} did not hold.")
    if report.unread:
        why = f" ({whys})" if whys else ""
        said.append(f"Not read by it: {counted(len(report.unread), 'message', 'messages')}{why}.")
    return " ".join(said)


def markdown(summary: Summary, said: _Said, found: Transcript, report: Report | None = None) -> str:
    """The summary for people, each point with who said it and, where there is one, a link to it."""

    def source(id: str) -> str:
        message = said[id]
        link = found.links.get(id, "")
        if message.anonymous:
            return "not named"
        name = _plain(message.name)
        return f"[{name}]({link})" if _SAFE_LINK.match(link) else name

    parts = [f"# {_plain(found.path.stem)}"]
    parts += [f"> {_plain(each.quote)}\n> — {source(each.ids[0])}" for each in summary.background]
    for topic in summary.topics:
        if topic.points:
            parts.append(f"## {_plain(topic.label) or 'Also said'}")
            parts.append("\n".join(_point(point, source) for point in topic.points))
    shown = [each for each in summary.questions if not each.answered]
    if shown:
        parts.append("## Open questions, no reply found")
        lines = [f"- “{_plain(each.quote)}” — {source(each.message)}" for each in shown]
        if len(lines) > _MOST_QUESTIONS:
            more = counted(len(lines) - _MOST_QUESTIONS, "more question", "more questions")
            lines = [*lines[:_MOST_QUESTIONS], f"- and {more}"]
        parts.append("\n".join(lines))
    if summary.resources:
        parts.append("## Links")
        parts.append(
            "\n".join(
                f"- {_address(each.url)}"
                + (f" — {source(each.message)}" if each.author else "")
                + (f": “{_plain(each.context)}”" if each.context else "")
                for each in summary.resources
            )
        )
    coverage = summary.coverage
    of = counted(coverage.messages + len(found.unread), "message", "messages")
    parts.append(f"Quoted from {coverage.cited} of {of}.")
    unread = len(coverage.unread) + len(found.unread)
    if unread:
        parts.append(f"Not read: {counted(unread, 'message', 'messages')}.")
    if coverage.masked:
        masked = counted(coverage.masked, "message", "messages")
        parts.append(f"Left out of {masked}: what names somebody who is not to be named.")
    if coverage.silenced:
        silenced = counted(coverage.silenced, "message", "messages")
        parts.append(f"Nothing stands of {silenced}: all of it was taken back or left out.")
    if report is not None:
        parts.append(disclosure(report))
    return "\n\n".join(parts) + "\n"


def _point(point: Insight, source: Any) -> str:
    kind = f"*{point.kind}:* " if point.kind else ""
    people = f", {counted(point.people, 'person', 'people')}" if point.people > 1 else ""
    return f"- {kind}“{_plain(point.quote)}” — {source(point.ids[0])}{people}"


def _plain(text: str) -> str:
    """Words of members as words: nothing in them is taken for Markdown."""
    return _MARKS.sub(r"\\\1", normal(text))


def _address(url: str) -> str:
    return f"<{url}>" if _SAFE_LINK.match(url) else _plain(url)
