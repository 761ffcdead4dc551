"""`python -m tests.domain.reconciliation_score [SEEDS]`: precision and recall of the matcher on generated books.

* **precision of certain**: of the lines called certain, those whose one invoice is the right one;
* **recall of certain**: of the lines that one partner by name and one invoice by amount explain (`Line.tellable`),
  those called certain; beside it, of all lines that pay one invoice in full under a name the books know;
* **among the suggestions**: of the lines that pay some invoice, those whose exact set of invoices stands among the
  first five suggestions.
"""

import secrets
import sys
import time
from collections import Counter
from dataclasses import dataclass, field

from domain.reconciliation import BankLine, ConfirmedPayer, KnownPartner, OpenInvoice, Proposal, Reconciler
from tests.domain.reconciliation_generator import Books, Line, generate


@dataclass
class Score:
    """Counts over one or more sets."""

    certain: int = 0
    wrong: list[tuple[Line, Proposal]] = field(default_factory=list)
    tellable: int = 0
    tellable_certain: int = 0
    plain: int = 0
    plain_certain: int = 0
    paying: int = 0
    among: int = 0
    missed: Counter[str] = field(default_factory=Counter)
    of_kind: Counter[str] = field(default_factory=Counter)

    @property
    def precision(self) -> float:
        """Return percent."""
        return 100 * (self.certain - len(self.wrong)) / max(self.certain, 1)

    @property
    def recall(self) -> float:
        """Return percent."""
        return 100 * self.tellable_certain / max(self.tellable, 1)

    @property
    def wide_recall(self) -> float:
        """Return percent."""
        return 100 * self.plain_certain / max(self.plain, 1)

    @property
    def suggested(self) -> float:
        """Return percent."""
        return 100 * self.among / max(self.paying, 1)


def reconciler(books: Books) -> Reconciler:
    """Return the matcher over generated books."""
    return Reconciler(
        [
            OpenInvoice(
                id=one.id,
                partner_id=one.partner_id,
                number=one.number,
                total=one.total,
                subtotal=one.subtotal,
                residual=one.total,
                billing_date=one.billing_date,
                due_date=one.due_date,
                withheld=one.withheld,
            )
            for one in books.invoices
        ],
        [KnownPartner(one.id, (one.kana, one.name)) for one in books.partners],
        [ConfirmedPayer(payer, partner_id) for payer, partner_id in books.confirmed],
    )


def bank_lines(books: Books) -> list[BankLine]:
    """Return the lines without their truth."""
    return [BankLine(one.id, one.day, one.amount, one.payer) for one in books.lines]


def judge(books: Books, proposals: list[Proposal], score: Score | None = None) -> Score:
    """Compare proposals with the truth."""
    score = score or Score()
    for line, proposal in zip(books.lines, proposals, strict=True):
        if proposal.certain:
            score.certain += 1
            if frozenset(proposal.suggestions[0].invoice_ids) != line.invoices:
                score.wrong.append((line, proposal))
        score.tellable += line.tellable
        score.tellable_certain += line.tellable and proposal.certain
        plain = line.kind == "exact" and line.known
        score.plain += plain
        score.plain_certain += plain and proposal.certain
        if line.invoices:
            score.paying += 1
            score.of_kind[line.kind] += 1
            hit = any(frozenset(one.invoice_ids) == line.invoices for one in proposal.suggestions)
            score.among += hit
            score.missed[line.kind] += not hit
    return score


def say(text: object) -> None:
    """Write a line."""
    sys.stdout.write(f"{text}\n")


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    whole = Score()
    lowest = dict.fromkeys(("unknown payers", "equal amounts", "shared kana"), 100.0)
    say("seed        unknown  equal  shared   certain  precision  recall  (all full)  suggested  CPU s")
    for _ in range(count):
        seed = secrets.randbelow(10**9)
        books = generate(seed)
        began = time.process_time()
        proposals = reconciler(books).match_all(bank_lines(books))
        seconds = time.process_time() - began
        score, figures = judge(books, proposals), books.figures()
        lowest = {name: min(value, figures[name]) for name, value in lowest.items()}
        judge(books, proposals, whole)
        say(
            f"{seed:<10} {figures['unknown payers']:7.1f}% {figures['equal amounts']:5.1f}%"
            f" {figures['shared kana']:6.1f}% {score.certain:8} {score.precision:9.2f}%"
            f" {score.recall:6.1f}% {score.wide_recall:9.1f}% {score.suggested:9.1f}% {seconds:8.2f}"
        )
        for line, proposal in score.wrong:
            say(f"  wrong: {line} {proposal.suggestions[0]}")
    say(
        f"all: certain {whole.certain}, precision {whole.precision:.3f}%, recall {whole.recall:.1f}% "
        f"(of all paid in full under a known name {whole.wide_recall:.1f}%), suggested {whole.suggested:.1f}%"
    )
    say(f"smallest shares: { {name: round(value, 1) for name, value in lowest.items()} }")
    missed = {kind: f"{count}/{whole.of_kind[kind]}" for kind, count in whole.missed.items() if count}
    say(f"not among the suggestions, by kind: {missed}")
    big, many = generate(1, partners=3_000, invoices=10_000, lines=1_000), time.process_time()
    reconciler(big).match_all(bank_lines(big))
    say(f"1,000 lines against 10,000 open invoices: {time.process_time() - many:.2f} s of CPU")


if __name__ == "__main__":
    main()
