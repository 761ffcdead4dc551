"""Which spellings of a partner a click may teach by itself (名寄せ).

A spelling that is learnt decides alone from then on, so one that other companies may go by as well is learnt only
after a second look: two characters, or a short word in Latin letters (AC, NTT), are nicknames and acronyms.
"""

from domain.partner_name import partner_key

SHORT = 2  # characters of any script
ACRONYM = 5  # Latin letters and figures


def needs_a_second_look(written: str) -> bool:
    """Return whether the spelling is so short that a person must say that it is to be learnt."""
    key = partner_key(written)
    return len(key) <= SHORT or (key.isascii() and len(key) <= ACRONYM)
