"""Reading: what a message costs, whether what is written is read back, and whether any text stalls or breaks it."""

import random
import statistics
import time
import unicodedata
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from typing import Any

from domain.reading import read_orders
from tests.bench.registry import Options, Row, at_least, at_most, benchmark
from tests.domain.reading.corpora import development_messages
from tests.reading_corpus.generators import reports

P95_MS, PER_SECOND, SLOWEST_SECONDS = 3, 500, 0.5
ROUND_TRIPS, FUZZED, LENGTH = 1_000_000, 100_000, 40_000
VALUES = 3  # an amount, a date and terms in each generated report
CHUNK = 2_000
POSTED = datetime(2026, 5, 12, 1, 0, tzinfo=UTC)
SCRIPTS = (
    (0x20, 0x7F), (0x3040, 0x30FF), (0x4E00, 0x9FFF), (0xFF00, 0xFFEF), (0x0590, 0x06FF), (0x200B, 0x2064),
    (0x1F300, 0x1FAFF), (0x2460, 0x24FF), (0x0300, 0x036F), (0x0, 0x10FFFF),
)  # fmt: skip
SCRAPS = (
    "受注しました", "株式会社", "様", "会社名：", "金額：", "単価", "@", "×", "=", "合計", "（税抜）", "円", "万", "億",
    "1,200,000", "１２０万",
    "①", "10%OFF", "月末締め翌月末払い", "2026/5/12", "来月末", "令和8年",
    "&gt;", "```", "<@U0ABC123>", "<https://a.example|x>",
    "~", "*", "|", "\t", "\n", "-----", "担当：", "NET30", "▲", "髙", "\u200b", "\u202e", "🎉", "PO received from ",
)  # fmt: skip


@benchmark("reading")
def reading(_: Options) -> list[Row]:
    """The development messages over and over, one core, processor time."""
    messages = [(case["text"], datetime.fromisoformat(case["posted_at"])) for case in development_messages()]
    for text, posted in messages:  # the first ones compile the patterns, once in a process
        read_orders(text, posted)
    taken, folding = [], []
    for _round in range(3):
        for text, posted in messages:
            began = time.process_time()
            read_orders(text, posted)
            taken.append(time.process_time() - began)
            began = time.process_time()
            unicodedata.normalize("NFKC", text)
            folding.append(time.process_time() - began)
    p95 = statistics.quantiles(taken, n=20)[-1] * 1000
    return [
        at_most(
            f"reading a message, p95 of {len(taken):,}", p95, P95_MS, "ms",
            control=statistics.quantiles(folding, n=20)[-1] * 1000, control_name="NFKC alone",
        ),
        at_least(
            "messages read a second on one core", len(taken) / sum(taken), PER_SECOND, "/s",
            control=len(folding) / sum(folding), control_name="NFKC alone",
        ),
    ]  # fmt: skip


@benchmark("round-trips")
def round_trips(options: Options) -> list[Row]:
    """Amounts, dates and terms in all spellings of the corpus' generator, written into reports and read back."""
    count = (ROUND_TRIPS if options.full else ROUND_TRIPS // 50) // VALUES + 1
    chunks = [(seed, min(CHUNK, count - seed * CHUNK)) for seed in range(-(-count // CHUNK))]
    total: Counter[str] = Counter()
    with ProcessPoolExecutor() as pool:
        for found in pool.map(_read_back, chunks):
            total.update(found)
    name = f"of {count * VALUES:,} amounts, dates and terms read back"
    silent = total["values"] - total["right"] - total["asked"] - total["wrong"]
    return [
        at_most(f"wrong {name}", total["wrong"], 0, "", control=total["values"], control_name="values written"),
        Row(f"asked {name}", total["asked"], ""),
        Row(f"left out {name}", silent, ""),
    ]


def _read_back(chunk: tuple[int, int]) -> Counter[str]:
    total: Counter[str] = Counter()
    for message, expected in reports(*chunk):
        orders = read_orders(message["text"], datetime.fromisoformat(message["posted_at"])).orders
        given = orders[0].as_json() if len(orders) == 1 else {}
        marks = given.get("confidence", {})
        for field in ("order_date", "payment_terms", "amount"):
            total.update(_verdict(field, expected, given, marks))
    return total


def _verdict(field: str, expected: dict[str, Any], given: dict[str, Any], marks: dict[str, str]) -> Counter[str]:
    if field == "amount":
        wanted = [line["amount"] for line in expected["items"]]
        got: Any = [line["amount"] for line in given.get("items", [])] or None
        asked = any(mark.startswith("items") and how == "ask" for mark, how in marks.items())
    elif field == "payment_terms":
        wanted = (expected["payment_terms"], expected["payment_due_date"])
        got = (given.get("payment_terms"), given.get("payment_due_date")) if given else None
        asked = "ask" in (marks.get("payment_terms"), marks.get("payment_due_date"))
    else:
        wanted, got, asked = expected[field], given.get(field), marks.get(field) == "ask"
    verdict = "asked" if asked else "right" if got == wanted else "wrong" if got is not None else "silent"
    return Counter({"values": 1, verdict: 1})


@benchmark("fuzz")
def fuzz(options: Options) -> list[Row]:
    """Arbitrary text, up to 40,000 characters: nothing may raise, nothing may take long."""
    count = FUZZED if options.full else FUZZED // 50
    chunks = [(seed, min(CHUNK // 4, count - seed * (CHUNK // 4))) for seed in range(-(-count // (CHUNK // 4)))]
    with ProcessPoolExecutor() as pool:
        slowest = list(pool.map(_slowest, chunks))
    return [
        at_most(
            f"slowest of {count:,} fuzzed messages", max(top for top, _ in slowest), SLOWEST_SECONDS, "s",
            control=statistics.median(middle for _, middle in slowest), control_name="the middle one",
        )
    ]  # fmt: skip


def _slowest(chunk: tuple[int, int]) -> tuple[float, float]:
    rng = random.Random(chunk[0])
    taken = []
    for _ in range(chunk[1]):
        text = fuzzed(rng)
        began = time.process_time()
        read_orders(text, POSTED)
        taken.append(time.process_time() - began)
    return max(taken), statistics.median(taken)


def fuzzed(rng: random.Random) -> str:
    """Scraps of reports, letters of all scripts and long runs of one of them, mixed."""
    length = min(LENGTH, int(rng.paretovariate(0.7) * 40))
    kind = rng.randrange(4)
    if kind == 0:
        unit = rng.choice(SCRAPS) + rng.choice(("", " ", "\n", rng.choice(SCRAPS)))
        return (unit * (length // len(unit) + 1))[:length]
    parts: list[str] = []
    size = 0
    while size < length:
        low, high = rng.choice(SCRIPTS)
        scrap = rng.choice(SCRAPS) if kind < 3 and rng.random() < 0.8 else _letters(rng, low, high)
        parts.append(scrap)
        size += len(scrap)
    return "".join(parts)[:length]


def _letters(rng: random.Random, low: int, high: int) -> str:
    codes = (rng.randint(low, high) for _ in range(rng.randint(1, 12)))
    return "".join(chr(code) for code in codes if not 0xD800 <= code <= 0xDFFF)
