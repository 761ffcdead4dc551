"""Only finished jobs in the index of their end

SQLite took that index to find the unfinished ones (`finished_at IS NULL`), and sorted all that waited for each it leased.

Revision: 0004, after 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

FINISHED = sa.text("finished_at IS NOT NULL")


def upgrade() -> None:
    op.drop_index("ix_job_finished_at", table_name="job")
    op.create_index("ix_job_finished_at", "job", ["finished_at"], sqlite_where=FINISHED, postgresql_where=FINISHED)


def downgrade() -> None:
    op.drop_index("ix_job_finished_at", table_name="job")
    op.create_index("ix_job_finished_at", "job", ["finished_at"])
