"""Somebody who is being erased, as they show in letters, and those letters without them.

Pure: JSON data in, JSON data out. What the bot wrote loses every name of theirs. What other people
wrote is theirs, so that it loses only what cannot mean anything else: mentions, whole names of
more than one word, and names after an ``@``.
"""

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.protocol.refs import User
from bot.protocol.text import plain
from bot.store.codec import load_nodes

_BEGINS = re.compile(r"(?:^|[.!?:]\s+|\n\s*)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """Whom a row may be about. ``word`` stands in the place of their name; ``names`` are those
    under which the bot wrote of them, ``ids`` our ids of them and of what was theirs, ``words`` the
    texts of their messages."""

    word: str
    names: frozenset[str]
    users: frozenset[User]
    ids: frozenset[str]
    words: tuple[str, ...] = ()

    def ours(self, text: str, *, begins: bool = False) -> str:
        """A text of the bot's without their names. ``begins``: it begins a sentence."""

        def word(match: re.Match[str]) -> str:
            before = text[: match.start()]
            first = _BEGINS.search(before) and (begins or before.strip())
            return self.word[:1].upper() + self.word[1:] if first else self.word

        pattern = _whole(self.names)
        return text if pattern is None else pattern.sub(word, text)

    def theirs(self, text: str) -> str:
        """A text that someone else wrote without their names."""
        full = {each for each in self.names if " " in each.strip()}
        pattern = _whole({*full, *(f"@{each}" for each in self.names)})
        return text if pattern is None else pattern.sub(self.word, text)

    def card(self, data: Any) -> Any:
        """A card without their quotes, their names, and the buttons that are about them."""
        return {
            "blocks": [self._block(each) for each in data["blocks"] if not self._quotes(each)],
            "buttons": [
                {**each, "label": self.ours(each["label"], begins=True)}
                for each in data["buttons"]
                if not self.stands_in(each["args"]) and not self._named_in(each["args"])
            ],
        }

    def written(self, data: Any) -> Any:
        """JSON data that other people's words stand in, without mentions and whole names."""
        match data:
            case {"type": "Mention"} if _user(data["user"]) in self.users:
                return {"type": "Plain", "text": self.word}
            case dict():
                return {key: self.written(value) for key, value in data.items()}
            case list():
                return [self.written(each) for each in data]
            case str():
                return self.theirs(data)
            case _:
                return data

    def stands_in(self, data: Any) -> bool:
        """Whether an id of theirs, or a platform's id of them, is anywhere in JSON data."""
        text = json.dumps(data, ensure_ascii=False)
        if any(each in text for each in self.ids):
            return True
        pattern = _whole(each.user for each in self.users)
        return pattern is not None and pattern.search(text) is not None

    def _named_in(self, data: Any) -> bool:
        pattern = _whole(self.names)
        return pattern is not None and bool(pattern.search(json.dumps(data, ensure_ascii=False)))

    def _quotes(self, block: Mapping[str, Any]) -> bool:
        """Whether a block is a quote of theirs."""
        if block["type"] != "Quote":
            return False
        if self._named_in(block["by"]):
            return True
        said = " ".join(plain(load_nodes(block["nodes"])).split())
        return bool(said) and any(said in " ".join(each.split()) for each in self.words)

    def _block(self, block: Mapping[str, Any]) -> Any:
        if block["type"] == "Quote":
            return self.written(block)
        if block["type"] == "Bullets":
            return {**block, "items": [self._line(each) for each in block["items"]]}
        return {**block, "nodes": self._line(block["nodes"])}

    def _line(self, nodes: Iterable[Mapping[str, Any]]) -> list[Any]:
        return [self._node(node, begins=not place) for place, node in enumerate(nodes)]

    def _node(self, node: Mapping[str, Any], *, begins: bool) -> Any:
        if node["type"] == "Mention":
            return self.written(node)
        changed = {
            name: self.ours(node[name], begins=begins)
            for name in ("text", "label", "name")
            if isinstance(node.get(name), str)
        }
        return {**node, **changed}


def _user(data: Mapping[str, str]) -> User:
    return User(platform=data["platform"], workspace=data["workspace"], user=data["user"])


def _whole(texts: Collection[str] | Iterable[str]) -> re.Pattern[str] | None:
    """Any of these texts, not as a part of a longer word."""
    found = sorted({each for each in texts if each.strip()}, key=len, reverse=True)
    if not found:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, found))})(?!\w)")
