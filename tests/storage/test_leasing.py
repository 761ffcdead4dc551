"""Taking the next job costs the same however many wait."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from storage.engine import make_engine
from storage.repositories import jobs
from tests.postgres import fresh_store

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Engine]:
    """A file with 500 jobs waiting; without statistics, as a company's file is."""
    with fresh_store(tmp_path, "sqlite") as url:
        engine = make_engine(url)
        with Session(engine) as session, session.begin():
            wanted = [jobs.Wanted("card", str(number), {}, f"lane {number}") for number in range(500)]
            jobs.enqueue_each(session, wanted, now=NOW)
        yield engine
        engine.dispose()


def plan(engine: Engine) -> list[str]:
    """Return how SQLite means to carry out the statement that takes a job."""
    with engine.connect() as connection:
        words = str(jobs.TAKE_NEXT.compile(engine)).replace("?", "'1'")
        return [row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {words}")]


def test_the_next_job_is_the_first_of_an_index_and_nothing_is_sorted(sqlite: Engine) -> None:
    steps = plan(sqlite)
    assert any("ix_job_due" in step for step in steps), steps
    assert not any("TEMP B-TREE" in step for step in steps), steps


def test_control_with_an_index_over_all_ends_it_would_sort_everything_that_waits(sqlite: Engine) -> None:
    with sqlite.begin() as connection:
        connection.exec_driver_sql("DROP INDEX ix_job_finished_at")
        connection.exec_driver_sql("CREATE INDEX ix_job_finished_at ON job (finished_at)")
    assert any("TEMP B-TREE" in step for step in plan(sqlite))
