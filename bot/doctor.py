"""`doctor`: look at every setting and connection, and say for each what to do. Nothing is changed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TextIO

from bot.bootstrap import Parts, build
from bot.clock import TOKYO
from bot.policy import PolicyError, load_policy
from bot.settings import Settings
from bot.usecases.intent_steps import numbering_name
from domain.registration_number import check_registration_number
from integrations.errors import IntegrationError
from storage.database import sqlite_version
from storage.migrate import current, head
from storage.repositories import invoices, learned

MARKS = {True: "○", False: "×", None: "－"}
SCOPES = frozenset(
    {
        "channels:history",
        "chat:write",
        "commands",
        "files:write",
        "groups:history",
        "im:write",
        "usergroups:read",
        "users:read",
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: fine, not fine, or only to be known (None); and what to do."""

    ok: bool | None
    what: str
    advice: str = ""


async def run_doctor(settings: Settings, out: TextIO) -> int:
    """Print every finding; return 1 if something must be done."""
    findings = [_policy(settings)]
    if findings[0].ok:
        parts = build(settings)
        try:
            for check in (
                _database,
                _clock,
                _registration,
                _slack,
                _channels,
                _approvers,
                _company,
                _former,
                _numbering,
                _templates,
                _mail,
            ):
                findings += await _guarded(check, parts)
        finally:
            await parts.close()
    for finding in findings:
        out.write(f"{MARKS[finding.ok]} {finding.what}\n")
        if finding.advice:
            out.write(f"    → {finding.advice}\n")
    return 1 if any(finding.ok is False for finding in findings) else 0


async def _guarded(check: Callable[[Parts], Awaitable[list[Finding]]], parts: Parts) -> list[Finding]:
    try:
        return await check(parts)
    except IntegrationError as error:
        advice = {
            "authorisation": f"{parts.services.reconnect_url} を開いて接続してください",
            "network": "ネットワークとURLの設定を確認してください",
        }.get(error.kind, "設定を確認してください")
        return [Finding(False, error.message, advice)]


def _policy(settings: Settings) -> Finding:
    try:
        load_policy(settings.config_file)
    except PolicyError as error:
        return Finding(False, str(error), "config.example.toml を参考に直してください")
    return Finding(True, f"設定ファイル {settings.config_file}")


async def _database(parts: Parts) -> list[Finding]:
    found, wanted = current(parts.database.engine), head()
    where = f"データベース（SQLite {sqlite_version()}）" if parts.database.is_sqlite else "データベース（PostgreSQL）"
    if found != wanted:
        return [Finding(False, f"{where}: 版 {found or 'なし'}", "`python -m bot migrate` を実行してください")]
    findings = [Finding(True, f"{where}: 版 {found}")]
    if parts.database.is_sqlite and tuple(map(int, sqlite_version().split("."))) < (3, 51, 3):
        findings.append(
            Finding(
                False, f"SQLite {sqlite_version()} は古い版です", "3.51.3 以降にしてください（破損の不具合があります）"
            )
        )
    return findings


async def _clock(parts: Parts) -> list[Finding]:
    return [
        Finding(
            None,
            f"時計: {parts.clock.now().astimezone(TOKYO):%Y-%m-%d %H:%M}（日本時間）",
            "実際の時刻と違うときは直してください",
        )
    ]


async def _registration(parts: Parts) -> list[Finding]:
    number = parts.policy.billing.registration_number
    if not number:
        return [
            Finding(
                None, "登録番号: 設定なし", "適格請求書を発行するなら [billing] registration_number に書いてください"
            )
        ]
    check = check_registration_number(number)
    verdict = {"valid": True, "warning": None}.get(check.status, False)  # a sole proprietor's number has no check digit
    return [Finding(verdict, f"登録番号 {number}", "" if verdict else check.message)]


async def _slack(parts: Parts) -> list[Finding]:
    team_id, user = await parts.chat.identity()
    findings = [Finding(True, f"Slack: ワークスペース {team_id}、ボット {user}")]
    expected = parts.settings.slack_team_id
    if expected and expected != team_id:
        findings.append(Finding(False, f"SLACK_TEAM_ID は {expected} です", f"{team_id} に直してください"))
    scopes = await parts.chat.scopes()
    if scopes and (missing := SCOPES - scopes):
        findings.append(
            Finding(
                False,
                f"Slackの権限が足りません: {', '.join(sorted(missing))}",
                "manifest.json でアプリを更新し、再インストールしてください",
            )
        )
    return findings


