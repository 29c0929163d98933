"""Cases may change their category: earlier procedures, calls that outlive them, requests, and linked cases."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
OF_ITS_INSTANCE = ("user_task", "progress")


def upgrade() -> None:
    _make_instances()
    _make_requests()
    _make_links()
    op.add_column("cases", sa.Column("whereabouts", sa.String(length=20), nullable=True))
    op.add_column("cases", sa.Column("review_at", MOMENT, nullable=True))
    for table in OF_ITS_INSTANCE:
        # In words: both kinds of database take a key with its column, alembic would add it afterwards.
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN instance_id INTEGER "
            f"CONSTRAINT fk_{table}_instance_id_case_instance REFERENCES case_instance (id)"
        )


def downgrade() -> None:
    for table in OF_ITS_INSTANCE:
        op.drop_column(table, "instance_id")
    op.drop_column("cases", "review_at")
    op.drop_column("cases", "whereabouts")
    op.drop_table("case_link")
    op.drop_table("case_request")
    op.drop_table("case_instance")


def _make_instances() -> None:
    op.create_table(
        "case_instance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("definition_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("process_id", sa.String(length=80), nullable=False),
        sa.Column("call_id", sa.String(length=40), nullable=True),
        sa.Column("call_process", sa.String(length=80), nullable=True),
        sa.Column("call_element", sa.String(length=80), nullable=True),
        sa.Column("status", sa.String(length=30), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("next_due", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        _refers("case_instance", "case_id", "cases"),
        _refers("case_instance", "definition_id", "process_definition"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_instance")),
    )
    op.create_index(op.f("ix_case_instance_case_id"), "case_instance", ["case_id"])
    op.create_index(op.f("ix_case_instance_next_due"), "case_instance", ["next_due"])


def _make_requests() -> None:
    people = ("asked_by", "supervisor_id", "legal_id", "decided_by")
    op.create_table(
        "case_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("origin", sa.String(length=20), nullable=False),
        sa.Column("target", sa.String(length=20), nullable=False),
        sa.Column("basis", sa.String(length=40), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in people),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        _refers("case_request", "case_id", "cases"),
        _refers("case_request", "act_id", "progress"),
        *(_refers("case_request", name, "user_account") for name in people),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_request")),
    )
    op.create_index(op.f("ix_case_request_case_id"), "case_request", ["case_id"])
    op.create_index("ix_case_request_waiting", "case_request", ["state", "due_at"])


def _make_links() -> None:
    op.create_table(
        "case_link",
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        _refers("case_link", "from_id", "cases"),
        _refers("case_link", "to_id", "cases"),
        sa.PrimaryKeyConstraint("from_id", "to_id", name=op.f("pk_case_link")),
    )
    op.create_index(op.f("ix_case_link_to_id"), "case_link", ["to_id"])


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))
