"""Ward's clustering: joins, step by step, what adds least to the spread within clusters.

Written here because the packages that have it are larger than all of Roundtable: a nearest
neighbour chain over one matrix of distances takes n² of memory and time, and gives the same tree.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


def tree(vectors: Vectors, weights: Sequence[int]) -> list[tuple[float, int, int]]:
    """The joins of `len(vectors)` rows, cheapest first: cost, and one row of either side.

    `weights` says for how many things a row stands. The cost is the growth of the summed squared
    distance to the means, times two.
    """
    count = len(vectors)
    sizes = np.asarray(weights, dtype=np.float32)
    apart = _costs(vectors, sizes)
    alive = np.ones(count, dtype=bool)
    joins: list[tuple[float, int, int]] = []
    chain: list[int] = []
    for _ in range(count - 1):
        if not chain:
            chain.append(int(alive.argmax()))
        while True:
            last = chain[-1]
            near = int(apart[last].argmin())
            # Of equally near ones the one before in the chain, or the chain would never end.
            if len(chain) > 1 and apart[last, chain[-2]] <= apart[last, near]:
                near = chain[-2]
                break
            chain.append(near)
        one, other = sorted((chain.pop(), chain.pop()))
        joins.append((float(apart[one, other]), one, other))
        _join(apart, sizes, alive, one, other)
    joins.sort(key=lambda join: join[0])
    return joins


def cut(joins: Sequence[tuple[float, int, int]], count: int, clusters: int) -> list[int]:
    """For each of `count` rows the number of its cluster, from 0 in the order of first members."""
    parent = list(range(count))

    def root(row: int) -> int:
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row

    for _, one, other in joins[: max(0, count - clusters)]:
        parent[root(other)] = root(one)
    numbers: dict[int, int] = {}
    return [numbers.setdefault(root(row), len(numbers)) for row in range(count)]


def _costs(vectors: Vectors, sizes: Vectors) -> Vectors:
    """What joining each two rows would cost; infinite for a row with itself."""
    squares = np.einsum("ij,ij->i", vectors, vectors)
    costs = vectors @ vectors.T
    costs *= -2
    costs += squares
    costs += squares[:, None]
    np.maximum(costs, 0, out=costs)
    for row, size in enumerate(sizes):
        costs[row] *= 2 * size * sizes / (size + sizes)
    np.fill_diagonal(costs, np.inf)
    return costs


def _join(apart: Vectors, sizes: Vectors, alive: NDArray[np.bool_], one: int, other: int) -> None:
    """Puts the union of two clusters into the place of `one` (Lance and Williams)."""
    both = sizes[one] + sizes[other]
    alive[other] = False
    rest = alive.copy()
    rest[one] = False
    theirs = sizes[rest]
    new = (sizes[one] + theirs) * apart[one, rest] + (sizes[other] + theirs) * apart[other, rest]
    new = (new - theirs * apart[one, other]) / (both + theirs)
    sizes[one] = both
    apart[one, rest] = new
    apart[rest, one] = new
    apart[other, :] = np.inf
    apart[:, other] = np.inf