async def _channels(parts: Parts) -> list[Finding]:
    channels = parts.policy.channels
    if not channels.sales:
        return [Finding(False, "営業チャンネルがありません", "[channels] sales に書いてください")]
    findings = []
    for channel in (*channels.sales, channels.finance, channels.alerts):
        if not channel:
            continue
        try:
            name = await parts.chat.channel_name(channel)
        except IntegrationError:
            findings.append(
                Finding(False, f"チャンネル {channel} が見えません", "ボットをチャンネルに招待してください")
            )
        else:
            findings.append(Finding(True, f"チャンネル #{name}（{channel}）"))
    return findings


async def _approvers(parts: Parts) -> list[Finding]:
    approval = parts.policy.approval
    if not approval.users and not approval.groups:
        return [Finding(False, "承認者がいません", "[approval] users または groups に書いてください")]
    findings = [Finding(True, f"承認者: {len(approval.users)} 人、グループ {len(approval.groups)}")]
    for group in approval.groups:
        members = await parts.chat.group_members(group)
        findings.append(Finding(bool(members), f"グループ {group}: {len(members)} 人"))
    return findings


async def _company(parts: Parts) -> list[Finding]:
    system = parts.connected.system
    company = await system.company()
    findings = [Finding(True, f"{system.label}: {company.name}（{company.external_id}）")]
    lacking = {
        "reports_sent": "送付したかどうかを教えません",
        "cancels": "APIで取り消せません",
        "payment_terms": "取引先の支払条件を持ちません",
        "reports_partial": "一部入金の残額を教えません",
        "layouts": "帳票テンプレートを選べません",
        "reports_booking": "取引の登録状況を教えません",
    }
    findings += [
        Finding(None, f"{system.label}は{words}")
        for name, words in lacking.items()
        if not getattr(system.capabilities, name)
    ]
    advice = await system.advice()
    return findings + [Finding(None, words) for words in advice]


async def _former(parts: Parts) -> list[Finding]:
    if parts.former is None:
        return []
    system = parts.former.system
    company = await system.company()
    left = len(await parts.database.read(invoices.open_ids, system.name))
    what = f"前の会計システム {system.label}: {company.name}、未入金 {left} 件"
    return [Finding(True, what) if left else Finding(None, what, "ACCOUNTING_BEFORE を外せます")]


async def _numbering(parts: Parts) -> list[Finding]:
    if not parts.connected.system.capabilities.accepts_number:
        return []
    configured = parts.policy.billing.numbering
    if configured:
        return [Finding(True, f"請求書番号: {configured}（設定）")]
    known = await parts.database.read(learned.get, numbering_name(parts.connected.system.name))
    if known:
        return [Finding(True, f"請求書番号: {known}（最初の返事から学びました）")]
    return [Finding(None, "請求書番号: まだ分かりません", "最初の請求書を作るときに自動で分かります")]


async def _templates(parts: Parts) -> list[Finding]:
    if not parts.connected.system.capabilities.layouts:
        chosen = parts.policy.billing.template_id
        if not chosen:
            return []
        label = parts.connected.system.label
        what = f"{label}では帳票テンプレートを指定できません"
        return [Finding(False, what, "[billing] template_id を外してください")]
    templates = await parts.connected.system.templates()
    chosen = parts.policy.billing.template_id
    if chosen and chosen not in {identity for identity, _name in templates}:
        names = "、".join(f"{identity}: {name}" for identity, name in templates)
        return [
            Finding(
                False,
                f"帳票テンプレート {chosen} がありません",
                f"[billing] template_id に次のどれかを書いてください: {names}",
            )
        ]
    shown = "、".join(f"{identity}: {name}" for identity, name in templates)
    return [Finding(True, f"帳票テンプレート: {chosen or '標準'}（{shown}）")]


async def _mail(parts: Parts) -> list[Finding]:
    server, to = parts.settings.smtp_host, parts.policy.mail.alerts
    if server and to:
        return [Finding(None, f"メールでのお知らせ: {server} → {'、'.join(to)}")]
    if server:
        return [Finding(False, "メールの宛先がありません", "config.toml の [mail] alerts に宛先を書いてください")]
    if to:
        return [Finding(False, "メールサーバーの設定がありません", "SMTP_HOST と SMTP_FROM を設定してください")]
    return [Finding(None, "メールでのお知らせはありません（Slack だけです）")]
