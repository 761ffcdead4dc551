"""Bank files: 全銀 records and banks' CSVs, each line once however often the file comes."""

from datetime import date

import pytest

from domain.bank_file import BankFileError, read_bank_file

TODAY = date(2026, 11, 30)


def zengin_03(*rows: tuple[str, str, int, str], year: str = "08", lines: str = "\r\n", fix: bool = True) -> bytes:
    """Rows of (MMDD, side, amount, payer)."""
    head = f"103{'0'}{year}1130{year}1101{year}11300001ﾐﾎﾝ            001ﾎﾝﾃﾝ           0001" + "0001234567"
    records = [head.encode("cp932") + "ｶ)ﾚｲ".encode("cp932").ljust(40) + b"1" + b"1" + b"0" * 14]
    for day, side, amount, payer in rows:
        record = f"2{'0' * 8}{year}{day}{year}{day}{side}11{amount:012d}{0:012d}{'0' * 12}0{'0' * 7}000{'0' * 10}"
        text = payer.encode("cp932").ljust(48) + b" " * 30 + "ﾌﾘｺﾐ".encode("cp932").ljust(20) + b" " * 21
        records.append(record.encode() + text)
    came = [amount for _, side, amount, _ in rows if side == "1"]
    went = [amount for _, side, amount, _ in rows if side == "2"]
    shown = sum(came) + (0 if fix else 1)
    tail = f"8{len(came):06d}{shown:013d}{len(went):06d}{sum(went):013d}1{0:014d}{len(rows):07d}"
    records += [tail.encode(), f"9{len(rows):010d}00001".encode()]
    return lines.encode().join(record.ljust(200) for record in records)


def test_zengin_records_are_read_with_or_without_line_ends() -> None:
    rows = (("1124", "1", 110_000, "ｶ)ﾚｲｼﾖｳｼﾞ"), ("1125", "2", 5_000, "ﾃﾞﾝｷﾀﾞｲ"), ("1126", "1", 22_000, "ﾔﾏﾀﾞ ﾀﾛｳ"))
    for lines in ("\r\n", "\n", ""):
        read = read_bank_file(zengin_03(*rows, lines=lines), today=TODAY)
        assert [(line.day, line.amount, line.payer) for line in read.lines] == [
            (date(2026, 11, 24), 110_000, "ｶ)ﾚｲｼﾖｳｼﾞ"),
            (date(2026, 11, 26), 22_000, "ﾔﾏﾀﾞ ﾀﾛｳ"),
        ]
        assert (read.form, read.paid_out, read.total) == ("全銀", 1, 132_000)
        assert read.lines[0].account == "0001-001-1-1234567"


def zengin_01(*rows: tuple[str, int, str, str]) -> bytes:
    """Notices of transfers (振込入金通知). Rows of (MMDD, amount, payer, mark of cancellation)."""
    head = f"101008113008110108113000010{'ﾐﾎﾝ':<14}001{'ﾎﾝﾃﾝ':<15}10001234".encode("cp932")
    records = [head + "ｶ)ﾚｲ".encode("cp932")]
    for day, amount, payer, mark in rows:
        start = f"200000108{day}08{day}{amount:010d}{0:010d}{0:010d}".encode()
        records.append(start + payer.encode("cp932").ljust(48) + b" " * 30 + mark.encode())
    kept = [amount for _, amount, _, mark in rows if mark != "1"]
    gone = [amount for _, amount, _, mark in rows if mark == "1"]
    records += [f"8{len(kept):06d}{sum(kept):012d}{len(gone):06d}{sum(gone):012d}".encode(), b"9"]
    return b"\r\n".join(record.ljust(200) for record in records)


