"""Over a year, nobody gets more private messages than their budget:

    python -m tests.year [MEMBERS [WEEKS [SEED]]]

100 members and 52 weeks unless told otherwise, once with one message a week and once with two. Ends
with 1 if anyone got more, or one at a wrong time.
"""

import sys

from tests.attention_year import play
from tests.world import World


def main(members: int = 100, weeks: int = 52, seed: int = 7) -> int:
    """Play both years; how many of them went wrong."""
    failed = 0
    for per_week in (1, 2):
        world = World()
        try:
            year = play(world, members=members, weeks=weeks, per_week=per_week, seed=seed)
        finally:
            world.close()
        print(year.figures())
        wrong = list(year.wrong())
        for each in wrong[:20]:
            print(f"  {each}")
        failed += bool(wrong) or year.most() > per_week
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
