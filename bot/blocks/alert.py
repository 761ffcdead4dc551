"""A failure in words an accountant understands: which order, what happened, what is safe, what to do."""

from bot.blocks import ids
from bot.blocks.parts import Block, actions, button, context, cut, escape, header, said, section
from bot.failures import Alert
from bot.services import Message
from bot.texts import Texts

ANSWERED = ("data", "duplicate", "authorisation", "network")  # kinds where the other system's own words help


def alert_message(
    texts: Texts, alert: Alert, *, which: str = "", link: str = "", job_id: int | None = None, system: str
) -> Message:
    """Return the post for the alerts channel; `which` names the order, `link` is where to reconnect."""
    values = {"system": system, "words": escape(cut(alert.words, 500)), "link": f"<{link}>" if link else "—"}
    title, safe, action = _words(texts, alert, values)
    rows = [f"*{title}*"]
    if which:
        rows.append(texts("alert.which", deal=said(which, 200)))
    rows += [texts("alert.safe", safe=safe), texts("alert.do", action=action)]
    blocks: list[Block] = [header(texts("alert.title")), section("\n".join(rows))]
    if alert.words and alert.kind in ANSWERED:
        blocks.append(context(texts("alert.words", **values)))
    if job_id is not None:
        blocks.append(actions([button(texts("button.rerun"), ids.RERUN, value={"j": job_id})]))
    return Message(title, blocks)


def alert_mail(texts: Texts, alert: Alert, *, which: str = "", link: str = "", system: str) -> tuple[str, str]:
    """Return (subject, body) of the same alert as plain text."""
    values = {"system": system, "words": cut(alert.words, 500), "link": link or "—"}
    title, safe, action = _words(texts, alert, values)
    about = texts("alarm.which", deal=which) if which else ""
    return texts("alarm.subject", title=title), texts("alarm.body", title=title, which=about, safe=safe, action=action)


def _words(texts: Texts, alert: Alert, values: dict[str, str]) -> tuple[str, str, str]:
    """Return what happened, what is safe, what to do; some work has words of its own."""
    work = texts(_known(texts, f"alert.work.{alert.work}", "alert.work.other"))
    what, safe, action = (
        texts(
            _known(
                texts,
                f"alert.{part}.{alert.kind}.{alert.work}",
                _known(texts, f"alert.{part}.{alert.kind}", f"alert.{part}.unknown"),
            ),
            **values,
        )
        for part in ("what", "safe", "do")
    )
    return texts("alert.text", work=work, what=what), safe, action


def _known(texts: Texts, key: str, otherwise: str) -> str:
    return key if texts.has(key) else otherwise