def test_notices_of_transfers_are_read_and_a_cancelled_one_is_told() -> None:
    content = zengin_01(("1124", 110_000, "ｶ)ﾚｲｼﾖｳｼﾞ", " "), ("1125", 22_000, "ﾔﾏﾀﾞ ﾀﾛｳ", "1"))
    read = read_bank_file(content, today=TODAY)
    assert [(line.day, line.amount, line.payer) for line in read.lines] == [(date(2026, 11, 24), 110_000, "ｶ)ﾚｲｼﾖｳｼﾞ")]
    assert read.lines[0].account == "0001-001-1-1234"
    assert [(one.row, one.why) for one in read.unread] == [(3, "取消・訂正の明細です（¥22,000 ﾔﾏﾀﾞ ﾀﾛｳ）")]


@pytest.mark.parametrize("year", ["08", "26"])
def test_a_two_digit_year_is_reiwa_or_the_century_whichever_is_near(year: str) -> None:
    read = read_bank_file(zengin_03(("1124", "1", 1, "A"), year=year), today=TODAY)
    assert read.lines[0].day == date(2026, 11, 24)


def test_a_file_that_does_not_add_up_is_refused_as_a_whole() -> None:
    with pytest.raises(BankFileError, match="合計と合いません"):
        read_bank_file(zengin_03(("1124", "1", 110_000, "ｶ)ﾚｲ"), fix=False), today=TODAY)
    whole = zengin_03(("1124", "1", 110_000, "ｶ)ﾚｲ"), lines="")
    with pytest.raises(BankFileError, match="途中で切れて"):
        read_bank_file(whole[:400], today=TODAY)
    with pytest.raises(BankFileError, match="200バイト"):
        read_bank_file(whole[:450], today=TODAY)


ZENGIN_HEAD = "1,03,0,081130,081101,081130,0001,ﾐﾎﾝ,001,ﾎﾝﾃﾝ,000,1,0001234567,ｶ)ﾚｲ,1,1,0,"


def zengin_row(day: str = "081124", dealing: str = "11", amount: str = "000000110000") -> str:
    return f"2,00000000,{day},{day},1,{dealing},{amount},0,000000,000000,0,0000000,000,0,ｶ)ﾚｲｼﾖｳｼﾞ,,,ﾌﾘｺﾐ,,"


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (["5,1,2"], "2件目のデータ区分「5」は全銀形式にありません"),
        ([zengin_row(), "8,1,110000,0,0", zengin_row()], "4件目の前にヘッダー・レコードがありません"),
        ([zengin_row(), "8,1,110000,0,0", "8,0,0,0,0"], "トレーラ・レコードの前にヘッダー・レコードがありません"),
        ([zengin_row(amount="11O000"), "8,1,110000,0,0"], "2件目の金額「11O000」を読めません"),
        (["2,00000000,081124", "8,1,110000,0,0"], "2件目の金額「」を読めません"),
        ([zengin_row(), "8"], "明細が合計と合いません（入金 1件 ¥110,000 に対し、合計欄は 0件 ¥0）"),
    ],
    ids=["unknown record", "no header", "no header of the sum", "no figure", "a row that ends early", "no sums"],
)
def test_records_that_are_not_as_banks_write_them_make_the_file_useless_and_are_named(
    rows: list[str], why: str
) -> None:
    with pytest.raises(BankFileError) as refused:
        read_bank_file("\n".join([ZENGIN_HEAD, *rows, "9,4,1"]).encode("cp932"), today=TODAY)
    assert str(refused.value).startswith(why)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (zengin_row(dealing="19"), "取消・訂正の明細です（¥110,000 ｶ)ﾚｲｼﾖｳｼﾞ）"),
        (zengin_row(day="081324"), "日付「081324」を読めません（¥110,000 ｶ)ﾚｲｼﾖｳｼﾞ）"),
    ],
    ids=["a correction", "no such day"],
)
def test_a_record_that_is_no_plain_payment_is_told_and_its_money_not_counted(row: str, why: str) -> None:
    read = read_bank_file(f"{ZENGIN_HEAD}\n{row}\n8,1,110000,0,0\n9,4,1\n".encode("cp932"), today=TODAY)
    assert (read.lines, [one.why for one in read.unread]) == ((), [why])


