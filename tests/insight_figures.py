"""How good summaries are, in figures: ``python -m tests.insight_figures [--every N] [SET…]``.

The data lies beside the checkout in ``../shared/eval`` or where ROUNDTABLE_EVAL says; it is no part
of the project. ``--every N`` takes one of N of each set, for a quick look.
"""

import argparse
import csv
import json
import os
import re
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bot.insight import Message
from bot.insight.summary import summarize
from bot.insight.vectors import embedded

DATA = Path(
    os.environ.get("ROUNDTABLE_EVAL", Path(__file__).parents[2] / "shared" / "eval")
).absolute()
WORDS = 66


def _objects(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed)


def email(split: str, every: int = 1) -> dict[str, float]:
    """ROUGE-1 and ROUGE-Lsum (F, in per cent, stemmed) of 66 words with names."""
    from rouge_score import rouge_scorer

    scorer = rouge_scorer.RougeScorer(["rouge1", "rougeLsum"], use_stemmer=True)
    scores = []
    for thread in list(_objects(DATA / "email" / f"{split}.jsonl"))[::every]:
        messages = [
            Message(
                id=str(each["id"]),
                author=each["author"],
                name=each["author"],
                subject=each["subject"],
                text=" ".join(each["sentences"]),
            )
            for each in thread["messages"]
        ]
        lines = [f"{name}: {quote}" for name, quote in summarize(messages, words=WORDS).lines]
        assert sum(len(line.split()) for line in lines) <= WORDS
        reference = "\n".join(re.split(r"(?<=[.!?])\s+", thread["summary"].strip()))
        scores.append(scorer.score(reference, "\n".join(lines)))
    return {
        name: 100 * _mean(each[name].fmeasure for each in scores)
        for name in ("rouge1", "rougeLsum")
    }


def meetings(every: int = 1) -> dict[str, float]:
    """What part of a meeting's topics 8 and 15 points reach: one is quoted from their turns."""
    reached: dict[int, list[float]] = {8: [], 15: []}
    for meeting in list(_objects(DATA / "meetings" / "val.jsonl"))[::every]:
        messages = [
            Message(id=str(nth), author=turn["speaker"], name=turn["speaker"], text=turn["content"])
            for nth, turn in enumerate(meeting["meeting_transcripts"])
        ]
        topics = [
            [(int(first), int(last)) for first, last in topic["relevant_text_span"]]
            for topic in meeting["topic_list"]
        ]
        for count, found in reached.items():
            cited = [int(point.ids[0]) for point in summarize(messages, points=count).best]
            found.append(
                _mean(
                    any(first <= turn <= last for turn in cited for first, last in topic)
                    for topic in topics
                )
            )
    return {f"by {count}": _mean(found) for count, found in reached.items()}


def arguments(split: str, every: int = 1) -> dict[str, float]:
    """Adjusted Rand index of themes against key points, the number of themes left open."""
    folder = DATA / "themes"
    matched: dict[str, list[str]] = defaultdict(list)
    with (folder / f"labels_{split}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["label"] == "1":
                matched[row["arg_id"]].append(row["key_point_id"])
    sets: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    with (folder / f"arguments_{split}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if len(matched[row["arg_id"]]) == 1:
                sets[row["topic"], row["stance"]].append(
                    (row["argument"], matched[row["arg_id"]][0])
                )
    indices, counts = [], []
    for said in list(sets.values())[::every]:
        messages = [
            Message(id=str(nth), author=f"p{nth}", text=text) for nth, (text, _) in enumerate(said)
        ]
        found = summarize(messages, points=0).topics
        theme = {id: number for number, topic in enumerate(found) for id in topic.ids}
        # What says nothing is in no theme: each such argument counts as one of its own.
        ours = [theme.get(str(nth), -nth - 1) for nth in range(len(said))]
        indices.append(rand_index(ours, [key for _, key in said]))
        counts.append(len(found))
    return {"ARI": _mean(indices), "themes": _mean(counts)}


def rand_index(one: Sequence[object], other: Sequence[object]) -> float:
    """Hubert and Arabie's adjusted Rand index of two groupings of the same things."""

    def pairs(counts: Iterable[int]) -> float:
        return sum(n * (n - 1) / 2 for n in counts)

    both = pairs(Counter(zip(one, other, strict=True)).values())
    ours, theirs = pairs(Counter(one).values()), pairs(Counter(other).values())
    chance = ours * theirs / pairs([len(one)])
    most = (ours + theirs) / 2
    return 1.0 if most == chance else (both - chance) / (most - chance)


def speed(count: int) -> dict[str, float]:
    """Seconds of one core from messages to a summary, with all that is loaded, and peak memory."""
    threads = [
        thread
        for split in ("train", "val")
        for thread in _objects(DATA / "email" / f"{split}.jsonl")
    ]
    said = [message for thread in threads for message in thread["messages"]]
    messages = [
        Message(
            id=str(nth),
            author=each["author"],
            name=each["author"],
            text="\n".join(each["sentences"]),
        )
        for nth, each in ((nth, said[nth % len(said)]) for nth in range(count))
    ]
    embedded.cache_clear()
    started = time.process_time()
    summarize(messages, words=WORDS)
    took = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": took, "MB": peak}


SETS: dict[str, Callable[[int], dict[str, float]]] = {
    "speed, 400 messages": lambda _: speed(400),
    "speed, 5,000 messages": lambda _: speed(5000),
    "e-mail, val": lambda every: email("val", every),
    "e-mail, train": lambda every: email("train", every),
    "arguments, dev": lambda every: arguments("dev", every),
    "arguments, train": lambda every: arguments("train", every),
    "meetings, val": meetings,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.insight_figures", description=__doc__)
    parser.add_argument("--every", type=int, default=1, metavar="N")
    parser.add_argument("sets", nargs="*", metavar="SET", help="such as e-mail or arguments")
    options = parser.parse_args()
    if not DATA.is_dir():
        raise SystemExit(f"There is no data at {DATA}: set ROUNDTABLE_EVAL.")
    for name, measured in SETS.items():
        if not options.sets or any(name.startswith(each) for each in options.sets):
            figures = measured(options.every)
            print(f"{name}: " + ", ".join(f"{k} {v:.3f}" for k, v in figures.items()), flush=True)


if __name__ == "__main__":
    main()
