"""What Slack makes of typed text before anybody else, the app included, gets to see it."""

import re

from sandbox.slack.emoji import to_shortcodes

_TOKEN = re.compile(r"<(?:[@#!][^<>\s][^<>]*|(?:https?|mailto|tel):[^<>\s]+(?:\|[^<>]*)?)>")
_LINK = re.compile(
    r"https?://[!-;=?-~]+"  # an address of ASCII characters: Japanese text that follows it is not part of it
    r"|[\w.+-]+@[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)+"
    r"|(?<![\w@./-])(?:[a-zA-Z0-9-]+\.)+(?:com|jp|net|org)\b",
    re.ASCII,
)


def typed(text: str) -> str:
    """Escape `& < >`, wrap links and addresses, turn emoji into shortcodes.

    Slack's own tokens such as <@U123> or <https://example.com|here> stay, so that tests can mention people.
    """
    parts, end = [], 0
    for token in _TOKEN.finditer(text):
        parts += [_plain(text[end : token.start()]), token.group()]
        end = token.end()
    return "".join([*parts, _plain(text[end:])])


def _plain(text: str) -> str:
    linked, end = [], 0
    for link in _LINK.finditer(text):
        linked += [_escape(text[end : link.start()]), _wrap(link.group())]
        end = link.end()
    return to_shortcodes("".join([*linked, _escape(text[end:])]))


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _wrap(word: str) -> str:
    if word.startswith("http"):
        kept = word.rstrip(".,;:!?)'\"]")
        return f"<{_escape(kept)}>{word[len(kept) :]}"
    return f"<mailto:{word}|{word}>" if "@" in word else f"<http://{word}|{word}>"
