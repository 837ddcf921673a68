"""What an offer says for a programme: childcare, insurance, guests, material."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("childcare", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("insurance_note", sa.String(length=300), nullable=True))
        batch_op.add_column(sa.Column("guest_places", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("guest_conditions", sa.String(length=300), nullable=True))
        batch_op.add_column(sa.Column("material_url", sa.String(length=500), nullable=True))
        batch_op.add_column(sa.Column("material_licence", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("material_access", sa.String(length=300), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.drop_column("material_access")
        batch_op.drop_column("material_licence")
        batch_op.drop_column("material_url")
        batch_op.drop_column("guest_conditions")
        batch_op.drop_column("guest_places")
        batch_op.drop_column("insurance_note")
        batch_op.drop_column("childcare")
