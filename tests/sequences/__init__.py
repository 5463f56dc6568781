"""Generated sequences: people act, platforms deliver as badly as they may, and promises are kept.

Several people in several cohorts act at random; what they did is delivered twice, late, out of
order and in groups; commits fail, sends fail, processes die. A model knows what was acknowledged
and what must have become of it. Here live the town in which it happens, the platform that fails,
the model and its checks; no test of a single feature.

``python -m tests.sequences`` plays many; ``tests/engine/test_sequences.py`` lets Hypothesis look
for the shortest one that breaks a promise.
"""

from tests.sequences.run import Figures, run

__all__ = ["Figures", "run"]
