"""What a button carries to show that the bot wrote it, against someone with a copy of the database."""

from bot.engine import context
from bot.engine.keyring import Keyring, hmac_of, new_key
from bot.engine.work import Work
from bot.protocol.events import Noted
from bot.store import secrets
from tests.world import World


def work(world: World, db: object) -> Work:
    noted = Noted(at=world.now, keys=(), topic="x", cohort=None)
    return context.make(db, noted, world.now, world.scene.dispatcher.tools)  # pyright: ignore


def test_with_a_key_the_value_in_the_database_seals_nothing(world):
    with world.scene.database.transaction() as db:
        its = work(world, db)
        before = its.seal("a message")
        assert its.is_sealed("a message", before) and not its.is_sealed("another", before)
        read = secrets.own(db, "marks", "")
        old, new = new_key(), new_key()
        its.tools.keyring = Keyring([old])
        sealed = its.seal("a message")
        its.tools.keyring = Keyring([new, old])
        assert its.is_sealed("a message", sealed) and its.is_sealed(
            "a message", its.seal("a message")
        )
        for text in ("a message", "seal\na message"):
            assert not its.is_sealed("a message", hmac_of(read.encode(), text))
        assert not its.is_sealed("a message", before)
        assert not its.is_sealed("a message", "é")


def test_no_mark_of_a_tombstone_is_a_seal(world):
    with world.scene.database.transaction() as db:
        its = work(world, db)
        assert not any(its.is_sealed("a message", each) for each in its.marks("a message"))
