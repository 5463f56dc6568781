"""Every test that asks for a ``rig`` is held by every platform that brings one."""

import pytest

from tests.contract.found import RIGS
from tests.contract.rig import Trouble


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "meets(*troubles): the troubles that a test is about")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "rig" not in metafunc.fixturenames:
        return
    if "trouble" not in metafunc.fixturenames:
        metafunc.parametrize("rig", RIGS.values(), ids=RIGS)
        return
    # A trouble that a platform cannot have is no test that is skipped: it is no test.
    marker = metafunc.definition.get_closest_marker("meets")
    pairs = [
        (rig, trouble)
        for rig in RIGS.values()
        for trouble in (marker.args if marker else Trouble)
        if trouble not in rig.unmet
    ]
    ids = [f"{rig.name}-{trouble.name.lower()}" for rig, trouble in pairs]
    metafunc.parametrize(("rig", "trouble"), pairs, ids=ids)