def test_a_transfer_order_is_not_taken_for_money_that_came() -> None:
    with pytest.raises(BankFileError, match="依頼データ"):
        read_bank_file(b"1210" + b"0" * 116 + b"2" * 120, today=TODAY)


def test_two_equal_transfers_count_twice_and_a_repeated_file_counts_once() -> None:
    twice = read_bank_file(zengin_03(*[("1124", "1", 110_000, "ｶ)ﾚｲ")] * 2), today=TODAY)
    assert len({line.identity for line in twice.lines}) == 2
    again = read_bank_file(zengin_03(*[("1124", "1", 110_000, "ｶ)ﾚｲ")] * 2), today=date(2026, 12, 20))
    assert [line.identity for line in again.lines] == [line.identity for line in twice.lines]
    morning = read_bank_file(zengin_03(("1124", "1", 110_000, "ｶ)ﾚｲ")), today=TODAY)
    assert morning.lines[0].identity == twice.lines[0].identity
    more = read_bank_file(zengin_03(("1123", "1", 5, "ｱ"), *[("1124", "1", 110_000, "ｶ)ﾚｲ")] * 2), today=TODAY)
    assert {line.identity for line in twice.lines} < {line.identity for line in more.lines}


CSVS = {
    "two columns": '日付,摘要,摘要内容,支払い金額,預かり金額,差引残高\n2026/11/24,振込,ｶ)ﾚｲｼﾖｳｼﾞ,,"110,000",500000\n'
    '2026/11/25,口座振替,ﾃﾞﾝｷ,"5,000",,495000\n',
    "signed": "取引日,入出金(円),取引後残高(円),入出金内容\n20261124,110000,500000,ｶ)ﾚｲｼﾖｳｼﾞ\n"
    "20261125,-5000,495000,ﾃﾞﾝｷ\n",
    "split day": "操作日(年),操作日(月),操作日(日),摘要,お支払金額,お預り金額,残高\n"
    "2026,11,24,ｶ)ﾚｲｼﾖｳｼﾞ,,110000,500000\n2026,11,25,ﾃﾞﾝｷ,5000,,495000\n",
    "era and preface": "入出金明細\n照会口座,見本銀行 本店 普通 1234567\n\n"
    "お取引日,お引出し,お預入れ,お取り扱い内容,残高\n"
    "令和8年11月24日,,110000,振込 ｶ)ﾚｲｼﾖｳｼﾞ,500000\nR8.11.25,5000,,ﾃﾞﾝｷ,495000\n合計,5000,110000,,\n",
    "side": "取引日\t入払区分\t金額\t振込依頼人名\n2026-11-24\t入金\t110,000\tｶ)ﾚｲｼﾖｳｼﾞ\n2026-11-25\t出金\t5,000\tﾃﾞﾝｷ\n",
    "anser": '"勘定日","(起算日)","出金金額(円)","入金金額(円)","残高(円)","摘要"\n'
    '"2026年11月24日","","","110,000円","500,000","ｶ)ﾚｲｼﾖｳｼﾞ"\n"2026年11月25日","","5,000円","","495,000","ﾃﾞﾝｷ"\n',
}


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("name", CSVS)
def test_the_usual_bank_csvs(name: str, encoding: str) -> None:
    read = read_bank_file(CSVS[name].encode(encoding), today=TODAY)
    (line,) = read.lines
    assert (line.day, line.amount) == (date(2026, 11, 24), 110_000)
    assert line.payer.endswith("ｶ)ﾚｲｼﾖｳｼﾞ")
    assert (read.paid_out, read.unread) == (1, ())


def test_a_row_that_cannot_be_read_is_told_not_dropped() -> None:
    text = "日付,摘要,お引出し,お預入れ\n2026/11/24,ｶ)ﾚｲ,,11O000\n2026/13/24,ｶ)ﾚｲ,,110000\n2026/11/24,ｶ)ﾚｲ,,110000\n"
    read = read_bank_file(text.encode("cp932"), today=TODAY)
    assert [one.row for one in read.unread] == [2, 3]
    assert "金額" in read.unread[0].why
    assert "日付" in read.unread[1].why
    assert len(read.lines) == 1


