"""The rigs that there are, found by scanning their folder."""

import importlib
import pkgutil

from tests.contract import rigs
from tests.contract.rig import Rig

RIGS: dict[str, Rig] = {
    found.name: importlib.import_module(f"{rigs.__name__}.{found.name}").RIG
    for found in pkgutil.iter_modules(rigs.__path__)
}
