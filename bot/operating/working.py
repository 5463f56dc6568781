"""What a word needs to do for cohorts as the bot does it. No platform is connected here, so that
nothing links to a message."""

import random

from sqlalchemy import Connection

from bot import compose
from bot.config import Config
from bot.engine.dispatch import Dispatcher
from bot.engine.runtime import utc_now
from bot.engine.work import Tools, Work
from bot.operating import naming
from bot.store.database import Database


def tools(settings: Config) -> Tools:
    """Texts, library, dice and keys. Raises LibraryError with every problem in the prompts."""
    return compose.tools(random.SystemRandom(), {}, settings.prompts, settings.keyring)


def about(db: Connection, settings: Config, cohort_id: str) -> Work:
    """Work for a cohort, now. Raises SettingsError where there is no such cohort."""
    cohort = naming.cohort(db, cohort_id)
    return Work(db=db, now=utc_now(), tools=tools(settings), cohort=cohort)


def dispatcher(database: Database, settings: Config) -> Dispatcher:
    """What takes an event to the stories, as in the running bot."""
    return Dispatcher(database, tools(settings), compose.features(), utc_now)
