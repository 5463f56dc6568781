"""Toys for the engine's tests, on both databases."""

from collections.abc import Callable, Iterator

import pytest

from bot.engine.story import Story
from tests.engine.toy import Toy, ToyChat

MakeToy = Callable[..., Toy]


@pytest.fixture
def make_toy(database_url: str) -> Iterator[MakeToy]:
    """Makes an engine with these stories; it is taken apart at the end."""
    made: list[Toy] = []

    def make(*stories: Story, chat: ToyChat | None = None) -> Toy:
        made.append(Toy(database_url, *stories, chat=chat))
        return made[-1]

    yield make
    for each in made:
        each.close()
