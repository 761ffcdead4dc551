"""`python -m bot …`: a wrong setting stops the start with one line that names it."""

import json
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.commands import main
from bot.process import single_process
from storage.engine import make_engine
from storage.migrate import downgrade, head, upgrade
from tests.town import KEY

POLICY = """
[channels]
sales = ["C1"]
[approval]
users = ["U1"]
"""


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port on which somebody else listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield int(taken.getsockname()[1])


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, taken_port: int) -> Path:
    """An installation with every setting right, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "SECRET_KEY": KEY,
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_SIGNING_SECRET": "s",
        "FREEE_CLIENT_ID": "c",
        "FREEE_CLIENT_SECRET": "s",
        "FREEE_COMPANY_ID": "1",
        "PORT": str(taken_port),  # a start that got so far ends
    }.items():
        monkeypatch.setenv(name, value)
    for name in ("DATABASE_URL", "CONFIG_FILE", "SLACK_APP_TOKEN", "ACCOUNTING"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "config.toml").write_text(POLICY, encoding="utf-8")
    return tmp_path


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run a command that must end with status 2 and one line on stderr; return the line."""
    assert main(arguments) == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1, said
    return said[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", None),
        ("SECRET_KEY", "too short"),
        ("SLACK_BOT_TOKEN", None),
        ("PORT", "eighty"),
        ("SLACK_API_URL", "slack.com"),
        ("WORKER_TASKS", "0"),
        ("SETTLE_SECONDS", "10"),
        ("LOOKUP_SECONDS", "30,5"),
        ("DATABASE_URL", "what is this"),
        ("DATABASE_URL", "mysql://localhost/seikyu"),
        ("FREEE_COMPANY_ID", "見本商店"),
        ("FREEE_API_URL", "http://api.freee.co.jp"),
        ("ACCOUNTING", "sap"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, name: str, value: str | None
) -> None:
    if value is None:
        monkeypatch.delenv(name)
    else:
        monkeypatch.setenv(name, value)
    line = refused(capsys, "run")
    assert name in line
    assert KEY not in line


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (None, "config.toml"),
        ("[channels\n", "config.toml"),
        ("[chanels]\nsales = []", "chanels"),
        ("[channels]\nsales = 'C1'", "channels.sales"),
        ("[approval]\nstale_after_minutes = 0", "approval.stale_after_minutes"),
        ("[[approval.amounts]]\nfrom_yen = -1", "approval.amounts.0.from_yen"),
        ("[reading]\ntax_percent = 5", "reading.tax_percent"),
        ("[billing]\nrule = 'someday'", "billing.rule"),
        ("[billing]\nregistration_number = '7123456789012'", "billing.registration_number"),
        ("[billing]\nterms = { type = 'closing' }", "billing.terms"),
        ("[billing]\nterms = { type = 'later' }", "billing.terms"),
        ("[billing]\nnumbering = 'dice'", "billing.numbering"),
        ("[clock]\noverdue_post = '25:00'", "clock.overdue_post"),
        ("[[accounts]]\nitem = '('\naccount_item_id = '1'", "accounts.0.item"),
        ("[[accounts]]\nitem = 'x'", "accounts.0.account_item_id"),
        ("[[partners]]\nname = 'x'\nterms = { type = 'net' }", "partners.0.terms"),
        ("auto_repost = 5", "auto_repost"),
        ("language = 'fr'", "language"),
        (b"\xff\xfe not text", "config.toml"),
    ],
    ids=lambda value: None if isinstance(value, str) and "\n" not in value else "",
)
def test_a_wrong_policy_is_named_in_one_line(
    place: Path, capsys: pytest.CaptureFixture[str], text: str | bytes | None, named: str
) -> None:
    file = place / "config.toml"
    if text is None:
        file.unlink()
    else:
        file.write_bytes(text.encode() if isinstance(text, str) else text)
    assert named in refused(capsys, "run")


def test_a_port_that_cannot_be_used_is_named(place: Path, capsys: pytest.CaptureFixture[str], taken_port: int) -> None:
    line = refused(capsys, "run")
    assert "PORT" in line
    assert str(taken_port) in line


