"""The ways back that an activity brought: where the person acted, and by what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from adapters.teams import wire
from adapters.teams.addresses import kind_of, tenant_of
from adapters.teams.heard_actions import targeted

Json = dict[str, Any]
Way = Literal["message", "submit", "action", "dialog", "opening", "menu"]

_INVOKES: dict[str, Way] = {
    "adaptiveCard/action": "action",
    "task/fetch": "opening",
    "task/submit": "dialog",
    "composeExtension/fetchTask": "menu",
    "composeExtension/submitAction": "dialog",
}
_ONLY = "only"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """``way``: how the activity came. ``message``: words or news, answered with messages alone;
    ``submit``: a press that came as a message (older clients); ``action``: a press whose answer may
    be a card; ``opening``: a press that waits for a dialog; ``dialog``: a form sent from one;
    ``menu``: something in a message's menu that waits for a dialog.

    ``conversation`` is Teams' own id, thread included. ``card`` is the message that was pressed
    (empty: none, or not told), ``only`` says that nobody but this person sees it. ``typed`` are the
    values of all inputs."""

    way: Way
    tenant: str
    conversation: str
    personal: bool
    account: Mapping[str, Any]
    card: str = ""
    only: bool = False
    deed: wire.Deed | None = None
    typed: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def changes(self) -> bool:
        """Whether the pressed message may be changed. For all in a room only by what the engine
        says to one of its buttons: a form comes back from whoever sends it with any words in it,
        and stands by rights where one person alone sees it. Who claims that of another message
        gains nothing, since Teams changes none by the call for one person's."""
        return self.personal or self.only or isinstance(self.deed, wire.Press)

    @staticmethod
    def of(activity: Mapping[str, Any]) -> "Doors":
        value = activity.get("value")
        way: Way = "message"
        if activity.get("type") == "invoke":
            way = _INVOKES.get(str(activity.get("name")), "message")
        elif activity.get("type") == "message" and wire.deed(value) is not None:
            way = "submit"
        pressed = _pressed(value, way)
        mark = pressed.get(wire.KEY)
        return Doors(
            way=way,
            tenant=tenant_of(activity),
            conversation=str(activity["conversation"]["id"]),
            personal=kind_of(activity) == "personal",
            account=activity.get("from") or {},
            card=str(activity.get("replyToId") or "") if way != "message" else "",
            only=(isinstance(mark, Mapping) and bool(mark.get(_ONLY))) or targeted(activity),
            deed=wire.deed(pressed),
            typed=pressed,
        )


def _pressed(value: Any, way: Way) -> Mapping[str, Any]:
    """Where the inputs and our own data lie, which differs by way."""
    if way in ("message", "menu") or not isinstance(value, Mapping):
        return {}
    if way == "submit":
        return value
    holder = value.get("action") if way == "action" else value
    data = holder.get("data") if isinstance(holder, Mapping) else None
    return data if isinstance(data, Mapping) else {}


def for_one_alone(card: Any) -> Any:
    """The same JSON, whose buttons tell when they are pressed that only one person sees them: such
    a message is changed by another call, and Teams does not say it."""
    if isinstance(card, list):
        return [for_one_alone(each) for each in card]
    if not isinstance(card, dict):
        return card
    if isinstance(mark := card.get(wire.KEY), dict):
        return {**card, wire.KEY: {**mark, _ONLY: True}}
    return {key: for_one_alone(each) for key, each in card.items()}
