"""What people read, one table per language. A test holds the tables to the same keys and placeholders."""

from bot.texts.en import TEXTS as ENGLISH
from bot.texts.ja import TEXTS as JAPANESE
from bot.texts.orders_en import TEXTS as ENGLISH_ORDERS
from bot.texts.orders_ja import TEXTS as JAPANESE_ORDERS

TABLES = {"ja": JAPANESE | JAPANESE_ORDERS, "en": ENGLISH | ENGLISH_ORDERS}


class Texts:
    """The texts of one language; a missing key is a programming error."""

    def __init__(self, language: str = "ja") -> None:
        """`language` is ja or en; any other locale reads English."""
        self.language = language if language in TABLES else "en"
        self._table = TABLES[self.language]

    def __call__(self, key: str, **values: object) -> str:
        """Return the text of a key with its placeholders filled."""
        text = self._table[key]
        return text.format(**values) if values else text

    def has(self, key: str) -> bool:
        """Return whether there is a text of that key."""
        return key in self._table

    def other(self, locale: str | None) -> "Texts":
        """Return the texts for a reader's Slack locale, e.g. "en-US"."""
        if not locale:
            return self
        return Texts("ja" if locale.lower().startswith("ja") else "en")
