"""Commands in the bot's own sentences, as they are given in Teams: to a mention of the bot, since
Teams has no command that bears our name."""

import re
from collections.abc import Iterable
from dataclasses import replace

from adapters.teams.names import COMMAND
from bot.protocol.text import Block, Blocks, Bullets, Code, Inline, Inlines, Quote

_SLASH = re.compile(rf"^/{COMMAND}(?!\S)")


def spoken(blocks: Iterable[Block], bot: str) -> Blocks:
    """The blocks with ``@Roundtable new`` where ``/cohort new`` stood; ``bot`` is the name by which
    it is mentioned. What members wrote stays as it is."""
    return tuple(_block(block, bot) for block in blocks)


def _block(block: Block, bot: str) -> Block:
    match block:
        case Quote():
            return block
        case Bullets(items=items):
            return replace(block, items=tuple(_line(item, bot) for item in items))
        case _:
            return replace(block, nodes=_line(block.nodes, bot))


def _line(nodes: Iterable[Inline], bot: str) -> Inlines:
    return tuple(
        replace(node, text=_SLASH.sub(lambda _: f"@{bot}", node.text))
        if isinstance(node, Code)
        else node
        for node in nodes
    )