def test_the_example_policy_can_be_used_as_it_is(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    example = Path(__file__).parents[2] / "config.example.toml"
    (place / "config.toml").write_bytes(example.read_bytes())
    assert "PORT" in refused(capsys, "run")  # everything else was right


@pytest.mark.parametrize("command", ["web", "worker"])
def test_sqlite_is_for_one_process_and_says_what_to_use_instead(
    place: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    line = refused(capsys, command)
    assert "DATABASE_URL" in line
    assert "python -m bot run" in line


def test_a_second_process_on_one_sqlite_database_is_refused(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with single_process("sqlite:///var/seikyu.sqlite3"):
        assert "seikyu.sqlite3" in refused(capsys, "run")


def test_a_database_of_a_newer_program_is_refused(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate"]) == 0
    capsys.readouterr()
    with sqlite3.connect(place / "var/seikyu.sqlite3") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    assert "9999" in refused(capsys, "run")


def test_migrate_brings_any_database_to_this_revision(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate"]) == 0
    assert main(["migrate"]) == 0
    assert capsys.readouterr().out.count("データベースは最新です") == 2
    engine = make_engine("sqlite:///var/seikyu.sqlite3")
    downgrade(engine, "base")
    upgrade(engine)
    engine.dispose()
    with sqlite3.connect(place / "var/seikyu.sqlite3") as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(head(),)]
    connection.close()


def test_a_command_that_does_not_exist_is_told_with_those_that_do(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["fly"])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert all(command in said for command in ("demo", "run", "web", "worker", "migrate", "doctor", "read-orders"))


# --- read-orders


def lines(path: Path, *rows: object) -> str:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n", encoding="utf-8")
    return str(path)


REPORT = {
    "id": "m1",
    "posted_at": "2026-11-24T10:00:00",
    "text": "【受注報告】\n会社名：株式会社サンプル商事\n商品：保守\n数量：12\n単価：30,000円（税抜）\n担当：田中",
}


def test_read_orders_prints_each_message_with_its_orders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = lines(tmp_path / "past.jsonl", REPORT, {**REPORT, "id": "m2", "text": "おはようございます"})
    assert main(["read-orders", file]) == 0
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["id"], second) == ("m1", {"id": "m2", "orders": []})
    (order,) = first["orders"]
    assert (order["partner_name"], order["total"], order["owner"]) == ("株式会社サンプル商事", 396_000, "田中")
    assert order["confidence"]["total"] == "accepted"
    begin, end = order["evidence"]["partner_name"]
    assert REPORT["text"][begin:end] == "株式会社サンプル商事"


def test_read_orders_finds_partners_in_a_csv_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "partners.csv"
    table.write_text("\ufeffpartner_id,name,note\n17,㈱サンプル商事,x\n18,アクメ工業株式会社,\n", encoding="utf-8")
    assert main(["read-orders", lines(tmp_path / "past.jsonl", REPORT), "--partners", str(table)]) == 0
    assert json.loads(capsys.readouterr().out)["orders"][0]["partner_id"] == "17"


def test_read_orders_needs_no_settings_and_stores_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SECRET_KEY", raising=False)
    file = lines(tmp_path / "past.jsonl", REPORT)
    assert main(["read-orders", file]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["past.jsonl"]
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ('{"id": 1}', "bad.jsonl:1"),
        ('{"id": 1, "text": "x", "posted_at": "yesterday"}', "bad.jsonl:1"),
        ("not json", "bad.jsonl:1"),
    ],
)
def test_read_orders_names_a_line_it_cannot_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, named: str
) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text(content, encoding="utf-8")
    assert named in refused(capsys, "read-orders", str(file))


def test_read_orders_names_files_that_are_not_there_or_not_right(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "nowhere.jsonl" in refused(capsys, "read-orders", str(tmp_path / "nowhere.jsonl"))
    table = tmp_path / "partners.csv"
    table.write_text("名前\nx\n", encoding="utf-8")
    file = lines(tmp_path / "past.jsonl", REPORT)
    assert "partners.csv" in refused(capsys, "read-orders", file, "--partners", str(table))


# --- match-partners


PARTNERS = "partner_id,name\n17,株式会社サンプル商事\n18,アクメ工業株式会社\n19,株式会社アルファ\n20,アルファ株式会社\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_match_partners_decides_each_name_as_the_card_would(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], encoding: str
) -> None:
    table, names, aliases = tmp_path / "partners.csv", tmp_path / "names.txt", tmp_path / "aliases.csv"
    table.write_text(PARTNERS, encoding=encoding)
    names.write_text("㈱サンプル商事\r\nアクメさん\n\nアルファ\nまったく別の会社\nあくめ", encoding=encoding)
    aliases.write_text("partner_id,name\n18,あくめ\n", encoding=encoding)
    assert main(["match-partners", str(table), str(names), "--aliases", str(aliases)]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["name"], row["decision"], row["partner_id"]) for row in found] == [
        ("㈱サンプル商事", "exact", "17"),
        ("アクメさん", "ask", None),
        ("アルファ", "ask", None),
        ("まったく別の会社", "none", None),
        ("あくめ", "alias", "18"),
    ]
    assert {candidate["partner_id"] for candidate in found[2]["candidates"]} == {"19", "20"}
    assert found[1]["candidates"][0].keys() == {"partner_id", "name", "score"}


def test_match_partners_names_a_file_that_is_not_right(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table, names = tmp_path / "partners.csv", tmp_path / "names.txt"
    table.write_text("名前\nx\n", encoding="utf-8")
    names.write_text("x", encoding="utf-8")
    assert "partners.csv" in refused(capsys, "match-partners", str(table), str(names))
    table.write_text(PARTNERS, encoding="utf-8")
    names.write_bytes(b"\x81\xff\xff")
    assert "names.txt" in refused(capsys, "match-partners", str(table), str(names))


# --- import-orders


def test_import_orders_registers_each_good_row_once_and_names_the_bad_ones(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_TEAM_ID", "T1")
    assert main(["migrate"]) == 0
    file = place / "orders.csv"
    file.write_text("会社名,商品,単価,税区分\nA社,保守,1000,税抜\nB社,研修,いくらか,税抜\n", encoding="cp932")
    assert main(["import-orders", str(file), "--check"]) == 1
    assert "登録できる受注 1 件" in capsys.readouterr().out
    for told in ("新しい受注 1 件、登録済み 0 件", "新しい受注 0 件、登録済み 1 件"):
        assert main(["import-orders", str(file)]) == 1
        said = capsys.readouterr().out
        assert told in said
        assert "3行目: 単価「いくらか」が読めません" in said
    file.write_text("名前,電話\n", encoding="utf-8")
    assert "受注の一覧ではありません" in refused(capsys, "import-orders", str(file))
