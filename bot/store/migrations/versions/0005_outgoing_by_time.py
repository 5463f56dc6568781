"""Messages whose time has come are found among many that wait."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the index."""
    op.create_index("ix_outgoing_state_time", "outgoing", ["state", "not_before", "id"])
