"""Counts, words without a hit, checked links."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "checked_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("problem", sa.String(length=300), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("ignored_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checked_link")),
        sa.UniqueConstraint("url", name=op.f("uq_checked_link_url")),
    )
    with op.batch_alter_table("checked_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_checked_link_checked_at"), ["checked_at"], unique=False)

    op.create_table(
        "folded_file",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("folded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_folded_file")),
    )
    op.create_table(
        "missed_query",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=120), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_missed_query")),
        sa.UniqueConstraint("words", name=op.f("uq_missed_query_words")),
    )
    with op.batch_alter_table("missed_query", schema=None) as batch_op:
        batch_op.create_index("ix_missed_query_done_at_times", ["done_at", "times"], unique=False)

    op.create_table(
        "offer_count",
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("views", sa.Integer(), nullable=False),
        sa.Column("calendars", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["offer_id"], ["offer.id"], name=op.f("fk_offer_count_offer_id_offer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("offer_id", "day", name=op.f("pk_offer_count")),
    )
    with op.batch_alter_table("offer_count", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_count_day"), ["day"], unique=False)


def downgrade() -> None:
    op.drop_table("offer_count")
    op.drop_table("missed_query")
    op.drop_table("folded_file")
    op.drop_table("checked_link")
