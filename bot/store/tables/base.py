"""What all tables are made of."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, MetaData, String

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = String(32)
Count = BigInteger().with_variant(Integer, "sqlite")


def link(name: str, target: str, *, nullable: bool = False) -> Column[str]:
    """A reference to a row of another table, with which this row goes."""
    return Column(
        name, Id, ForeignKey(f"{target}.id", ondelete="CASCADE"), nullable=nullable, index=True
    )


def mention(name: str, target: str = "person") -> Column[str]:
    """A reference to a row of another table that is emptied when that row goes."""
    return Column(name, Id, ForeignKey(f"{target}.id", ondelete="SET NULL"), index=True)


def place(*, key: bool = False) -> tuple[Column[str], ...]:
    """Where something is on a platform: which one, its workspace, the channel."""
    return (
        Column("platform", String(20), primary_key=key, nullable=False),
        Column("workspace", String(100), primary_key=key, nullable=False),
        Column("channel", String(200), primary_key=key, nullable=False),
    )


def ref(*, key: bool = False) -> tuple[Column[str], ...]:
    """A message on a platform; as ``key``, there is one row for each."""
    return (*place(key=key), Column("message", String(200), primary_key=key, nullable=False))
