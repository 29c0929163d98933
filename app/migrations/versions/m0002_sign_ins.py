"""Each sign-in has a row of its own; a language is known only once it was chosen; the house's chain is there."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Columns come and go one by one: making a table anew, as SQLite would need for more, would break what points to it.


def upgrade() -> None:
    op.create_table(
        "sign_in_session",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_sign_in_session_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_session")),
    )
    op.create_index(op.f("ix_sign_in_session_user_id"), "sign_in_session", ["user_id"], unique=False)
    op.drop_column("user_account", "session_epoch")
    op.add_column("user_account", sa.Column("chosen", sa.String(length=2), nullable=True))
    # English was also what nobody had chosen, so only another language is sure to be a choice.
    op.execute("UPDATE user_account SET chosen = language WHERE language <> 'en'")
    op.drop_column("user_account", "language")
    op.alter_column("user_account", "chosen", new_column_name="language")
    op.execute(
        sa.text(
            "INSERT INTO audit_chain (name, audit_seq, audit_head) SELECT 'house', 0, :start "
            "WHERE NOT EXISTS (SELECT 1 FROM audit_chain WHERE name = 'house')"
        ).bindparams(start="0" * 64)
    )


def downgrade() -> None:
    op.execute("DELETE FROM audit_chain WHERE audit_seq = 0")
    op.add_column("user_account", sa.Column("known", sa.String(2), nullable=False, server_default="en"))
    op.execute("UPDATE user_account SET known = language WHERE language IS NOT NULL")
    op.drop_column("user_account", "language")
    op.alter_column("user_account", "known", new_column_name="language")
    op.add_column(
        "user_account", sa.Column("session_epoch", sa.Integer(), nullable=False, server_default="0")
    )
    op.drop_table("sign_in_session")
