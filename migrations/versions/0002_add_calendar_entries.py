"""What calendars have been told: entries with their texts, and offers gone from the search. The sequence moves there."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=80), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("run_uuid", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("all_day", sa.Boolean(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("schedule_digest", sa.String(length=32), nullable=False),
        sa.Column("content_digest", sa.String(length=32), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone_since", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_entry")),
        sa.UniqueConstraint("uid", name=op.f("uq_calendar_entry_uid")),
    )
    with op.batch_alter_table("calendar_entry", schema=None) as batch_op:
        batch_op.create_index("ix_calendar_entry_offer_id_starts_at", ["offer_id", "starts_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_calendar_entry_ends_at"), ["ends_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_calendar_entry_changed_at"), ["changed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_calendar_entry_gone_since"), ["gone_since"], unique=False)
    op.create_table(
        "calendar_text",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("ics", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["calendar_entry.id"],
            name=op.f("fk_calendar_text_entry_id_calendar_entry"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("entry_id", "language", name=op.f("pk_calendar_text")),
    )
    op.create_table(
        "gone_offer",
        sa.Column("offer_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("gone_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("index_format", sa.Integer(), nullable=False),
        sa.Column("index_row", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("offer_id", name=op.f("pk_gone_offer")),
    )
    with op.batch_alter_table("gone_offer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gone_offer_gone_since"), ["gone_since"], unique=False)
    with op.batch_alter_table("occurrence", schema=None) as batch_op:
        batch_op.drop_column("sequence")


def downgrade() -> None:
    with op.batch_alter_table("occurrence", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sequence", sa.Integer(), nullable=False, server_default="0"))
    op.drop_table("gone_offer")
    op.drop_table("calendar_text")
    op.drop_table("calendar_entry")
