"""As much of Microsoft Graph as the adapter reads: the messages of rooms, by pages or by id."""

import json
from collections.abc import Mapping

from tests.teams.standin_state import APP, BOT, Json, Message, Refusal, State


def read(state: State, url: str, path: str, query: Mapping[str, str], page: int) -> Json:
    """The answer to a GET of ``path`` below ``url``. Raises Refusal."""
    match path.split("/"):
        case ["chats", channel, "messages", *rest]:
            thread = None
        case ["teams", group, "channels", channel, "messages", thread, "replies", *rest]:
            _in_group(state, group, channel)
        case ["teams", group, "channels", channel, "messages", *rest]:
            _in_group(state, group, channel)
            thread = None
        case _:
            raise Refusal(400, "BadRequest")
    if channel in state.personal:
        raise Refusal(403, "Forbidden")
    # The newest first; a message for one person alone is not among them.
    found = [
        each
        for each in reversed(state.messages)
        if (each.conversation, each.thread) == (channel, thread) and not each.targeted_to
    ]
    if rest:
        return _one(found, rest[0])
    start = int(query.get("$skiptoken", 0))
    end = start + min(int(query.get("$top", 20)), page)
    said: Json = {"value": [_message(each) for each in found[start:end]]}
    if end < len(found):
        said["@odata.nextLink"] = f"{url}?$top={query['$top']}&$skiptoken={end}"
    return said


def _in_group(state: State, group: str, channel: str) -> None:
    if not any(t.group == group and channel in t.channels for t in state.teams.values()):
        raise Refusal(404, "NotFound")


def _one(found: list[Message], id: str) -> Json:
    for each in found:
        if each.id == id:
            return _message(each)
    raise Refusal(404, "NotFound")


def _message(message: Message) -> Json:
    by: Json = {"user": {"id": message.sender.removeprefix("29:")}}
    if message.sender == BOT:
        by = {"application": {"id": APP, "applicationIdentityType": "bot"}}
    stamp = message.at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    activity = {} if message.deleted else message.activity
    text, html = activity.get("text", ""), activity.get("textFormat") == "html"
    return {
        "id": message.id,
        "replyToId": message.thread,
        "createdDateTime": stamp,
        "lastModifiedDateTime": stamp,
        "deletedDateTime": stamp if message.deleted else None,
        "from": by,
        "body": {"contentType": "html" if html else "text", "content": text},
        "attachments": [
            # Graph gives a card's JSON as a string.
            {**each, "content": json.dumps(each["content"])} if "content" in each else each
            for each in activity.get("attachments", ())
        ],
        "mentions": activity.get("mentions", []),
    }
