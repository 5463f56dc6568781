"""Readers of blocks that are not ours: slack-sdk's models and slackblocks, each with the limits that
it knows, and below them what neither knows."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import slackblocks
from slack_sdk.models.blocks import Block as SdkBlock
from slack_sdk.models.views import View as SdkView
from slackblocks.rich_text import elements as rich
from slackblocks.rich_text import objects as rich_objects

Json = Mapping[str, Any]


def read_message(shown: Json) -> None:
    """Raises if a message could be refused by Slack."""
    assert shown["text"], "screen readers get only the text"
    assert len(shown["text"]) <= 4000
    blocks = shown["blocks"]
    slackblocks.Message("C0ROOM", text=shown["text"], blocks=_slackblocks(blocks))
    _sdk(blocks)
    _beyond(blocks, 50)
    assert sum(map(len, words(blocks))) <= 13_000


def read_view(view: Json) -> None:
    """Raises if a modal or a home view could be refused by Slack."""
    blocks = view["blocks"]
    SdkView(**view).to_dict()
    _sdk(blocks)
    _beyond(blocks, 100)
    if view["type"] == "home":
        slackblocks.HomeTabView(_slackblocks(blocks))
        return
    slackblocks.ModalView(
        title=view["title"]["text"],
        blocks=_slackblocks(blocks),
        close=view["close"]["text"],
        submit=view["submit"]["text"],
        private_metadata=view["private_metadata"],
        callback_id=view["callback_id"],
    )


def words(shown: Any, inside: str = "") -> Iterator[str]:
    """Every piece of text and every address in blocks."""
    match shown:
        case str() if inside in ("text", "url", "fallback"):
            yield shown
        case Mapping():
            for name, value in shown.items():
                yield from words(value, name)
        case Sequence() if not isinstance(shown, str):
            for each in shown:
                yield from words(each)


def letters(blocks: Sequence[Json]) -> str:
    """All that stands in blocks as text."""
    return "".join(words(blocks))


def _sdk(blocks: Sequence[Json]) -> None:
    for block in blocks:
        parsed = SdkBlock.parse(dict(block))
        assert parsed is not None
        assert parsed.to_dict() == block, "a key that slack-sdk does not know"


def _slackblocks(blocks: Sequence[Json]) -> list[slackblocks.Block]:
    return [_block(dict(block)) for block in blocks]


def _block(block: dict[str, Any]) -> slackblocks.Block:
    match block.pop("type"):
        case "rich_text":
            return slackblocks.RichTextBlock([_object(part) for part in block["elements"]])
        case "actions":
            return slackblocks.ActionsBlock([_control(e) for e in block["elements"]])
        case "input":
            label, element, hint = block.pop("label"), block.pop("element"), block.pop("hint", None)
            return slackblocks.InputBlock(
                label=label["text"],
                element=_control(element),
                hint=hint["text"] if hint else None,
                **block,
            )
        case kind:
            return slackblocks.Block.from_dict({"type": kind, **block})


_CONTROLS = {
    "button": slackblocks.Button,
    "plain_text_input": slackblocks.PlainTextInput,
    "radio_buttons": slackblocks.RadioButtonGroup,
    "static_select": slackblocks.StaticSelectMenu,
    "multi_static_select": slackblocks.StaticMultiSelectMenu,
    "checkboxes": slackblocks.CheckboxGroup,
    "users_select": slackblocks.UserSelectMenu,
    "multi_users_select": slackblocks.UserMultiSelectMenu,
    "datepicker": slackblocks.DatePicker,
    "timepicker": slackblocks.TimePicker,
}


def _control(shown: Json) -> slackblocks.Element:
    """A button or a field; slackblocks reads blocks, but these have to be made."""
    given = {name: _part(name, value) for name, value in shown.items() if name != "type"}
    if "option_groups" in given:
        # Slack wants the option itself here, from any group; slackblocks wants a group.
        given.pop("initial_option", None)
        given.pop("initial_options", None)
    return _CONTROLS[shown["type"]](**given)


def _part(name: str, value: Any) -> Any:
    match name:
        case "text":
            return value["text"]
        case "confirm":
            return slackblocks.ConfirmationDialogue.from_dict(value)
        case "initial_option":
            return slackblocks.Option.from_dict(value)
        case "options" | "initial_options":
            return [slackblocks.Option.from_dict(each) for each in value]
        case "option_groups":
            return [slackblocks.OptionGroup.from_dict(each) for each in value]
        case _:
            return value


def _object(part: Json) -> rich_objects.RichTextObject:
    elements = part["elements"]
    match part["type"]:
        case "rich_text_section":
            return rich_objects.RichTextSection([_element(e) for e in elements])
        case "rich_text_quote":
            return rich_objects.RichTextQuote([_element(e) for e in elements])
        case "rich_text_list":
            items = [rich_objects.RichTextSection([_element(e) for e in i["elements"]])
                     for i in elements]  # fmt: skip
            return rich_objects.RichTextList(part["style"], items, offset=part.get("offset"))
        case other:
            raise AssertionError(other)


def _element(element: Json) -> rich.RichTextElement:
    match dict(element):
        case {"type": "text", "text": str(text), **more}:
            assert text
            return rich.RichText(text, **more.get("style", {}))
        case {"type": "link", "url": str(url), **more}:
            return rich.RichTextLink(url, more.get("text"))
        case {"type": "user", "user_id": str(user)}:
            return rich.RichTextUser(user)
        case {"type": "date", "timestamp": int(), "format": str(), "fallback": str(text)}:
            return rich.RichText(text)  # slackblocks does not know dates
        case other:
            raise AssertionError(other)


def _beyond(blocks: Sequence[Json], most: int) -> None:
    assert len(blocks) <= most
    assert all(block["type"] != "section" for block in blocks)
    names = [e["action_id"] for b in blocks for e in b.get("elements", ()) if "action_id" in e]
    assert len(names) == len(set(names)), "two buttons by one name"
    places = [block["block_id"] for block in blocks if "block_id" in block]
    assert len(places) == len(set(places)), "two blocks by one name"
    for text in _texts(blocks):
        if text["type"] == "mrkdwn":
            assert text["verbatim"] is True
        else:
            assert text.keys() == {"type", "text", "emoji"}
            assert text["emoji"] is False


def _texts(shown: Any) -> Iterator[Json]:
    if isinstance(shown, Mapping):
        if shown.get("type") in ("mrkdwn", "plain_text"):
            yield shown
        for value in shown.values():
            yield from _texts(value)
    elif isinstance(shown, Sequence) and not isinstance(shown, str):
        for each in shown:
            yield from _texts(each)
