"""What a class has to do, dates proposed for the next school year."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "class_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("grade", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("text_en", sa.Text(), nullable=True),
        sa.Column("months", sa.JSON(), nullable=False),
        sa.Column("school_forms", sa.JSON(), nullable=False),
        sa.Column("query", sa.Text(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_task")),
    )
    with op.batch_alter_table("class_task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_class_task_grade"), ["grade"], unique=False)

    op.create_table(
        "proposed_date",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.String(length=7), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("source_uuid", sa.Uuid(), nullable=False),
        sa.Column("old_first_day", sa.Date(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("start_minutes", sa.Integer(), nullable=True),
        sa.Column("end_minutes", sa.Integer(), nullable=True),
        sa.Column("rule", sa.String(length=300), nullable=False),
        sa.Column("warning", sa.String(length=300), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("occurrence_uuid", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["offer_id"], ["offer.id"], name=op.f("fk_proposed_date_offer_id_offer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposed_date")),
    )
    with op.batch_alter_table("proposed_date", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposed_date_offer_id"), ["offer_id"], unique=False)
        batch_op.create_index("ix_proposed_date_year_state", ["year", "state"], unique=False)
        batch_op.create_index("uq_proposed_date_year_source_uuid", ["year", "source_uuid"], unique=True)


def downgrade() -> None:
    op.drop_table("proposed_date")
    op.drop_table("class_task")
