"""Code that is dangerous, secrets that slipped in, and known flaws of what we build on.

Exceptions stand where they are made: bandit's as ``nosec`` with a reason, a text that only looks
like a secret in ``.secrets.baseline``, as a hash with its place.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.check.tools import ROOT, output, tool

BASELINE = ".secrets.baseline"
_NOT_OURS = {"node_modules", "__pycache__", "build", "dist"}
_GENERATED = {"package-lock.json", BASELINE}


def code() -> bool:
    """bandit finds nothing in what runs in production. (ruff's rules of the same origin look at
    the tests, too.)"""
    return tool("bandit", "-q", "-r", "bot", "adapters", "-c", "pyproject.toml")


def secrets() -> bool:
    """No file holds what looks like a secret and is not known to be none."""
    files = [str(path.relative_to(ROOT)) for path in _files(ROOT)]
    _, text = output("detect_secrets", "scan", *files)
    known = _found(json.loads((ROOT / BASELINE).read_text("utf-8")))
    # By file and hash: a line that moves makes no secret new.
    fresh = {place: why for place, why in _found(json.loads(text)).items() if place not in known}
    for (file, _), why in sorted(fresh.items()):
        print(f"{file}: {why}. If it is none, add it to {BASELINE} with detect-secrets scan.")
    return not fresh


def _found(scan: Any) -> dict[tuple[str, str], str]:
    return {
        (file, each["hashed_secret"]): f"line {each['line_number']} looks like a {each['type']}"
        for file, places in scan["results"].items()
        for each in places
    }


def _files(folder: Path) -> Iterator[Path]:
    """Every file that would be in a checkout, by what is never in one."""
    for path in sorted(folder.iterdir()):
        ours = path.name in (".ci", ".gitignore") or not path.name.startswith(".")
        if path.name in _NOT_OURS | _GENERATED or not ours or path.name.endswith(".egg-info"):
            continue
        if path.is_dir():
            yield from _files(path)
        elif path.suffix not in (".png", ".db", ".pyc"):
            yield path


def advisories() -> bool:
    """No package that is installed has a known flaw, as far as the advisory service answers."""
    code, text = output("pip_audit", "--local", "-f", "json", "--progress-spinner", "off")
    try:
        packages = json.loads(text)["dependencies"]
    except (ValueError, KeyError, TypeError):
        print("The advisory service cannot be reached from here: nothing was audited.")
        return True
    audited = [each for each in packages if "skip_reason" not in each]
    flawed = [each for each in audited if each["vulns"]]
    for each in flawed:
        for flaw in each["vulns"]:
            fixed = ", ".join(flaw["fix_versions"]) or "no version yet"
            print(f"{each['name']} {each['version']}: {flaw['id']}, mended in {fixed}")
    if not audited:
        print("The advisory service knows none of our packages from here: nothing was audited.")
        return True
    print(f"{len(audited)} of {len(packages)} packages audited")
    return not flawed and code == 0
