"""Scores a reader on the corpus.

``python -m tests.reading_corpus.score FILE.jsonl`` runs ``python -m bot read-orders`` on the texts of FILE and prints a
table of aggregates; ``--predictions OUT.jsonl`` scores lines that were read before, ``--callable MODULE:FUNCTION``
(such as ``domain.reading:read_orders``) calls a function ``(text, posted_at, partners) -> orders``, with ``posted_at``
an aware datetime, ``partners`` a list of ``(partner_id, name)``, and each order a dict or an object with ``as_json()``.
``--json`` prints the same figures as JSON.

Single messages are never shown unless ``--show`` is given: this half of the corpus is held out, and whoever reads its
mistakes one by one starts to teach them to the reader.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.reading_corpus.check_labels import HERE, load, load_partners
from tests.reading_corpus.compare import (
    FIELDS,
    PLAIN_FIELDS,
    Order,
    Verdict,
    aligned,
    is_stated,
    order_agreement,
    verdicts,
)

TOTALS = ("subtotal", "tax", "total")
Predictions = dict[str, list[Order]]


@dataclass
class Tally:
    """Counts over a corpus; the shares are computed in ``report``."""

    messages: int = 0
    found: int = 0
    surplus: int = 0
    missed: int = 0
    false_alarms: int = 0
    silent_messages: int = 0
    fully_right: int = 0
    asked: int = 0
    answered: int = 0
    accepted: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    wrong_accepted: int = 0
    values_in_surplus: int = 0
    cells: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    stated: Counter[str] = field(default_factory=Counter)
    stated_right: Counter[str] = field(default_factory=Counter)
    shown: list[str] = field(default_factory=list)


def share(part: int, whole: int) -> float | None:
    """A share with four digits, None where there is nothing to divide by."""
    return round(part / whole, 4) if whole else None


def count_order(tally: Tally, seen: list[Verdict], *, missed: bool) -> None:
    """Adds one labelled order: accuracy counts missed orders as not right, the rest looks only at orders found."""
    for verdict in seen:
        tally.cells[verdict.field] += 1
        tally.right[verdict.field] += verdict.right
        if is_stated(verdict.expected):
            tally.stated[verdict.field] += 1
            tally.stated_right[verdict.field] += verdict.right
        if missed:
            continue
        tally.answered += 1
        tally.asked += verdict.asked
        tally.wrong[verdict.field] += verdict.wrong
        tally.accepted += verdict.is_value and not verdict.asked
        tally.wrong_accepted += verdict.wrong and not verdict.asked
    tally.fully_right += not missed and all(verdict.right for verdict in seen)


def count_message(tally: Tally, message: dict[str, Any], read: list[Order]) -> None:
    """Aligns one message's orders in text order by best agreement and adds the verdicts."""
    labels, unscored = message["orders"], message.get("unscored", [])
    pairs = dict(aligned(labels, read, order_agreement))
    tally.messages += 1
    tally.silent_messages += not labels
    tally.false_alarms += bool(read) and not labels
    tally.found += len(pairs)
    tally.missed += len(labels) - len(pairs)
    tally.surplus += len(read) - len(pairs)
    for index, label in enumerate(labels):
        answer = read[pairs[index]] if index in pairs else None
        seen = list(verdicts(label, answer, unscored))
        count_order(tally, seen, missed=answer is None)
        tally.shown += [f"{message['id']} {v.field}: {v.given!r} for {v.expected!r}" for v in seen if not v.right]
    for index in set(range(len(read))) - set(pairs.values()):
        tally.values_in_surplus += sum(is_stated(read[index].get(name)) for name in PLAIN_FIELDS)
        tally.shown.append(f"{message['id']}: an order that is not there")


def score(messages: Iterable[dict[str, Any]], predictions: Predictions) -> Tally:
    """Counts for labelled messages against ``{id: orders}``; a message without a prediction was read as no order."""
    tally = Tally()
    for message in messages:
        count_message(tally, message, predictions.get(message["id"], []))
    return tally


def field_figures(tally: Tally, name: str) -> dict[str, Any]:
    """Accuracy of one field over all its cells, and over those whose label is not null."""
    return {
        "accuracy": share(tally.right[name], tally.cells[name]),
        "right": tally.right[name],
        "of": tally.cells[name],
        "stated_accuracy": share(tally.stated_right[name], tally.stated[name]),
        "stated_of": tally.stated[name],
    }


