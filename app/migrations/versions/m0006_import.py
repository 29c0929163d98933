"""Paper files are entered; people are found by the sound of a name and by numbers; searches are logged."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper_file",
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("details", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_paper_file_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["user_account.id"], name=op.f("fk_paper_file_entered_by_user_account")
        ),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_paper_file")),
        sa.UniqueConstraint("case_id", name=op.f("uq_paper_file_case_id")),
    )
    op.add_column(
        "person_name_token", sa.Column("kind", sa.String(length=10), nullable=False, server_default="word")
    )
    # Nothing points to the access log, so SQLite may make this one anew.
    with op.batch_alter_table("access_log") as log:
        log.alter_column("case_id", existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM access_log WHERE case_id IS NULL")
    with op.batch_alter_table("access_log") as log:
        log.alter_column("case_id", existing_type=sa.Integer(), nullable=False)
    op.execute("DELETE FROM person_name_token WHERE kind <> 'word'")
    op.drop_column("person_name_token", "kind")
    op.drop_table("paper_file")
