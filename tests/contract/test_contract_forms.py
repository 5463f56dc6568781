"""Forms: what is filled in comes back, in every way in which a form is shown."""

import json

import pytest

from bot.protocol.events import Submitted
from tests.contract import shapes
from tests.contract.rig import Rig


@pytest.mark.parametrize("shape", shapes.FILLINGS)
def test_every_form_is_json_that_the_platform_takes(rig: Rig, shape: str):
    form = shapes.fillings(rig.user)[shape].form
    for shown in rig.forms(form).values():
        assert json.loads(json.dumps(shown)) == shown
        rig.check(shown)


@pytest.mark.parametrize("shape", shapes.FILLINGS)
def test_what_is_filled_in_comes_back(rig: Rig, shape: str):
    filling = shapes.fillings(rig.user)[shape]
    ways = rig.fills(filling.form, filling.typed, rig.room)
    assert ways
    for events in ways.values():
        [event] = events
        assert isinstance(event, Submitted)
        assert event.values == filling.values
        assert (event.action, event.args) == (filling.form.action, filling.form.args)
        assert event.sealed == filling.form.sealed
        assert (event.who, event.place) == (rig.user("ana"), rig.room)