def report(tally: Tally) -> dict[str, Any]:
    """Shares and their denominators, ready for JSON."""
    precision, recall = share(tally.found, tally.found + tally.surplus), share(tally.found, tally.found + tally.missed)
    both = (precision or 0) + (recall or 0)
    per_field = {name: field_figures(tally, name) for name in FIELDS if tally.cells[name]}
    accuracies = [cell["accuracy"] or 0.0 for cell in per_field.values()]
    totals_of = sum(tally.cells[name] for name in TOTALS)
    return {
        "messages": tally.messages,
        "orders": tally.found + tally.missed,
        "detection": {
            "precision": precision,
            "recall": recall,
            "f1": round(2 * (precision or 0) * (recall or 0) / both, 4) if both else 0.0,
            "found": tally.found,
            "surplus": tally.surplus,
            "missed": tally.missed,
            "false_alarms": tally.false_alarms,
            "non_order_messages": tally.silent_messages,
        },
        "fields": per_field,
        "macro_field_accuracy": round(sum(accuracies) / len(accuracies), 4) if accuracies else None,
        "totals_accuracy": share(sum(tally.right[name] for name in TOTALS), totals_of),
        "wrong_values": sum(tally.wrong.values()),
        "wrong_values_by_field": {name: number for name, number in tally.wrong.items() if number},
        "wrong_accepted": tally.wrong_accepted,
        "accepted_values": tally.accepted,
        "wrong_among_accepted": share(tally.wrong_accepted, tally.accepted),
        "asked_share": share(tally.asked, tally.answered),
        "fully_right_orders": share(tally.fully_right, tally.found + tally.missed),
        "values_in_surplus_orders": tally.values_in_surplus,
    }


def table(figures: dict[str, Any]) -> Iterator[str]:
    """The report as lines for a terminal."""
    found = figures["detection"]
    yield f"messages {figures['messages']}   orders {figures['orders']}"
    yield "detection   " + "   ".join(f"{name} {found[name]}" for name in ("precision", "recall", "f1"))
    yield "            " + "   ".join(f"{name} {found[name]}" for name in ("found", "surplus", "missed"))
    yield f"            false alarms {found['false_alarms']} of {found['non_order_messages']} messages without an order"
    yield f"{'field':<20} {'accuracy':>8} {'right':>6} {'of':>6} {'wrong':>6} {'stated':>8} {'of':>6}"
    for name, cell in figures["fields"].items():
        wrong = figures["wrong_values_by_field"].get(name, 0)
        stated = "-" if cell["stated_accuracy"] is None else f"{cell['stated_accuracy']:.4f}"
        whole = f"{name:<20} {cell['accuracy']:>8.4f} {cell['right']:>6} {cell['of']:>6} {wrong:>6}"
        yield f"{whole} {stated:>8} {cell['stated_of']:>6}"
    for name in ("macro_field_accuracy", "totals_accuracy", "wrong_values", "wrong_among_accepted", "wrong_accepted"):
        yield f"{name.replace('_', ' '):<26} {figures[name]}"
    for name in ("accepted_values", "asked_share", "fully_right_orders", "values_in_surplus_orders"):
        yield f"{name.replace('_', ' '):<26} {figures[name]}"


def from_lines(lines: Iterable[str]) -> Predictions:
    """``{id: orders}`` from read-orders output; other lines than JSON objects are refused by the JSON parser."""
    rows = [json.loads(line) for line in lines if line.strip()]
    return {row["id"]: row["orders"] for row in rows}


def from_command(messages: list[dict[str, Any]], partners: Path) -> Predictions:
    """Runs ``python -m bot read-orders`` on ids, texts and posting times alone (never on the labels)."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "messages.jsonl"
        bare = [{key: message[key] for key in ("id", "text", "posted_at")} for message in messages]
        source.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in bare), encoding="utf-8")
        command = [sys.executable, "-m", "bot", "read-orders", str(source), "--partners", str(partners.resolve())]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8", cwd=HERE.parents[1])
    return from_lines(done.stdout.splitlines())


def from_callable(name: str, messages: list[dict[str, Any]], partners: Path) -> Predictions:
    """Calls ``module:function`` for each message."""
    module, _, function = name.partition(":")
    read = getattr(importlib.import_module(module), function or "read_orders")
    rows = load_partners(partners)
    answers = {m["id"]: read(m["text"], dt.datetime.fromisoformat(m["posted_at"]), rows) for m in messages}
    return {key: [o if isinstance(o, dict) else o.as_json() for o in orders] for key, orders in answers.items()}


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, default=HERE / "scored.jsonl")
    parser.add_argument("--partners", type=Path, default=HERE / "partners.csv")
    parser.add_argument("--predictions", type=Path, help="output of read-orders to score instead of running it")
    parser.add_argument("--callable", metavar="MODULE:FUNCTION", help="call this instead of the command")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--aggregate-only", action="store_true", default=True, help="the default")
    parser.add_argument("--show", dest="aggregate_only", action="store_false", help="also print what was not right")
    options = parser.parse_args(argv)
    messages = load(options.file)
    if options.predictions:
        predictions = from_lines(options.predictions.read_text(encoding="utf-8").splitlines())
    elif options.callable:
        predictions = from_callable(options.callable, messages, options.partners)
    else:
        predictions = from_command(messages, options.partners)
    tally = score(messages, predictions)
    figures = report(tally)
    lines = [json.dumps(figures, ensure_ascii=False, indent=2)] if options.json else list(table(figures))
    if not options.aggregate_only:
        lines += tally.shown
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
