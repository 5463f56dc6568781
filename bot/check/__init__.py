"""``check``: what contributors run. Format, lint, types, contracts, texts, security, tests.

It works in a checkout with the ``dev`` extra installed. Each file here is one kind of check; none
of it runs in production.
"""

import os
import sys
from collections.abc import Callable

from bot.check import security, texts
from bot.check.tools import CODE, ROOT, tool

WORKERS = (os.cpu_count() or 1) + 1
"""Processes for tests: one more than there are processors, since some tests wait."""


def run() -> int:
    """Run every check, all of them even if one fails; 0 if all passed."""
    if not (ROOT / "tests").is_dir():
        print("There are no tests here: check works in a checkout of the repository.")
        return 2
    steps: list[tuple[str, Callable[[], bool]]] = [
        ("format", lambda: tool("ruff", "format", "--check", "-q", *CODE)),
        ("lint", lambda: tool("ruff", "check", "-q", *CODE)),
        ("contracts", lambda: tool("importlinter", module="importlinter.cli")),
        ("catalogue", texts.catalogue),
        ("prompts", texts.prompts),
        ("types", lambda: tool("pyright", "--pythonpath", sys.executable)),
        ("security", security.code),
        ("secrets", security.secrets),
        ("advisories", security.advisories),
        ("tests", lambda: tool("pytest", "-n", str(WORKERS), "--dist", "worksteal")),
    ]
    failed: list[str] = []
    for name, step in steps:
        print(f"── {name}", flush=True)
        if not step():
            failed.append(name)
    print(f"failed: {', '.join(failed)}" if failed else "all checks passed")
    return 1 if failed else 0
