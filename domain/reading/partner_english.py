"""Where a company's name stands in English: Co., Ltd. and its like, PO from X, X signed."""

from __future__ import annotations

import re

from domain.reading.company_grammar import ENGLISH, ENGLISH_FROM, ENGLISH_JP
from domain.reading.partner_hit import PartnerHit, make_hit


def english_forms(text: str) -> list[PartnerHit]:
    hits = []
    for found in ENGLISH.finditer(text):
        name_start = found.start("name")
        lead = re.match(
            r"(?:PO|From|Won|Signed|New|Closed|Customer|Client|Deal|Order|Received|Invoice|"
            r"Bill)(?:[: ]+(?:from|with|by))? ",
            found["name"],
        )
        hits.append(make_hit(text, name_start + (lead.end() if lead else 0), found.end("name"), 2))
    if "Co." in text:
        hits += [make_hit(text, *m.span("name"), 2) for m in ENGLISH_JP.finditer(text) if not m["name"].isascii()]
    return [hit for hit in hits if hit]


def english_prose(text: str) -> list[PartnerHit]:
    hits = []
    for found in ENGLISH_FROM.finditer(text):
        group = "name" if found["name"] else "name2"
        name = found[group].rstrip(".,'-")
        if re.fullmatch(
            r"(?:We|I|They|The|PO|Today|Deal|Order|Just|New|Great|Customer|Client|Closed|Won|Signed|He|"
            r"She|It|This|That|Our|Yesterday|Hi|Hello|Team|All|"
            r"Contract|Invoice|Payment|Terms|Price|Total|Note|"
            r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:[a-z]{2,7})?\.?)(?: .*)?",
            name,
        ):
            continue
        sure = group == "name" and " " in name  # from Hokuto Industries
        hits.append(make_hit(text, found.start(group), found.start(group) + len(name), 3 if sure else 4))
    return [hit for hit in hits if hit]