def test_an_amount_torn_apart_by_its_own_comma_is_told_and_not_taken_for_a_smaller_one() -> None:
    text = "日付,摘要,お預入れ\n2026/11/24,ｶ)ﾚｲ,110,000\n2026/11/24,ｶ)ﾚｲ,110000,\n"
    read = read_bank_file(text.encode("cp932"), today=TODAY)
    assert [line.row for line in read.lines] == [3]
    assert [(one.row, one.why.startswith("列の数が見出しと違い")) for one in read.unread] == [(2, True)]


def test_empty_rows_between_the_lines_are_no_lines() -> None:
    text = "日付,摘要,お引出し,お預入れ\n2026/11/24,ｶ)ﾚｲ,,110000\n,,,\n\n2026/11/25,ｶ)ﾚｲ,,22000\n"
    read = read_bank_file(text.encode("cp932"), today=TODAY)
    assert ([line.row for line in read.lines], read.unread) == ([2, 5], ())


def test_accounts_without_a_name_are_told_apart_by_their_balance() -> None:
    text = "日付,摘要,お預入れ,残高\n2026/11/24,ｶ)ﾚｲ,110000,{}\n"
    first = read_bank_file(text.format(500_000).encode(), today=TODAY)
    second = read_bank_file(text.format(700_000).encode(), today=TODAY)
    assert first.lines[0].identity != second.lines[0].identity
    named = [read_bank_file(text.format(some).encode(), today=TODAY, account="A") for some in (1, 2)]
    assert named[0].lines[0].identity == named[1].lines[0].identity


def test_zengin_fields_as_csv() -> None:
    text = f"{ZENGIN_HEAD}\n{zengin_row()}\n8,1,110000,0,0,1,0,1,\n9,4,1,\n"
    read = read_bank_file(text.encode("cp932"), today=TODAY)
    fixed = read_bank_file(zengin_03(("1124", "1", 110_000, "ｶ)ﾚｲｼﾖｳｼﾞ")), today=TODAY)
    assert [line.identity for line in read.lines] == [line.identity for line in fixed.lines]


WHOLE = "日付,摘要,お預入れ\n"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "空"),
        (b" \r\n", "空"),
        (b"%PDF-1.4", "Excel や PDF"),
        (b"PK\x03\x04....", "Excel や PDF"),
        (b"\x81\x00\xff\xff", "文字コード"),
        ("名前,住所\n山田,東京\n".encode(), "最初の行: 名前、住所"),
        ("山田\n".encode(), "最初の行: 空"),
        ("年,月,摘要,お預入れ\n2026,11,ｶ)ﾚｲ,110000\n".encode(), "日付と入金額の列が見つかりません"),
        ("日付,摘要,残高\n2026/11/24,ｶ)ﾚｲ,110000\n".encode(), "日付と入金額の列が見つかりません"),
        (f'{WHOLE}2026/11/24,"ｶ)ﾚｲ,110000\n2026/11/25,ｶ)ﾚｲ,22000\n'.encode(), "閉じていない引用符"),
        (WHOLE.encode() + "2026/11/24,ｶ)ﾚｲ,1\n".encode() * 20_001, "20,000件"),
        (b"0" * 3_000_001, "3MB"),
    ],
    ids=[
        "empty",
        "blank",
        "PDF",
        "Excel",
        "no text",
        "names",
        "no table",
        "no day",
        "no money",
        "quote",
        "long",
        "big",
    ],
)
def test_what_is_no_bank_file_is_refused_with_a_reason(content: bytes, why: str) -> None:
    with pytest.raises(BankFileError) as refused:
        read_bank_file(content, today=TODAY)
    assert why in str(refused.value)
