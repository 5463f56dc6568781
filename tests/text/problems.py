"""What is told of mistakes in files of prompts and check-ins."""

from pathlib import Path

import pytest

from bot.text.library import LibraryError, load


def told(*folders: Path) -> list[str]:
    """What `load` says is wrong, without the folder's own path."""
    with pytest.raises(LibraryError) as caught:
        load(*folders)
    return [str(p).replace(f"{folders[0]}/", "") for p in caught.value.problems]
