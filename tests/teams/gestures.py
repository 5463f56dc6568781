"""What people do, as the activities by which Teams tells a bot of it."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from html import escape
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from tests.people import Address, Person
from tests.teams.standin_state import APP, BOT, ROOM, TEAM, TENANT

Json = dict[str, Any]
Pieces = Iterable[str | Address | Person]

THREAD = ";messageid="
_MENTION = "http://schema.skype.com/Mention"
_REACTIONS = {"+1": "like", "heart": "heart", "bulb": "1f4a1_lightbulb"}


def directory_id(handle: str) -> str:
    """The id of a script's person in the tenant's directory."""
    return str(uuid5(NAMESPACE_URL, handle))


def chat_of(person: Person) -> str:
    """The conversation of a person's chat with the bot."""
    return f"a:{person.id}"


def account(person: Person) -> Json:
    return {"id": f"29:{person.id}", "name": person.name, "aadObjectId": person.id}


# Words


def words(typed: Pieces, *, to_bot: bool = False) -> Json:
    """A message's text, its formatted copy and the people mentioned in it; ``to_bot`` begins with
    a mention of the bot."""
    pieces = list(typed)
    text, html, entities = "", "", list[Json]()
    if to_bot:
        bot = {"id": BOT, "name": "Roundtable"}
        entities.append({"type": "mention", "text": "<at>Roundtable</at>", "mentioned": bot})
        text, html = "<at>Roundtable</at> ", f"{_span(0, 'Roundtable')}&nbsp;"
    for each in pieces:
        match each:
            case Person():
                html += _span(len(entities), each.name)
                text += f"<at>{each.name}</at>"
                # Teams names the account alone: who that is in the directory has to be known.
                mentioned = {"id": f"29:{each.id}", "name": each.name}
                entities.append(
                    {"type": "mention", "text": f"<at>{each.name}</at>", "mentioned": mentioned}
                )
            case Address(url=url):
                html += f'<a href="{escape(url)}" title="{escape(url)}">{escape(url)}</a>'
                text += url
            case _:
                html += escape(each, quote=False).replace("\n", "<br>\n")
                text += each
    return {
        "text": text,
        "textFormat": "plain",
        "attachments": [{"contentType": "text/html", "content": f"<p>{html}</p>"}],
        "entities": entities,
    }


def _span(number: int, name: str) -> str:
    return f'<span itemscope="" itemtype="{_MENTION}" itemid="{number}">{escape(name)}</span>'


# Activities


def around(
    person: Person, place: str, what: Mapping[str, Any], *, id: str, at: datetime, url: str
) -> Json:
    """An activity of this person in a conversation; ``place`` is Teams' id of it."""
    channel = place.partition(THREAD)[0]
    data: Json = {"tenant": {"id": TENANT}}
    conversation: Json = {"id": place, "tenantId": TENANT, "conversationType": "personal"}
    if channel in (ROOM, TEAM):  # a team's first channel has the team's id
        data |= {"team": {"id": TEAM}, "channel": {"id": channel}}
        conversation |= {"conversationType": "channel", "isGroup": True}
    stamp = at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    entities = [{"type": "clientInfo", "locale": "en-US"}, *what.get("entities", ())]
    told = {"localTimezone": person.profile.zone} if person.profile.zone else {}
    return {
        "channelId": "msteams",
        "serviceUrl": url,
        "id": id,
        "timestamp": stamp,
        **told,
        "from": account(person),
        "recipient": {"id": f"28:{APP}", "name": "Roundtable"},
        "conversation": conversation,
        **what,
        "entities": entities,
        "channelData": {**data, **what.get("channelData", {})},
    }


def reaction(message: str, emoji: str, *, added: bool) -> Json:
    kinds = [{"type": _REACTIONS.get(emoji, emoji)}]
    how = "reactionsAdded" if added else "reactionsRemoved"
    return {"type": "messageReaction", "replyToId": message, how: kinds}


def members(person: Person, *, came: bool) -> Json:
    """News of a team; Teams tells no names there."""
    who = [{"id": f"29:{person.id}", "aadObjectId": person.id}]
    event = "teamMemberAdded" if came else "teamMemberRemoved"
    return {
        "type": "conversationUpdate",
        ("membersAdded" if came else "membersRemoved"): who,
        "channelData": {"eventType": event},
    }


def press(action: Json, message: str, values: Mapping[str, str] | None = None) -> Json:
    """A press of Action.Execute, with what stands in the card's inputs."""
    data = {**action.get("data", {}), **(values or {})}
    shown = {"type": "Action.Execute", "verb": action.get("verb"), "data": data}
    return {
        "type": "invoke",
        "name": "adaptiveCard/action",
        "replyToId": message,
        "value": {"action": shown, "trigger": "manual"},
    }


def menu(message: str, thread: str | None) -> Json:
    """What was chosen in the menu of a message."""
    payload = {"id": message, "messageType": "message", "replyToId": thread}
    value = {
        "commandId": "keep",
        "commandContext": "message",
        "messagePayload": payload,
        "context": {"theme": "default"},
    }
    return {"type": "invoke", "name": "composeExtension/fetchTask", "value": value}


def menu_form(data: Json) -> Json:
    """A form is sent that came from the menu of a message."""
    value = {"commandId": "keep", "commandContext": "message", "data": data}
    return {"type": "invoke", "name": "composeExtension/submitAction", "value": value}


def dialog(name: str, data: Json, message: str) -> Json:
    """``task/fetch`` opens a dialog, ``task/submit`` sends one."""
    value = {"data": data, "context": {"theme": "default"}}
    return {"type": "invoke", "name": name, "replyToId": message, "value": value}
