"""`match-partners`: try partner matching (名寄せ) on a list of names. CSV in, JSON lines out; nothing is stored."""

import json
from pathlib import Path
from typing import TextIO

from bot.read_orders import load_partners, partner_rows
from domain.csv_text import decoded
from domain.partner_index import Match


def run_match_partners(partners: Path, names: Path, aliases: Path | None, out: TextIO) -> int:
    """Print {"name", "decision", "partner_id", "candidates"} for every line of `names`, decided as on the bot's card.

    `partners` and `aliases` (confirmed spellings) are CSV with the columns partner_id and name. Blank lines of `names`
    are passed over. ValueError says what is wrong with a file.
    """
    index = load_partners(partners)
    for partner_id, name in partner_rows(aliases) if aliases else ():
        index.add_alias(name, partner_id)
    try:
        text = decoded(names.read_bytes())
    except ValueError as error:
        raise ValueError(f"{names}: {error}") from error
    for line in text.split("\n"):
        name = line.rstrip("\r")
        if name.strip():
            out.write(json.dumps(_as_json(name, index.match(name)), ensure_ascii=False) + "\n")
    return 0


def _as_json(name: str, match: Match) -> dict[str, object]:
    candidates = [
        {"partner_id": found.partner_id, "name": found.name, "score": found.score} for found in match.candidates
    ]
    return {"name": name, "decision": match.decision, "partner_id": match.partner_id, "candidates": candidates}
