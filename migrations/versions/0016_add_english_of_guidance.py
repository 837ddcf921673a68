"""What B-Punkte and guides say in English: focus, text and hours; contact, documents and the text in plain words."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("guidance_point", schema=None) as batch_op:
        batch_op.add_column(sa.Column("focus_en", sa.String(length=300), nullable=True))
        batch_op.add_column(sa.Column("description_en", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("opening_hours_en", sa.Text(), nullable=True))
    with op.batch_alter_table("transition", schema=None) as batch_op:
        batch_op.add_column(sa.Column("plain_text_en", sa.Text(), nullable=True))
    with op.batch_alter_table("transition_step", schema=None) as batch_op:
        batch_op.add_column(sa.Column("contact_en", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("documents_en", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    with op.batch_alter_table("transition_step", schema=None) as batch_op:
        batch_op.drop_column("documents_en")
        batch_op.drop_column("contact_en")
    with op.batch_alter_table("transition", schema=None) as batch_op:
        batch_op.drop_column("plain_text_en")
    with op.batch_alter_table("guidance_point", schema=None) as batch_op:
        batch_op.drop_column("opening_hours_en")
        batch_op.drop_column("description_en")
        batch_op.drop_column("focus_en")
