"""Somebody who is being erased, as they show in letters, and those letters without them.

Pure: JSON data in, JSON data out. A name is whatever its owner chose, so that it may be any word.
What the bot wrote loses it where the bot is known to have written it. What other people wrote is
theirs, and loses only what cannot mean anything else: mentions, and whole names of at least two
capitalised words. What moderators set for all loses mentions alone. Addresses are never touched.
"""

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.protocol.refs import User
from bot.protocol.text import plain
from bot.store.codec import load_nodes

_KEPT = ("url", "type")
"""Fields of JSON data that are not letters of a sentence."""
_BEGINS = re.compile(r"(?:^|[.!?:]\s+|\n\s*)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """Whom a row may be about. ``word`` stands in the place of their name; ``names`` are those
    under which the bot knew them, ``ids`` our ids of them and of what was theirs, ``words`` the
    texts of their messages."""

    word: str
    names: frozenset[str]
    users: frozenset[User]
    ids: frozenset[str]
    words: tuple[str, ...] = ()

    @property
    def full(self) -> frozenset[str]:
        """Those of their names that can mean nobody and nothing else."""
        return frozenset(each for each in self.names if sum(map(_capitalised, each.split())) > 1)

    def ours(self, text: str, names: Collection[str], *, begins: bool = False) -> str:
        """A text of the bot's without these names. ``begins``: it begins a sentence."""

        def word(match: re.Match[str]) -> str:
            before = text[: match.start()]
            first = _BEGINS.search(before) and (begins or before.strip())
            return self.word[:1].upper() + self.word[1:] if first else self.word

        pattern = _whole(names)
        return text if pattern is None else pattern.sub(word, text)

    def card(self, data: Any, wrote: Collection[str]) -> Any:
        """A card without their quotes, their names, and the buttons that are about them. ``wrote``:
        the names of theirs that the bot is known to have written in it."""
        names = {*self.full, *wrote}
        parts = {"parts": [self.card(e, wrote) for e in data["parts"]]} if "parts" in data else {}
        return {
            "blocks": [
                self._block(each, names) for each in data["blocks"] if not self._quotes(each)
            ],
            "buttons": [
                {**each, "label": self.ours(each["label"], names, begins=True)}
                for each in data["buttons"]
                if not self.stands_in(each["args"]) and not self._named_in(each["args"])
            ],
            **parts,
        }

    def written(self, data: Any) -> Any:
        """JSON data that other people's words stand in, without mentions and whole names."""
        return self._without(data, _whole(self.full))

    def unmentioned(self, data: Any) -> Any:
        """JSON data that other people's words stand in, without mentions."""
        return self._without(data, None)

    def _without(self, data: Any, pattern: re.Pattern[str] | None) -> Any:
        match data:
            case {"type": "Mention"} if _user(data["user"]) in self.users:
                return {"type": "Plain", "text": self.word}
            case dict():
                return {
                    key: value if key in _KEPT else self._without(value, pattern)
                    for key, value in data.items()
                }
            case list():
                return [self._without(each, pattern) for each in data]
            case str() if pattern is not None:
                return pattern.sub(self.word, data)
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
        pattern = _whole(self.full)
        return pattern is not None and bool(pattern.search(json.dumps(data, ensure_ascii=False)))

    def _quotes(self, block: Mapping[str, Any]) -> bool:
        """Whether a block is a quote of theirs."""
        if block["type"] != "Quote":
            return False
        # The bot writes there who it is, and perhaps a comma and what they are.
        if plain(load_nodes(block["by"])).split(",")[0].strip() in self.names:
            return True
        if self._named_in(block["by"]):
            return True
        said = " ".join(plain(load_nodes(block["nodes"])).split())
        return bool(said) and any(said in " ".join(each.split()) for each in self.words)

    def _block(self, block: Mapping[str, Any], names: Collection[str]) -> Any:
        if block["type"] == "Quote":
            return self.written(block)
        if block["type"] == "Bullets":
            return {**block, "items": [self._line(each, names) for each in block["items"]]}
        return {**block, "nodes": self._line(block["nodes"], names)}

    def _line(self, nodes: Iterable[Mapping[str, Any]], names: Collection[str]) -> list[Any]:
        return [self._node(node, names, begins=not place) for place, node in enumerate(nodes)]

    def _node(self, node: Mapping[str, Any], names: Collection[str], *, begins: bool) -> Any:
        if node["type"] == "Mention":
            return self.written(node)
        changed = {
            name: self.ours(node[name], names, begins=begins)
            for name in ("text", "label", "name")
            if isinstance(node.get(name), str)
        }
        return {**node, **changed}


def _capitalised(word: str) -> bool:
    """Whether a word begins as names do; scripts that know no capitals have no other way."""
    return word[0].isalpha() and not word[0].islower()


def _user(data: Mapping[str, str]) -> User:
    return User(platform=data["platform"], workspace=data["workspace"], user=data["user"])


def _whole(texts: Collection[str] | Iterable[str]) -> re.Pattern[str] | None:
    """Any of these texts, not as a part of a longer word."""
    found = sorted({each for each in texts if each.strip()}, key=len, reverse=True)
    if not found:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, found))})(?!\w)")
