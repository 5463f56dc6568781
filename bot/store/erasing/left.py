"""Workspaces that removed the bot: their names go with what was kept of their cohorts."""

from sqlalchemy import Connection, exists, update

from bot.store.tables import due, room, workspace


def forget_names(db: Connection) -> None:
    """Forget the names of workspaces that removed the bot and in which no cohort waits to be
    forgotten any more. That it was removed there stays, for the cohorts in several workspaces."""
    waits = exists().where(
        room.c.platform == workspace.c.platform,
        room.c.workspace == workspace.c.key,
        due.c.subject == room.c.cohort,
        due.c.kind == "removal",
    )
    gone = update(workspace).where(workspace.c.removed_at.is_not(None), ~waits)
    db.execute(gone.values(name=""))
