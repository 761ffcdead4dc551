"""源泉徴収 on fees to individuals (所得税法204条1項1号・2号, 復興特別所得税 included).

10.21 % of one payment up to 1,000,000 yen, 20.42 % of what is above; a fraction of a yen is cut off. From 2027
two surtaxes share the same sum (1.1 % and 1 % instead of 2.1 %), so the rates stay. Corporations are not withheld from;
the 10,000 yen deduction of 司法書士 and the like is not covered.
"""

_LIMIT = 1_000_000
_PER_TEN_THOUSAND = 1_021
_PER_TEN_THOUSAND_ABOVE = 2_042


def withholding_tax(base: int) -> int:
    """Return the yen withheld from one payment; the incoming transfer is smaller by it. ValueError below 0.

    `base` is the fee without consumption tax if the invoice shows the tax apart, else with it (平元1.30 直法6-1).
    """
    if base < 0:
        raise ValueError("the withholding base of one payment cannot be negative")
    lower, above = min(base, _LIMIT), max(base - _LIMIT, 0)
    return (lower * _PER_TEN_THOUSAND + above * _PER_TEN_THOUSAND_ABOVE) // 10_000
