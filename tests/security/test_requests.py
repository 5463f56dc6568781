"""The table of bad requests: each has its status and its answer, and changes nothing."""

import asyncio
from pathlib import Path

import pytest

from tests.security.table import doors, tried

PLATFORMS = ("slack", "teams", "sandbox")


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_bad_request_is_answered_and_changes_nothing(platform: str, tmp_path: Path):
    results = asyncio.run(tried(platform, tmp_path))
    wrong = [f"{bad.name}: {problem}" for bad, got in results if (problem := bad.wrong(got))]
    assert wrong == []


def test_every_platform_has_its_rows(tmp_path: Path):
    rows = {platform: len(each) for platform, (_, each) in doors(tmp_path).items()}
    assert set(rows) == set(PLATFORMS)
    assert all(number > 15 for number in rows.values())
