"""Invoices as freee請求書 numbers, totals, lists, cancels and (never) deletes them."""

import functools
from collections.abc import Callable, Sequence
from datetime import date
from time import process_time
from typing import Any

from sandbox.freee import FreeeSettings
from sandbox.freee.invoices import FIRST_ID, InvoiceBook
from sandbox.freee.records import Invoice
from sandbox.freee.shelf import Shelf
from tests.sandbox.freee.harness import item, playing


async def test_numbers_run_in_sequence_and_an_id_is_readable_at_once() -> None:
    async with playing() as freee:
        first, second = await freee.create(), await freee.create()
        assert [first["invoice_number"], second["invoice_number"]] == ["INV-0000000001", "INV-0000000002"]
        shown = (await freee.get(f"/iv/invoices/{first['id']}")).json()["invoice"]
        assert shown["total_amount"] == 110_000
        assert (shown["deal_status"], shown["deal_id"]) == ("unregistered", None)
        assert (shown["sending_status"], shown["payment_status"], shown["cancel_status"]) == (
            "unsent",
            "unsettled",
            "uncanceled",
        )


async def test_a_number_is_refused_with_automatic_numbering_and_demanded_with_manual() -> None:
    async with playing() as freee:
        answer = await freee.http.post("/iv/invoices", json=freee.bill(invoice_number="A-1"))
        assert answer.status_code == 400
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["errors"][0]["type"] == "validation"
    async with playing(numbering="manual") as freee:
        assert (await freee.http.post("/iv/invoices", json=freee.bill())).status_code == 400
        assert (await freee.create(invoice_number="A-1"))["invoice_number"] == "A-1"


async def test_the_same_number_and_the_same_request_twice_make_two_invoices() -> None:
    async with playing(numbering="manual") as freee:
        ids = {(await freee.create(invoice_number="A-1"))["id"] for _ in range(2)}
        assert {row["id"] for row in await freee.listed(invoice_number="A-1")} == ids
        assert len(ids) == 2


async def test_tax_is_computed_once_per_rate_on_the_sum() -> None:
    lines = [item("a", 1, "105"), item("b", 1, "105"), item("c", 1, "105")]
    food = [item("米", 1, "333", 8, reduced_tax_rate=True)] * 3
    async with playing() as freee:
        made = await freee.create(lines=lines + food + [item("x", 1, "50", 0), item("旧", 1, "100", 8)])
        assert (made["amount_excluding_tax_10"], made["amount_tax_10"]) == (315, 31)
        assert (made["amount_excluding_tax_8_reduced"], made["amount_tax_8_reduced"]) == (999, 79)
        assert (made["amount_excluding_tax_8"], made["amount_tax_8"]) == (100, 8)
        assert (made["amount_including_tax_0"], made["amount_tax_0"]) == (50, 0)
        assert (made["amount_excluding_tax"], made["amount_tax"], made["total_amount"]) == (1464, 118, 1582)
        inside = await freee.create(lines=lines, tax_entry_method="in", tax_fraction="round_up")
        assert (inside["amount_including_tax_10"], inside["amount_tax_10"]) == (315, 29)
        assert inside["amount_tax_8"] is None


async def test_withholding_is_taken_off_what_the_customer_transfers() -> None:
    async with playing() as freee:
        made = await freee.create(lines=[item("原稿料", 1, "100000", withholding=True)])
        assert (made["amount_withholding_tax"], made["total_amount"]) == (10_210, 99_790)
        gross = await freee.create(
            lines=[item("原稿料", 1, "100000", withholding=True)], withholding_tax_entry_method="in"
        )
        assert gross["amount_withholding_tax"] == 11_231


async def test_price_times_quantity_is_rounded_as_asked() -> None:
    async with playing() as freee:
        for fraction, net in ((None, 333), ("omit", 333), ("round_up", 334), ("round", 333)):
            made = await freee.create(lines=[item("時間", 0.333, "1000.5")], line_amount_fraction=fraction)
            assert made["amount_excluding_tax"] == net, fraction


async def test_every_filter_narrows_and_pages_join_without_gap() -> None:
    async with playing() as freee:
        other = freee.office.add_partner("アクメ工業株式会社")
        made = [await freee.create(billing_date=f"2026-11-{day:02}", memo=f"m{day}") for day in range(1, 11)]
        theirs = await freee.create(partner_id=other.id, subject="別件", payment_date=...)
        freee.office.mark_sent(made[0]["id"])
        freee.office.mark_paid(made[1]["id"])
        freee.office.cancel_by_hand(made[2]["id"])
        freee.office.register_deal(made[3]["id"])

        async def ids(**query: object) -> list[int]:
            return [row["id"] for row in await freee.listed(**query)]

        assert await ids(partner_ids=f"{other.id}") == [theirs["id"]]
        assert len(await ids(partner_ids=f"{other.id},{freee.partner.id}")) == 11
        assert await ids(sending_status="sent") == [made[0]["id"]]
        assert await ids(payment_status="settled") == [made[1]["id"]]
        assert await ids(cancel_status="canceled") == [made[2]["id"]]
        assert await ids(deal_status="registered") == [made[3]["id"], made[1]["id"]]
        assert await ids(subject="別件") == [theirs["id"]]
        assert await ids(invoice_number="INV-0000000003") == [made[2]["id"]]
        assert await ids(start_billing_date="2026-11-09", end_billing_date="2026-11-10") == [
            made[9]["id"],
            made[8]["id"],
        ]
        assert theirs["id"] not in await ids(start_payment_date="2000-01-01", limit=100)
        assert await ids(start_payment_date="2027-01-01") == []
        pages = [await ids(limit=4, offset=offset) for offset in (0, 4, 8, 12)]
        assert [len(page) for page in pages] == [4, 4, 3, 0]
        assert [row for page in pages for row in page] == await ids(limit=100)
        assert {row["memo"] for row in await freee.listed(partner_ids=f"{freee.partner.id}")} >= {"m1", "m10"}


