"""Learn the reader's second opinion (domain/reading/second_opinion.py) from the labelled posts of this folder.

``python -m tests.domain.reading.learn_second_opinion`` writes domain/reading/second_opinion.json and prints what the
opinion is worth on posts it was not learned from (each fifth of the posts judged by what the other four teach). The
held-out half (tests/reading_corpus/scored.jsonl) is never among them. Nothing is random: the same
posts give the same file.
"""

from __future__ import annotations

import json
import math
import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.read_orders import load_partners
from domain.partner_index import PartnerIndex
from domain.reading import read_orders, second_opinion
from domain.reading.context import scan
from domain.reading.second_opinion import Opinion, runs_of
from tests.reading_corpus import check_labels

HERE = Path(__file__).parent
FILES = {
    "development_corpus.jsonl": None,
    "hard_corpus.jsonl": HERE / "hard_corpus_partners.csv",
    "fresh_posts.jsonl": check_labels.HERE / "partners.csv",
    "near_orders.jsonl": check_labels.HERE / "partners.csv",
    "sure_orders.jsonl": None,
}
FOLDS, ROUNDS = 5, 25
SEEN_IN = 3  # posts; a run of letters in fewer says nothing of others
KEPT = 6_000  # weights, the largest
STEP, DECAY = 0.2, 1e-5
LOST = 0.01  # of the orders found are asked about
ASKED = 0.08  # of the posts that are none, and silent by the rules, are asked about
SCALE = 1000


@dataclass(frozen=True, slots=True)
class Post:
    """A labelled post: its text with names unreadable, whether it is an order, whether the rules alone say so."""

    text: str
    order: bool
    found: bool


def posts() -> list[Post]:
    """Every labelled post of this folder, in file order."""
    found = []
    for name, partners in FILES.items():
        index = load_partners(partners) if partners else None
        found += [_post(json.loads(line), index) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]
    return found


def _post(message: dict[str, object], index: PartnerIndex | None) -> Post:
    text, posted = str(message["text"]), datetime.fromisoformat(str(message["posted_at"]))
    found = bool(read_orders(text, posted, index, second_opinion=False).orders)
    return Post(scan(text, posted, index, ()).nameless, bool(message.get("orders") or message.get("order")), found)


def learn(known: Sequence[Post]) -> Opinion:
    """Logistic regression by steps that shrink for each weight (AdaGrad); both kinds of posts weigh the same."""
    runs = [runs_of(post.text) for post in known]
    seen = Counter(run for of_post in runs for run in of_post)
    number = {run: at for at, run in enumerate(sorted(run for run, times in seen.items() if times >= SEEN_IN))}
    rows = [[number[run] for run in sorted(of_post) if run in number] for of_post in runs]
    orders = sum(post.order for post in known)
    share = {True: len(known) / 2 / orders, False: len(known) / 2 / (len(known) - orders)}
    weights, moved = [0.0] * len(number), [1e-8] * len(number)
    bias, bias_moved = 0.0, 1e-8
    places, dice = list(range(len(known))), random.Random(1)
    for _ in range(ROUNDS):
        dice.shuffle(places)
        for place in places:
            row, order = rows[place], known[place].order
            norm = 1 / math.sqrt(len(row) or 1)
            total = bias + norm * sum([weights[at] for at in row])
            error = (1 / (1 + math.exp(-max(-30.0, min(30.0, total)))) - order) * share[order]
            for at in row:
                slope = error * norm + DECAY * weights[at]
                moved[at] += slope * slope
                weights[at] -= STEP * slope / math.sqrt(moved[at])
            bias_moved += error * error
            bias -= STEP * error / math.sqrt(bias_moved)
    names = list(number)
    kept = sorted(range(len(names)), key=lambda at: (-abs(weights[at]), names[at]))[:KEPT]
    return Opinion({names[at]: round(weights[at] * SCALE) for at in kept}, round(bias * SCALE), 0, 0)


def judged(known: Sequence[Post]) -> list[float]:
    """Score of each post, by what the other four fifths teach."""
    scores = [0.0] * len(known)
    for fold in range(FOLDS):
        opinion = learn([post for at, post in enumerate(known) if at % FOLDS != fold])
        for at in range(fold, len(known), FOLDS):
            scores[at] = opinion.score(known[at].text)
    return scores


def main() -> int:
    known = posts()
    scores = judged(known)
    found, taken, silent, missed = (
        sorted(s for post, s in zip(known, scores, strict=True) if (post.order, post.found) == kind)
        for kind in ((True, True), (False, True), (False, False), (True, False))
    )
    least = math.floor(found[int(LOST * len(found))])
    most = math.ceil(silent[-int(ASKED * len(silent))])
    sys.stdout.write(
        f"{len(known)} posts, each judged by what the others teach\n"
        f"orders the rules find: {len(found)}, doubted {LOST:.1%}; no orders they take for one: {len(taken)}, "
        f"doubted {sum(s < least for s in taken)}\n"
        f"orders they are silent about: {len(missed)}, asked about {sum(s > most for s in missed)}; "
        f"no orders they are silent about: {len(silent)}, asked about {ASKED:.1%}\n"
        f"all that is none: {len(silent) + len(taken)}, would be doubted {sum(s < least for s in silent + taken)}\n"
    )
    opinion = learn(known)
    weights = dict(sorted(opinion.weights.items()))
    stored = {"least": least, "most": most, "bias": opinion.bias, "weights": weights}
    file = Path(second_opinion.__file__).with_name(second_opinion.FILE)
    file.write_text(json.dumps(stored, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
