"""One-time passwords are replaced at the first sign-in, units may list roles, deadlines may differ from the drawing."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "user_account",
        sa.Column("must_change_password", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("unit", sa.Column("roles", sa.String(length=120), nullable=True))
    op.create_table(
        "clock_setting",
        sa.Column("process_id", sa.String(length=80), nullable=False),
        sa.Column("element_id", sa.String(length=80), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["set_by"], ["user_account.id"], name=op.f("fk_clock_setting_set_by_user_account")
        ),
        sa.PrimaryKeyConstraint("process_id", "element_id", name=op.f("pk_clock_setting")),
    )


def downgrade() -> None:
    op.drop_table("clock_setting")
    op.drop_column("unit", "roles")
    op.drop_column("user_account", "must_change_password")
