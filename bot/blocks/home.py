"""App Home: for sales, their own deals and what waits for them; for accountants, the whole office."""

from collections.abc import Sequence

from bot.blocks import ids
from bot.blocks.home_view import Failure, HomeView, Mine, Office, WaitingDeal
from bot.blocks.parts import (
    Block,
    actions,
    button,
    confirm,
    context,
    cut,
    day,
    divider,
    fields,
    header,
    money,
    person,
    said,
    section,
)
from bot.blocks.reminder import late_line
from bot.texts import Texts
from domain.deal import DealStatus

STATUSES = (DealStatus.PROPOSED, DealStatus.CONFIRMED, DealStatus.INVOICED, DealStatus.AWAITING_PAYMENT)


def home_view(texts: Texts, view: HomeView) -> Block:
    """Return the home tab."""
    blocks = [*_office(texts, view, view.office), *_mine(texts, view, view.mine, alone=view.office is None)]
    blocks += [divider(), context(texts("home.help"))]
    return {"type": "home", "blocks": blocks[:100]}


def _mine(texts: Texts, view: HomeView, mine: Mine, *, alone: bool) -> list[Block]:
    nothing = not any(count for count, _ in mine.by_status.values()) and not mine.paid[0]
    if not alone and nothing:
        return []
    pairs = [
        (texts(f"status.{status}"), _sum(texts, mine.by_status[status]))
        for status in STATUSES
        if status in mine.by_status
    ]
    pairs.append((texts("home.paid"), _sum(texts, mine.paid)))
    blocks: list[Block] = [header(texts("home.mine"))] if alone else [divider(), header(texts("home.mine"))]
    blocks.append(section(texts("home.mine_none")) if nothing else fields(pairs))
    if alone:
        blocks += [actions([_new(texts)]), _freshness(texts, view)]
    blocks.append(section(texts("home.todo")))
    if not mine.waiting and not mine.late:
        blocks.append(context(texts("home.todo_none")))
    blocks += [section("\n".join(_deal(texts, deal, reporter=False) for deal in mine.waiting))] if mine.waiting else []
    if alone:  # the office's list has them, too
        blocks += [late_line(texts, row, today=view.today) for row in mine.late]
        blocks += _more(texts, mine.late_sum[0] - len(mine.late))
    return blocks


def _office(texts: Texts, view: HomeView, office: Office | None) -> list[Block]:
    if office is None:
        return []
    check = button(texts("button.check_payments"), f"{ids.CHECK_PAYMENTS}:home", value={})
    csv = button(texts("button.csv"), ids.UNPAID_CSV, value={"t": ""})
    sums = [
        (texts("home.waiting"), texts("home.count", count=office.waiting_count)),
        (texts("home.unpaid"), _sum(texts, office.unpaid)),
        (texts("home.overdue"), _sum(texts, office.overdue)),
    ]
    blocks: list[Block] = [
        header(texts("home.title")),
        fields(sums),
        actions([_new(texts), check, csv]),
        _freshness(texts, view),
    ]
    blocks += _failures(texts, office.failures)
    if office.waiting:
        rows = [_deal(texts, deal, reporter=True) for deal in office.waiting]
        blocks += [divider(), section("\n".join([texts("home.waiting_list"), *rows]))]
        blocks += _more(texts, office.waiting_count - len(office.waiting), "home.more")
    if office.unpaid[0]:
        ages = [
            (texts(f"aging.{number}"), _sum(texts, (bucket.count, bucket.total)))
            for number, bucket in enumerate(office.aging)
        ]
        blocks += [divider(), section(texts("home.aging")), fields(ages)]
    if office.late:
        blocks.append(section(texts("home.overdue_list")))
        blocks += [late_line(texts, row, today=view.today, remind=True) for row in office.late]
        blocks += _more(texts, office.overdue[0] - len(office.late))
    return [*blocks, divider(), *_switches(texts, office.switches)]


def _failures(texts: Texts, failures: Sequence[Failure]) -> list[Block]:
    if not failures:
        return []
    blocks: list[Block] = [divider(), section(texts("home.failures"))]
    for failure in failures:
        work = f"alert.work.{failure.work}"
        name = texts(work if texts.has(work) else "alert.work.other")
        words = texts("home.failure", work=name, words=said(failure.words, 200), day=day(failure.since))
        again = (
            button(texts("button.rerun"), ids.RERUN, value={"j": failure.job_id})
            if failure.job_id is not None
            else None
        )
        blocks.append(section(words, accessory=again))
    return blocks


def _switches(texts: Texts, switches: dict[str, bool]) -> list[Block]:
    blocks: list[Block] = [section(texts("home.switches"))]
    for name, on in switches.items():
        label = texts(f"switch.{name}")
        sure = confirm(
            texts("switch.stop" if on else "switch.start"),
            texts(f"switch.{name}.{'stops' if on else 'starts'}"),
            texts("switch.yes"),
            texts("switch.no"),
        )
        press = button(
            texts("switch.stop" if on else "switch.start"),
            f"{ids.SWITCH}:{name}",
            value={"s": name, "on": not on},
            confirm=sure,
            style=None if on else "primary",
        )
        blocks.append(section(texts("switch.on" if on else "switch.off", label=label), accessory=press))
    return blocks


def _deal(texts: Texts, deal: WaitingDeal, *, reporter: bool) -> str:
    words = texts(
        "home.deal",
        partner=said(deal.partner, 60) or texts("home.partner_unknown"),
        total=money(deal.total),
        day=f"{deal.posted_on:%m/%d}",
        where=f"<#{deal.channel}>",
    )
    if reporter:
        words = f"{words}　{person(deal.reporter)}"
    if not deal.asks:
        return words
    names = (texts(f"field.{name}") if texts.has(f"field.{name}") else name for name in deal.asks)
    return f"{words}　{texts('home.asks', fields=cut('、'.join(names), 60))}"


def _more(texts: Texts, count: int, key: str = "overdue.more") -> list[Block]:
    return [context(texts(key, count=count))] if count > 0 else []


def _freshness(texts: Texts, view: HomeView) -> Block:
    seen = texts("unpaid.seen", system=view.system, age=view.age)
    return context(f":warning: {seen}" if view.stale else seen)


def _sum(texts: Texts, pair: tuple[int, int]) -> str:
    count, total = pair
    return texts("home.sum", count=count, total=money(total))


def _new(texts: Texts) -> Block:
    return button(texts("home.new"), ids.HOME_NEW, style="primary")
