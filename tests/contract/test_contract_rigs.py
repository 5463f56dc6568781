"""No platform is forgotten: each adapter's folder has a rig."""

from pathlib import Path

import adapters
from tests.contract.found import RIGS
from tests.contract.rig import Rig, Trouble

FOLDERS = {
    found.parent.name
    for folder in adapters.__path__
    for found in Path(folder).glob("*/__init__.py")
}


def test_every_adapter_brings_a_rig():
    assert RIGS.keys() == FOLDERS


def test_a_rig_is_named_as_its_platform(rig: Rig):
    assert RIGS[rig.name] is rig
    assert rig.room.platform == rig.user("ana").platform == rig.name
    assert rig.room.workspace == rig.user("ana").workspace


def test_a_rig_says_why_a_trouble_cannot_happen_or_a_parcel_not_be_found(rig: Rig):
    assert all((*rig.unmet.values(), *rig.unfindable.values()))
    assert not rig.unmet.keys() & {Trouble.REFUSED, Trouble.NOT_FOUND}
