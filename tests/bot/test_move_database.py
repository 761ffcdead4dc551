"""move-database: everything is on PostgreSQL as it was on SQLite, the source is untouched, and work goes on there."""

import hashlib
import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from bot.blocks import ids
from bot.move_database import MoveError, move_database
from storage import migrate
from storage.engine import make_engine
from storage.models import metadata
from tests.postgres import fresh_store, server
from tests.town import KEY, ORDER, town


@pytest.fixture
def target() -> Iterator[str]:
    with server().database(migrated=False) as url:
        yield url


async def lived_in(folder: Path) -> str:
    """Return the URL of a SQLite database in which an order became an invoice."""
    url = f"sqlite:///{folder / 'lived.sqlite3'}"
    engine = make_engine(url)
    migrate.upgrade(engine)
    engine.dispose()
    async with town(folder, database_url=url, past=True) as t:
        ts = await t.post(ORDER)
        await t.press(t.suzuki, ts, ids.APPROVE)
        await t.later(2)
        await t.post(ORDER + "\n備考：😀 ﾊﾝｶｸ 髙﨑")
    return url


def digest(url: str) -> str:
    return hashlib.sha256(Path(url.removeprefix("sqlite:///")).read_bytes()).hexdigest()


@pytest.mark.slow
async def test_every_row_is_there_the_source_is_untouched_and_work_goes_on(tmp_path: Path, target: str) -> None:
    source = await lived_in(tmp_path / "old")
    before = digest(source)
    counts = move_database(source, target, progress=io.StringIO())
    assert digest(source) == before
    assert counts["deal"] == 2
    assert counts["evidence"] > 4
    engine = make_engine(target)
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            found = connection.execute(select(func.count()).select_from(table)).scalar_one()
            assert found == counts.get(table.name, 0), table.name
    engine.dispose()
    async with town(tmp_path, database_url=target, past=True) as t:
        t.clock.advance(86_400)
        ts = await t.post(ORDER.replace("数量：12", "数量：7"))
        await t.press(t.suzuki, ts, ids.APPROVE)
        await t.later(2)
        assert len(t.invoices()) == 1
        assert len(await t.deals()) == 3


@pytest.mark.slow
async def test_a_target_that_is_not_empty_is_refused(tmp_path: Path) -> None:
    source = await lived_in(tmp_path / "old")
    with fresh_store(tmp_path, "postgresql") as target:
        move_database(source, target, progress=io.StringIO())
        with pytest.raises(MoveError, match="空ではありません"):
            move_database(source, target, progress=io.StringIO())


async def test_a_target_with_tables_of_somebody_else_is_refused(tmp_path: Path, target: str) -> None:
    engine = make_engine(target)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE theirs (n integer)"))
    engine.dispose()
    with fresh_store(tmp_path, "sqlite") as source, pytest.raises(MoveError, match="theirs"):
        move_database(source, target, progress=io.StringIO())


async def test_a_copy_that_differs_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = await lived_in(tmp_path / "old")
    with fresh_store(tmp_path, "postgresql") as target:
        engine = make_engine(target)
        with engine.begin() as connection:  # a server that changes what it is given
            connection.execute(
                text(
                    "CREATE FUNCTION wrong() RETURNS trigger LANGUAGE plpgsql AS "
                    "$$ BEGIN NEW.total = NEW.total + 1; RETURN NEW; END $$"
                )
            )
            connection.execute(text("CREATE TRIGGER wrong BEFORE INSERT ON deal FOR EACH ROW EXECUTE FUNCTION wrong()"))
        with pytest.raises(MoveError, match="deal"):
            move_database(source, target, progress=io.StringIO())
        with engine.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM order_report")).scalar_one() == 0
        engine.dispose()


def test_the_wrong_way_round_and_a_missing_source_are_refused(tmp_path: Path, target: str) -> None:
    with pytest.raises(MoveError):
        move_database(target, f"sqlite:///{tmp_path / 'x.sqlite3'}", progress=io.StringIO())
    with pytest.raises(MoveError, match="ありません"):
        move_database(f"sqlite:///{tmp_path / 'none.sqlite3'}", target, progress=io.StringIO())


def test_a_source_of_another_revision_is_refused(tmp_path: Path, target: str) -> None:
    with fresh_store(tmp_path, "sqlite") as source:
        engine = make_engine(source)
        with engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = 'later'"))
        engine.dispose()
        with pytest.raises(migrate.WrongRevisionError):
            move_database(source, target, progress=io.StringIO())


def run_command(source: str, target: str) -> "subprocess.CompletedProcess[str]":
    environment = {"DATABASE_URL": source, "SECRET_KEY": KEY, "SLACK_BOT_TOKEN": "xoxb-1", "PATH": ""}
    command = [sys.executable, "-m", "bot", "move-database", "--to", target]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.slow
async def test_the_command_says_what_to_do_next(tmp_path: Path, target: str) -> None:
    source = await lived_in(tmp_path / "old")
    done = run_command(source, target)
    assert done.returncode == 0, done.stderr
    assert "受注 2 件" in done.stdout
    assert "DATABASE_URL" in done.stdout
    again = run_command(source, target)
    assert again.returncode == 2
    assert again.stderr.count("\n") == 1
