"""The forecast of cash in words, as a picture and as the rows of a CSV: the same figures in each."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.blocks.parts import Block, context, day, fields, header, money
from bot.blocks.tables import raw, table
from bot.blocks.views import CashView
from bot.drawing import Bar, Chart, Picture
from bot.services import Message
from bot.texts import Texts
from domain.forecast import Error, Source, Week

TEN_THOUSAND = 10_000  # Japanese readers count in 万円
SOURCES = (Source.DUE, Source.PROMISE, Source.ORDER)


def forecast_message(texts: Texts, view: CashView, *, system: str, age: str) -> Message:
    """Return the answer to /forecast."""
    words = landing_words(texts, view)
    blocks: list[Block] = [
        header(texts("forecast.title", day=day(view.today))),
        fields(
            [
                (texts("forecast.received"), money(view.received)),
                (texts("forecast.rest"), money(view.rest)),
                (texts("forecast.landing"), money(view.landing)),
                (texts("forecast.due_month"), money(view.due_this_month)),
            ]
        ),
        _weeks(texts, view.weeks),
        context(*_remarks(texts, view), texts("unpaid.seen", system=system, age=age)),
    ]
    return Message(words, blocks)


def landing_words(texts: Texts, view: CashView) -> str:
    """Return this month in one sentence."""
    return texts("forecast.text", landing=money(view.landing), received=money(view.received), rest=money(view.rest))


def error_words(texts: Texts, error: Error | None) -> str:
    """Return how far last week's forecast was off."""
    if error is None:
        return texts("forecast.no_error")
    share = f"{error.share:+.0%}" if error.share is not None else "—"
    return texts("forecast.error", expected=money(error.expected), arrived=money(error.arrived), share=share)


def post_words(texts: Texts, view: CashView, *, system: str, age: str) -> str:
    """Return what stands above the weekly picture."""
    late = [bucket for bucket in view.aging if bucket.late]
    lines = [
        f"*{texts('forecast.title', day=day(view.today))}*",
        landing_words(texts, view),
        texts(
            "forecast.late",
            count=sum(bucket.count for bucket in late),
            total=money(sum(bucket.total for bucket in late)),
        ),
        *_remarks(texts, view),
        texts("unpaid.seen", system=system, age=age),
    ]
    return "\n".join(lines)


def forecast_picture(texts: Texts, view: CashView) -> Picture:
    """Return the weekly picture: how late the unpaid is, and what the next weeks bring."""
    divisor = TEN_THOUSAND if texts.language == "ja" else 1_000
    aging = Chart(
        texts("forecast.aging"),
        (texts("forecast.not_late"), texts("forecast.is_late")),
        tuple(
            Bar(texts(f"aging.{number}"), (0, bucket.total) if bucket.late else (bucket.total, 0))
            for number, bucket in enumerate(view.aging)
        ),
    )
    weeks = Chart(
        texts("forecast.weeks", count=len(view.weeks)),
        tuple(texts(f"forecast.source.{source}") for source in SOURCES),
        tuple(
            Bar(_short(week.start), tuple(week.amounts.get(source, 0) for source in SOURCES), week.nominal)
            for week in view.weeks
        ),
        texts("forecast.nominal"),
    )
    return Picture(
        title=texts("forecast.title", day=day(view.today)),
        charts=(aging, weeks),
        footer=error_words(texts, view.last_week),
        unit=texts("forecast.unit"),
        divisor=divisor,
    )


def alt_text(texts: Texts, view: CashView) -> str:
    """Return the picture's figures for somebody who does not see it."""
    aging = texts("forecast.and").join(
        f"{texts(f'aging.{number}')} {money(bucket.total)}" for number, bucket in enumerate(view.aging)
    )
    weeks = texts("forecast.and").join(f"{_short(week.start)} {money(week.total)}" for week in view.weeks)
    return texts("forecast.alt", aging=aging, weeks=weeks)[:1000]


def week_rows(texts: Texts, view: CashView) -> list[Sequence[object]]:
    """Return the weeks as rows of a CSV."""
    head = [
        texts("forecast.column.week"),
        *(texts(f"forecast.source.{source}") for source in SOURCES),
        texts("forecast.column.total"),
        texts("forecast.nominal"),
    ]
    rows: list[Sequence[object]] = [head]
    rows += [
        [week.start, *(week.amounts.get(source, 0) for source in SOURCES), week.total, week.nominal]
        for week in view.weeks
    ]
    return rows


def aging_rows(texts: Texts, view: CashView) -> list[Sequence[object]]:
    """Return the buckets of lateness as rows of a CSV."""
    head = [texts("forecast.aging"), texts("forecast.column.count"), texts("column.amount")]
    rows: list[Sequence[object]] = [head]
    rows += [[texts(f"aging.{number}"), bucket.count, bucket.total] for number, bucket in enumerate(view.aging)]
    return rows


def _remarks(texts: Texts, view: CashView) -> list[str]:
    found = [error_words(texts, view.last_week)]
    if view.disputed:
        found.append(texts("forecast.disputed", total=money(view.disputed)))
    return found


def _weeks(texts: Texts, weeks: Sequence[Week]) -> Block:
    head = [raw(texts(f"forecast.column.{name}")) for name in ("week", "total")]
    head += [raw(texts(f"forecast.source.{source}")) for source in SOURCES]
    rows = [
        [
            raw(f"{_short(week.start)}–{_short(week.start + timedelta(days=6))}"),
            raw(money(week.total)),
            *(raw(money(week.amounts.get(source, 0))) for source in SOURCES),
        ]
        for week in weeks
    ]
    return table([head, *rows], right=range(1, 5))


def _short(value: date) -> str:
    return f"{value.month}/{value.day}"
