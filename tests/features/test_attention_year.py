"""Nobody gets more than their budget, whatever everyone does: a small year for every run.

``python -m tests.year`` plays a whole one with a hundred members.
"""

import pytest

from tests.attention_year import play
from tests.world import World


@pytest.mark.parametrize("per_week", [1, 2])
def test_nobody_gets_more_than_their_budget(per_week: int):
    world = World()
    try:
        year = play(world, members=12, weeks=8, per_week=per_week, seed=per_week)
    finally:
        world.close()
    assert list(year.wrong()) == []
    # Somebody has all that the cohort allows, or nothing would be proved.
    assert year.most() == per_week
    assert year.most(days=6) <= per_week
    assert any(each.parts > 1 for each in year.arrived)
