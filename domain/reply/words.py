"""The words of replies: what a date or a figure is for, what changes it, what makes it uncertain or chatter."""

import re

from domain.reply.said import DateField

SENTENCE = re.compile(r"[^。\n!！]+[。!！]?")
QUESTION = re.compile(r"[?？]|(?:でしょうか|ですか|ますか|ませんか|かな|教えて(?:ください|下さい)?)[。\s]*$")
UNSURE = re.compile(
    r"かも|たぶん|多分|おそらく|恐らく|可能性|見込|検討|(?:し|でき|なっ|だっ|たら|れ)(?:たら|ば)|なら[、ば]?|予定|"
    r"(?:では|じゃ)(?:ありません|ないです|ない$)|相談|確認(?:中|します|してみ)|"
    r"ごろ|頃|前後|目[処途]|めど|(?i:\b(?:maybe|might|if)\b)"
)
INSTEAD = re.compile(
    r"(?:では|じゃ|で)なく(?:て)?[、,\s]*|(?:から|→|⇒|->)\s*(?=[^、。]*(?:に|へ|です|でした|でお願|$))"
)
CHANGE = re.compile(
    r"訂正|修正|変更|変わり|間違|誤り|誤記|正しくは|に(?:し|なり)ま|でした|でお願い|に(?:して|直して)|"
    r"(?i:change|correct|instead|should be)"
)
WRONG = re.compile(  # says that something changes even where it does not say to what
    r"(?:訂正|修正|変更|変わ[りっ]|間違[いえっ]|誤り|誤記|違[いっ])"
    r"(?!い?(?:は|も|が|など)?\s?(?:ない|無い|なし|無し|あり?ません|ございません))|(?i:\b(?:change|correct|wrong))"
)
OVER = re.compile(
    r"キャンセル(?!料|ポリシー|待ち|不可)|失注|(?:取り?消|取り?下げ)(?!線)|白紙|中止|見送り|保留|ペンディング|ストップ|"
    r"延期|なしになり|無しになり|なくなりました|(?i:cancel|on hold|postpone)"
)
DONE = re.compile(r"確認(?:しました|済)|(?:入金|支払|送付|納品|着金)(?:済|しました|されました|完了)|ありがとう")
LABELS: tuple[tuple[DateField, re.Pattern[str]], ...] = (
    ("delivery_date", re.compile(r"納期|納品|納入|お?届け|(?i:deliver)")),
    (
        "billing_date",
        re.compile(
            r"請求日|請求(?:は|を|して|し(?:たい|ます))|(?:請求書の?)?(?:発行日|日付)|請求書は(?=.*付)|"
            r"(?i:invoice date)"
        ),
    ),
    ("due_date", re.compile(r"支払|振込|振り込|入金|期限|期日|(?i:\bdue\b|payment)")),
    ("order_date", re.compile(r"受注日|契約日|注文日|発注日|(?i:order date)")),
)
NO_DATE = re.compile(r"(?:納品|納入|届け|支払い?|振込)(?:場所|住所|先|方法|時間)")  # the invoice says nothing of these
AFTER = re.compile(r"\d\s?(?:[ヶケかカヵ箇]月|週間|日)後")
QUANTITY = re.compile(r"数量|個数|台数|本数|人数|口数|枚数|件数|ライセンス数|(?i:quantity|qty)")
UNIT_PRICE = re.compile(r"単価|@|[1一]?(?:個|台|本|名|人|枚|件|月|式)(?:あたり|当たり)|(?i:unit price)")
AMOUNT = re.compile(r"金額|合計|総額|価格|代金|請求額|受注額|料金|(?i:amount|total|price)")
SUM = re.compile(r"合計|総額|請求額|(?i:total)")
EXTRA = re.compile(
    r"追加|加えて|プラス|別途|合わせて|あわせて|も(?:お願い|入れ|含め|受注|いただ|一緒)|(?i:\badd\b|plus)"
)
OFF = re.compile(r"値引|割引|引き|オフ|(?i:off\b|discount)")
MONTHS = re.compile(  # 12月分 is December, 6ヶ月後 a date: neither counts
    r"(?:(?P<half>半年)|(?<!\d)(?P<count>\d{1,2})\s?(?:[ヶケかカヵ箇]月|(?P<year>年)(?=分|契約|間)))"
    r"(?!後|前|目|以内|以上|ほど|くらい|ぐらい|かか)(?P<bought>分|契約|間の?契約)?"
)
COMPANY = r"(?:取引先|(?<![式限同資名])会社名?|社名|請求先|宛名|宛先)"
COMPANY_LABEL = re.compile(COMPANY)
PARTNER = re.compile(
    COMPANY + r"(?:名)?(?:は|を|:|が)\s?(?:正しくは)?\s?"
    r"(?!\s?(?:違|間違|誤|変わ|変更|未定))(?P<name>[^、。\n]{2,60}?)(?:さん|様|御中)?\s?(?:です|でした|に(?:変更|修正|訂正|して|なり)|でお願い|が正し|$)"
)
OWNER = re.compile(
    r"担当(?:者)?(?:は|を|:|が)\s?(?!先方|お?客様|お客さん|客先|向こう|相手)(?P<name><@[A-Z0-9]+(?:\|[^>]*)?>|[^、。\n\s]{1,20}?)(?:さん)?\s?"
    r"(?:です|でした|に|でお願い|$)"
)
MENTION = re.compile(r"担当(?:者)?(?:は|を|：|:|が)\s?<@([A-Z0-9]+)(?:\|[^>]*)?>")
ASIDE = re.compile(r"(?:先方|お客様|お客さん|客先|向こう|相手)(?:の|側の?)?(?:ご)?担当")
NAME_BEFORE = re.compile(r"(?P<name>[^\s、。,:は]{1,40})\s?(?:を|が|で|:|も)?\s?$")
ALONE = re.compile(  # what is left of a sentence that says an amount and nothing else
    r"[\s、。,()!]*(?:(?:大変)?(?:すみません|失礼しました|申し訳ありません)|正しくは|はい)?[\s、。,()!]*"
    r"(?:です|でした|になります|となります)?[\s。!]*"
)
NO_QUANTITY = ("分", "時", "時間", "日", "週", "週間", "回目", "階", "号", "歳", "%", "期", "年目", "か所目")
