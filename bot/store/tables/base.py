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
