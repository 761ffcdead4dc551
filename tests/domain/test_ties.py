"""The same books give the same suggestions in every process: no tie is broken by the order a set happens to have."""

import os
import subprocess
import sys

import pytest

# Eight partners, each one letter away from the payer: equally near, and more than are shown.
PAYERS = """
from datetime import date
from domain.reconciliation import BankLine, KnownPartner, OpenInvoice, Reconciler
day, payer = date(2026, 11, 30), "トウザイナンボク"
near = [KnownPartner(f"p{at}", (payer[:at] + "ミ" + payer[at + 1:],)) for at in range(len(payer))]
owed = [OpenInvoice(one.id, one.id, "1", 110_000, 100_000, 110_000, date(2026, 10, 31), day) for one in near]
(found,) = Reconciler(owed, near).match_all([BankLine("line", day, 110_000, payer)])
print([one.partner_id for one in found.suggestions])
"""
# Eleven partners, each sharing one pair of letters with what was written: every pair is equally rare.
NAMES = """
from domain.partner_index import PartnerIndex
name = "アイウエオカキクケコサシ"
names = [f"ミ{'ミ'.join([*name[:at], name[at:at + 2], *name[at + 2:]])}ミ" for at in range(len(name) - 1)]
index = PartnerIndex.build((f"p{at:02}", near) for at, near in enumerate(names))
print([one.partner_id for one in index.match(name).candidates])
"""


@pytest.mark.parametrize("program", [PAYERS, NAMES], ids=["payers", "partner names"])
def test_which_of_equally_near_partners_are_suggested_does_not_depend_on_the_process(program: str) -> None:
    shown = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("0", "2", "3")
    }
    assert len(shown) == 1
    assert shown.pop().count("p") == 5
