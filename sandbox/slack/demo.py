"""A small Japanese company to begin with."""

from sandbox.slack.workspace import SlackWorkspace

EXAMPLE = """【受注報告】
取引先：株式会社青空商事
件名：ホームページ改修
金額：330,000円（税込）
請求日：今月末
支払期限：翌月末
よろしくお願いします！"""

SALES = "U0TANAKA01"
ACCOUNTANT = "U0SATO0001"
MANAGER = "U0SUZUKI01"
ORDERS = "C0JUCHU001"
FINANCE = "C0KEIRI001"


async def furnish(slack: SlackWorkspace) -> None:
    """Add people, channels and the accountants' user group, unless somebody works here already."""
    if any(not user.is_bot for user in slack.state.users.values()):
        return
    await slack.add_user("tanaka", real_name="田中 太郎（営業）", id=SALES)
    await slack.add_user("sato", real_name="佐藤 花子（経理）", id=ACCOUNTANT)
    await slack.add_user("suzuki", real_name="鈴木 一郎（経理部長）", is_admin=True, id=MANAGER)
    await slack.add_channel("受注報告", id=ORDERS)
    await slack.add_channel("経理", [ACCOUNTANT, MANAGER], is_private=True, id=FINANCE)
    await slack.add_channel("雑談", with_app=False)
    await slack.add_usergroup("keiri", [ACCOUNTANT, MANAGER], "経理部")
    slack.state.channels[ORDERS].topic = "受注したらここに書いてください。請求くんが読み取ります。"
