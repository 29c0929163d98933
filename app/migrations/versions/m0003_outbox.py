"""Jobs, notices and letters; a step knows when somebody has to be told of it next."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
LEASED = sa.text("state = 'leased'")


def upgrade() -> None:
    _jobs()
    _letters()
    _notices()
    op.add_column("user_task", sa.Column("next_notice_at", MOMENT, nullable=True))
    op.add_column("user_task", sa.Column("escalations", sa.String(), nullable=False, server_default=""))
    op.add_column("user_task", sa.Column("rungs_told", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("user_task", sa.Column("told_unit", sa.String(20), nullable=True))
    # Steps that are open now are in their units' inboxes already; only their clocks are new.
    op.execute(
        "UPDATE user_task SET next_notice_at = opened_at, told_unit = unit "
        "WHERE state IN ('ready', 'claimed') AND due_at IS NOT NULL"
    )
    op.create_index("ix_user_task_next_notice_at", "user_task", ["next_notice_at"])


def _jobs() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("args", sa.String(), nullable=False),
        sa.Column("key", sa.String(80), nullable=True),
        sa.Column("dedup", sa.String(120), nullable=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("wanted_at", MOMENT, nullable=False),
        sa.Column("run_at", MOMENT, nullable=False),
        sa.Column("lease", sa.String(32), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("deaths", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(200), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_job"),
        sa.UniqueConstraint("dedup", name="uq_job_dedup"),
    )
    op.create_index("ix_job_due", "job", ["state", "run_at"])
    op.create_index(
        "ix_job_one_of_a_key", "job", ["key"], unique=True, sqlite_where=LEASED, postgresql_where=LEASED
    )


def _letters() -> None:
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("send_at", MOMENT, nullable=False),
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("sealed_at", MOMENT, nullable=True),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_letter_user_id_user_account"),
        sa.PrimaryKeyConstraint("id", name="pk_letter"),
        sa.UniqueConstraint("user_id", "send_at", name="uq_letter_user_id_send_at"),
        sa.UniqueConstraint("key", name="uq_letter_key"),
    )
    op.create_table(
        "notice_settings",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("mail", sa.String(10), nullable=False),
        sa.Column("daily_at", sa.String(5), nullable=False),
        sa.Column("quiet_from", sa.String(5), nullable=True),
        sa.Column("quiet_until", sa.String(5), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name="fk_notice_settings_user_id_user_account"
        ),
        sa.PrimaryKeyConstraint("user_id", name="pk_notice_settings"),
    )


def _notices() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("mark", sa.String(20), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_notice_user_id_user_account"),
        sa.ForeignKeyConstraint(["task_id"], ["user_task.id"], name="fk_notice_task_id_user_task"),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name="fk_notice_letter_id_letter"),
        sa.PrimaryKeyConstraint("id", name="pk_notice"),
        sa.UniqueConstraint("task_id", "user_id", "kind", "mark", name="uq_notice_task_id_user_id_kind_mark"),
    )
    op.create_index("ix_notice_of_a_person", "notice", ["user_id", "read_at"])
    op.create_index("ix_notice_letter_id", "notice", ["letter_id"])


def downgrade() -> None:
    op.drop_index("ix_user_task_next_notice_at", "user_task")
    for column in ("told_unit", "rungs_told", "escalations", "next_notice_at"):
        op.drop_column("user_task", column)
    for table in ("notice", "notice_settings", "letter", "job"):
        op.drop_table(table)
