"""Playing a scenario once alive, then once for each chosen point of death, and comparing."""

import logging
import random
import traceback
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context

from tests import emptied
from tests.forked import ForkingReaper
from tests.mortal import Reaper
from tests.scenarios import SCENARIOS, Account

Say = Callable[[str], None]

TURNING = (
    "before a commit",
    "after a commit",
    "before a send",
    "after a send",
    "before an acknowledgement",
    "after an acknowledgement",
)
"""The points on whose two sides something is true that cannot be taken back."""
WAYS = ("lost", "doubled", "missing", "disordered", "troubled", "missed")
"""In which ways a death, or a proof by deaths, can go wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Died:
    """What a run left in which the engine was to die. ``where`` names the point at which it did,
    and is empty where that never came; ``account`` is None where the run itself failed, and
    ``where`` says why then."""

    point: int
    where: str
    account: Account | None


@dataclass(slots=True)
class Tally:
    """What many deaths did. ``missed``: points that never came, so that nobody died there: what
    was left of such a run proves nothing."""

    points: int = 0
    total: int = 0
    lost: int = 0
    doubled: int = 0
    missing: int = 0
    disordered: int = 0
    troubled: int = 0
    missed: int = 0
    kinds: Counter[str] = field(default_factory=Counter[str])
    """How many deaths there were at commits, sends and acknowledgements, and elsewhere."""

    @property
    def broken(self) -> int:
        return sum(getattr(self, name) for name in WAYS)

    def add(self, other: "Tally") -> None:
        """Add another scenario's."""
        for name in ("points", "total", *WAYS):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.kinds.update(other.kinds)

    def compare(self, alive: Account, died: Account, say: Say) -> None:
        """Add what differs from a run in which nobody died."""
        self.points += 1
        self.lost += _more(alive.kept, died.kept, "lost", say)
        self.missing += _more(_all(alive), _all(died), "missing", say)
        self.doubled += _more(_all(died), _all(alive), "doubled", say)
        if died.speech != alive.speech and _all(alive) == _all(died):
            self.disordered += 1
            say("the order of what was said differs")
        for each in died.trouble:
            self.troubled += 1
            say(each)

    def hear(self, alive: Account, died: Died, say: Say) -> None:
        """Add one death; say where it was if anyone noticed it."""
        if not died.where:
            self.miss([died.point], alive, say)
            return
        notes: list[str] = []
        self.kinds[died.where.rsplit(" ", 1)[-1] if died.where in TURNING else "statement"] += 1
        if died.account is None:
            self.points += 1
            self.troubled += 1
            notes.append("the run itself failed")
        else:
            self.compare(alive, died.account, notes.append)
        if notes:
            say(f"death {died.point} of {len(alive.points)}, {died.where}:")
            for note in notes:
                say(f"  {note}")

    def miss(self, points: Collection[int], alive: Account, say: Say) -> None:
        """Add points that never came."""
        self.missed += len(points)
        for point in points:
            say(f"point {point} of {len(alive.points)} never came: nobody died")


def _all(account: Account) -> Counter[str]:
    return Counter(f"{place}: {text}" for place, texts in account.speech.items() for text in texts)


def _more(one: Counter[str], other: Counter[str], name: str, say: Say) -> int:
    difference = one - other
    for each, number in difference.items():
        say(f"{name} {number}: {each[:200]!r}")
    return difference.total()


def alive(name: str, fresh: emptied.Fresh) -> Account:
    """A run in which nobody dies. Raises RuntimeError if even that goes wrong."""
    with fresh() as url:
        account = SCENARIOS[name](url, Reaper(), set())
    if account.trouble or not account.kept or not account.speech:
        raise RuntimeError(f"the scenario does not even work alive: {account.trouble}")
    return account


def chosen(account: Account, points: int | None, seed: int, only: str = "all") -> list[int]:
    """Numbers of the points to die at: all, or all ``turning`` ones, or the ``rest``; so many of
    them, drawn."""
    kinds = {"all": (True, False), "turning": (True,), "rest": (False,)}[only]
    numbers = [n for n, name in enumerate(account.points, 1) if (name in TURNING) in kinds]
    if points is None or points >= len(numbers):
        return numbers
    return sorted(random.Random(seed).sample(numbers, points))


def enumerate_deaths(
    name: str,
    fresh: emptied.Fresh,
    points: int | None,
    seed: int,
    say: Say,
    *,
    only: str = "all",
    jobs: int = 1,
) -> Tally:
    """Die at each chosen point of a scenario on SQLite, in a child for each."""
    living = alive(name, fresh)
    tally, numbers = Tally(total=len(living.points)), chosen(living, points, seed, only)
    with fresh() as url:
        reaper = ForkingReaper(url, numbers, jobs, lambda d: tally.hear(living, d, say))
        try:
            account = SCENARIOS[name](url, reaper, set(living.forms))
            died = Died(point=reaper.number, where=reaper.where, account=account)
        except BaseException as fault:
            if not reaper.is_child:
                raise
            died = _failed(reaper.number, reaper.where, fault)
        if reaper.is_child:
            reaper.send(died)
        reaper.gather()
    tally.miss(sorted({*numbers} - reaper.reached), living, say)
    return tally


def _failed(point: int, where: str, fault: BaseException) -> Died:
    last = "".join(traceback.format_exception(fault)[-3:])
    return Died(point=point, where=f"{where}: {last}", account=None)


def die_again(name: str, fresh: emptied.Fresh, point: int, forms: set[int]) -> Died:
    """One death, on any database: a life from its beginning."""
    reaper = Reaper(at=point)
    try:
        with fresh() as url:
            account = SCENARIOS[name](url, reaper, forms)
    except Exception as fault:
        return _failed(point, reaper.where or "still alive", fault)
    return Died(point=point, where=reaper.where, account=account)


def enumerate_on_postgres(
    name: str,
    points: int | None,
    seed: int,
    say: Say,
    *,
    only: str = "all",
    jobs: int = 1,
) -> Tally:
    """The same on a server, each death in a life of its own; ``jobs`` processes share them."""
    with emptied.each_time() as fresh:
        living = alive(name, fresh)
    tally = Tally(total=len(living.points))
    numbers = chosen(living, points, seed, only)
    parts = [part for start in range(jobs) if (part := numbers[start::jobs])]
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        work = [pool.submit(_die_in_turn, name, part, set(living.forms)) for part in parts]
        for each in work:
            for died in each.result():
                tally.hear(living, died, say)
    return tally


def _die_in_turn(name: str, points: Sequence[int], forms: set[int]) -> list[Died]:
    with quiet(), emptied.each_time() as fresh:
        return [die_again(name, fresh, point, set(forms)) for point in points]


@contextmanager
def quiet() -> Iterator[None]:
    """A death leaves tasks behind that nobody asks; no log of them."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)
