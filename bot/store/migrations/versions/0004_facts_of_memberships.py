"""What moderators note of a person belongs to the membership; what platforms tell stays apart."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_NOTED = {
    "organisation": "noted for this cohort; empty: none, whatever was told",
    "title": "as organisation",
}


def upgrade() -> None:
    """Add the columns, carry over what stood on the person, and leave there what platforms tell."""
    postgres = op.get_bind().dialect.name == "postgresql"
    # SQLite takes no constraint afterwards: there the table is written anew. No other table points
    # at it, so that nothing goes with the old one.
    with op.batch_alter_table("membership") as membership:
        for name, comment in _NOTED.items():
            membership.add_column(sa.Column(name, sa.Text(), nullable=True, comment=comment))
        membership.add_column(
            sa.Column(
                "zone",
                sa.String(length=64),
                nullable=True,
                comment="IANA name that a moderator of this cohort noted",
            )
        )
        membership.add_column(sa.Column("manager", sa.String(length=32), nullable=True))
        membership.create_foreign_key(
            "fk_membership_manager", "person", ["manager"], ["id"], ondelete="SET NULL"
        )
        membership.create_index("ix_membership_manager", ["manager"])
    _carry_over()
    op.drop_index("ix_person_manager", "person")
    for old in ("zone", "organisation", "title", "manager"):
        op.alter_column("person", old, new_column_name=f"told_{old}")
    op.create_index("ix_person_told_manager", "person", ["told_manager"])
    if postgres:  # SQLite keeps no comments, and no names of constraints that anyone asks for
        op.execute(
            "ALTER TABLE person RENAME CONSTRAINT fk_person_manager TO fk_person_told_manager"
        )
        op.alter_column("person", "own_zone", comment="IANA name that the person set")
        op.create_table_comment(
            "person", "what the platform told of someone, and what they set for all their cohorts"
        )


def _carry_over() -> None:
    """To every membership. Nobody can tell any more what a platform said and what moderators of one
    cohort wrote over it, so nothing stays where those of another would read it; what platforms
    tell, they tell again. Nobody could set a time zone for themselves so far."""
    person = sa.table(
        "person", *map(sa.column, ("id", "own_zone", "organisation", "title", "manager"))
    )
    membership = sa.table(
        "membership", *map(sa.column, ("person", "zone", "organisation", "title", "manager"))
    )
    carried = {
        to: sa.select(person.c[name]).where(person.c.id == membership.c.person).scalar_subquery()
        for to, name in (
            ("organisation", "organisation"),
            ("title", "title"),
            ("zone", "own_zone"),
            ("manager", "manager"),
        )
    }
    op.execute(membership.update().values(carried))
    op.execute(person.update().values(own_zone=None, organisation=None, title=None, manager=None))