async def test_a_new_invoice_is_listed_only_after_the_lag() -> None:
    async with playing(list_lag_seconds=20) as freee:
        made = await freee.create()
        assert (await freee.get(f"/iv/invoices/{made['id']}")).status_code == 200
        assert await freee.listed() == []
        freee.clock.advance(20)
        assert [row["id"] for row in await freee.listed()] == [made["id"]]


async def test_cancelling_deletes_the_tied_entry_and_nothing_deletes_an_invoice() -> None:
    async with playing() as freee:
        made = await freee.create()
        deal = freee.office.mark_paid(made["id"], date(2026, 12, 28))
        answer = await freee.put(f"/iv/invoices/{made['id']}/cancel")
        assert answer.json()["invoice"] == {"id": made["id"], "cancel_status": "canceled"}
        assert (await freee.get(f"/api/1/deals/{deal.id}")).status_code == 404
        shown = (await freee.get(f"/iv/invoices/{made['id']}")).json()["invoice"]
        assert (shown["deal_status"], shown["deal_id"], shown["payment_status"]) == ("unregistered", None, "unsettled")
        assert (await freee.http.put(f"/iv/invoices/{made['id']}", json=freee.bill())).status_code == 400
        await freee.put(f"/iv/invoices/{made['id']}/uncancel")
        assert (await freee.listed(cancel_status="uncanceled"))[0]["id"] == made["id"]
        assert (await freee.delete(f"/iv/invoices/{made['id']}")).status_code == 404


async def test_an_update_replaces_the_lines_and_keeps_what_it_does_not_mention() -> None:
    async with playing() as freee:
        made = await freee.create(memo="印", invoice_note="備考")
        answer = await freee.http.put(f"/iv/invoices/{made['id']}", json=freee.bill(lines=[item("増額", 2, "100000")]))
        changed = answer.json()["invoice"]
        assert (changed["total_amount"], changed["memo"], changed["invoice_note"]) == (220_000, "印", "備考")
        assert changed["invoice_number"] == made["invoice_number"]


async def test_the_partner_on_an_invoice_is_a_copy_of_that_moment() -> None:
    async with playing() as freee:
        made = await freee.create()
        answer = await freee.put(f"/api/1/partners/{freee.partner.id}", name="株式会社サンプル商事ホールディングス")
        assert answer.status_code == 200
        assert (await freee.listed())[0]["partner_name"] == made["partner_name"] == "株式会社サンプル商事"


async def test_people_work_by_hand_and_tests_see_duplicates_of_a_token() -> None:
    token = "S2F-01JD3X0Q4Y8Z7W6V5T4S3R2Q1P-1-0123abcd"
    async with playing() as freee:
        office = freee.office
        made = [await freee.create(memo=f"受注\n{token}") for _ in range(2)]
        by_hand = office.create_by_hand(freee.partner.id, [item("手書き", 1, "5000")])
        assert by_hand.by_hand
        assert {invoice.id for invoice in office.duplicates()[token]} == {row["id"] for row in made}
        office.edit_by_hand(made[0]["id"], subject="直した", payment_date="2027-01-04")
        row = (await freee.get(f"/iv/invoices/{made[0]['id']}")).json()["invoice"]
        assert (row["subject"], row["payment_date"], row["memo"]) == ("直した", "2027-01-04", f"受注\n{token}")
        office.edit_by_hand(by_hand.id, lines=[item("値引き後", 1, "4000")])
        assert by_hand.amounts["total_amount"] == 4_400
        assert office.calls("POST", "/iv/invoices") == 2


async def test_what_is_open_is_brought_forward_only_when_asked_for() -> None:
    async with playing() as freee:
        await freee.create()
        made = await freee.create(include_amount_brought_forward=True)
        assert (made["amount_brought_forward"], made["total_amount"]) == (110_000, 220_000)
        changed = await freee.http.put(
            f"/iv/invoices/{made['id']}", json=freee.bill(include_amount_brought_forward=False)
        )
        assert changed.json()["invoice"]["total_amount"] == 110_000


def test_a_filter_over_many_invoices_costs_no_more_than_a_walk_over_them() -> None:
    settings = FreeeSettings()
    book = InvoiceBook(settings, Shelf(None))
    head = {"subject": "11月分", "memo": ""}
    for number in range(20_000):
        day = f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}"
        paid = "settled" if number % 50 else "unsettled"
        book.add(
            Invoice(
                id=FIRST_ID + number,
                number=f"INV-{number}",
                created=0.0,
                head=head | {"billing_date": day, "payment_date": day},
                lines=[],
                amounts={},
                partner={"id": number % 500},
                payment_status=paid,
            )
        )
    one_day = {"start_billing_date": "2026-03-03", "end_billing_date": "2026-03-03"}
    narrow: list[dict[str, Any]] = [
        {"partner_ids": "2,3,4", **one_day, "limit": 100},
        {"payment_status": "unsettled", "end_payment_date": "2026-06-30", "limit": 100, "offset": 100},
        {"invoice_number": "INV-777"},
    ]
    walk = _cost(lambda: book.search({"limit": 100, "offset": 19_000}, 1.0))
    for query in narrow:
        assert _cost(functools.partial(book.search, query, 1.0)) < walk, query


def _cost(work: Callable[[], Sequence[Invoice]]) -> float:
    """Return the least processor time of five runs in seconds; what they find must not be nothing."""
    took = []
    for _ in range(5):
        started = process_time()
        assert work()
        took.append(process_time() - started)
    return min(took)
