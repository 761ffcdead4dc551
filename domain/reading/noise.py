"""Phrases of politeness and business that are no part of what was sold."""

from __future__ import annotations

from domain.lazy_regex import regex

# 契約の詳細は以下: whatever stands before, so it is only tried where something is said to be elsewhere
_POINTER = r"(?:詳細|明細|内訳|内容|条件)は?(?:以下|下記|別途|添付|後ほど)"
_POINTS = regex(_POINTER)
_PHRASE = (
    r"(?:皆(?:さん|さま|様)|チームの?皆さん|各位)?[、\s]?(?:お疲れ(?:様|さま)?(?:です|でした|"
        r"でございます)?|おつかれ(?:さま|様)?です?|お世話になって(?:おり|い)ます|"
        r"いつも(?:お世話になって(?:おり|い)ます|ありがとうございます)?|おはようございます|こんにちは|"
        r"こんばんは|失礼します)"
    r"|(?:ご)?(?:報告|連絡|共有)(?:です|いたします|します|させて(?:いただ|頂)きます|申し上げます|まで)|"
        r"(?:下記|以下)(?:の(?:通り|とおり|内容で?|件|条件で))?(?:、|にて)?(?:ご?受注)?(?:いたしました|"
        r"しました|です|となります|で)?|取り急ぎ(?:ご?(?:報告|連絡|共有)(?:まで|です)?)?"
    r"|(?:何卒)?(?:どうぞ)?(?:よろしく|宜しく)(?:お願い(?:いた|致)?します|お願い申し上げます|"
        r"お願いします|です|っす)?|お願い(?:いた|致|申し上げ)?(?:し)?ます|ありがとうございます?(?:した)?|"
        r"(?:で)?ございます"
    r"|(?:最終的|結果的|結局)(?:に|は)?|"
        r"(?<![\d/])\d{4}[/年.]\d{1,2}月?\s?(?:[~-]|から)\s?(?:\d{4}[/年.])?\d{1,2}月?(?:末|分|まで)?(?!\d)"
    r"|【[^】\n]{0,20}】|(?:無事|見事|めでたく|晴れて|ようやく|ついに|やっと|早速|正式に|正式|"
        r"本日付け?で?|新規で|新規(?=受注|契約|獲得|の?ご?発注)|追加で|続いて|再度|改めて)(?=、|\s|"
        r"[ァ-ヶ一-龥ぁ-んA-Za-z0-9])"
    r"|(?:の(?:業務委託|業務|委託|売買|請負|工事請負|準委任|賃貸借|リース)(?=契約[をがは])|を|が|の|で|にて|、|も|は|ご)?\s?(?:ご|お(?=申し?込))?(?:大型|新規|追加|追加で|継続|正式に?|無事に?|"
        r"口頭)?(?:受注|発注|注文|契約|成約|決定|獲得|オーダー|落札|申込み?|申し込み|内定|(?<!の)更新|採用)(?:書|"
        r"確定|決定|報告|速報|連絡|完了|成立|締結|更新)?(?:を|が|は|も|に|で|の)?(?:正式に|無事に?)?(?:受領|"
        r"受理|確定|決定|受け取り|受け取|頂戴|承|賜|いただ|頂|もら|届|入|来|取|決ま|締結|成立|完了|ありま|至り|なり|"
        r"獲得)?"
    r"(?:しました|いたしました|致しました|いたします|きました|けました|けたので|りました|えました|"
        r"まりました|ました|ございました|となりました|になりました|なりました|できました|です|でした|だ|した|"
        r"いた|った|済み?|済|!|ー)+(?:ので|が|ため|よ|ね|。|!|！|ー|\s|っ)*"
    r"|(?:を|が|で|にて)?(?:正式に|無事に?)?(?:受注|成約|獲得|ご契約|ご発注|契約締結|正式受注|"
        r"正式発注)(?=[。、!！(\s\n\x01]|$)|(?:が|に|で|で本|を)?(?:正式に)?(?:決まりました|決まった|決まり(?=[。、!！\s\n)]|$)|決定|"
        r"確定しました|取れました|取ってきました|いただきました|頂きました|いただいた|もらいました|"
        r"となります|になります|になりました|となりました|でした|です(?=[。、!！\s\n)]|$)|"
        r"ます(?=[。、!！\s\n)]|$)|とのことです|だそうです|そうです|の予定です|予定です|の模様|します)"
    r"{pointer}"
    r"|(?:請求書?|見積書?|契約書|注文書|発注書)(?:の)?(?:発行|送付|作成|手配|準備|"
        r"処理)?(?:を)?(?:お願い(?:いた|致)?します|をお願い[^\n。]{0,12}|ください|下さい)"
    r"|(?:金額|価格|単価|(?<![一-龥ァ-ヶーA-Za-z])(?:料金|費用)|合計|総額|小計|消費税|税額|支払|納期|請求|数量|売上|受注額|契約金額|"
        r"お値段)(?:は|が|の|で|：|:)(?=[\s¥$約\d\x01])|(?:お?値段|金額|合計|総額|トータル|締めて|合わせて|"
        r"全部で|(?<![一-龥])計)(?=[\s¥$約\d]|$)"
    r"|(?:で|と)(?:お?伝え|ご?案内|書い|申し上げ|ご?報告|記載)[^\n\d。]{0,12}?(?:誤り|間違い)(?:で|でした|です)?[、。]?"
    r"|(?:正しく|正確に)は(?=\s?[¥@]?\d)|お?[一1]人様(?:あたり|当たり|につき)?(?=\s?:?\s?[¥@]?\d)"
    r"|(?i:(?<![A-Za-z])(?:PO received|received (?:a |the |their )?(?:PO|purchase order|order)|"
        r"closed[- ]won|we (?:have |just |'ve )*(?:won|closed|landed|signed)|(?:has |have |just |officially |"
        r"finally )*(?:signed|ordered|placed an order|confirmed|purchased|bought)(?: a| an| the| our|"
        r" with us)?|new (?:order|deal|win)|deal (?:closed|won|signed)|won|order (?:received|confirmed|"
        r"report)|good news|great news|hi (?:all|team|everyone)|hello|thanks!?|thank you|please (?:issue|"
        r"send|prepare|invoice)[^.\n]{0,40}|total|invoice|payment|totaling|per|plus|worth|today|yesterday|"
        r"the|deal|order|purchase order)(?![A-Za-z]))"
)  # fmt: skip
_PHRASES = regex(_PHRASE.replace("{pointer}", ""))
_PHRASES_AND_POINTERS = regex(_PHRASE.replace("{pointer}", rf"|(?:[^\s。、\n]{{0,8}})?{_POINTER}[^\n。]{{0,20}}"))


def find_noise(text: str) -> list[tuple[int, int]]:
    """Ranges that no description may hold."""
    phrases = _PHRASES_AND_POINTERS if _POINTS.search(text) else _PHRASES
    return [found.span() for found in phrases.finditer(text) if found.end() > found.start()]


_SUBJECT = regex(
    # ご契約御礼(社内共有), 受注完了のお知らせ
    r"^(?:(?:ご|御)?(?:受注|発注|注文|成約|契約|採用|購入|申込|落札|決定)(?:の|に関する|につき)?"
    r"(?:(?:ご|御|お)?(?:報告|連絡|共有|通知|知らせ|礼|速報|締結|成立|完了|確定)(?:の|に関する)?){1,3}(?:の?件)?"
    r"\s?(?:[(【][^)】]{0,14}[)】])?|ご?(?:受注|発注|注文|成約|契約|見積)(?:書)?(?:の)?(?:ご?(?:報告|連絡|依頼|案内|お願い|送付|"
    r"件))?(?:の件)?|ご?(?:報告|連絡|依頼|お願い)|下記|以下|別紙|添付)(?:の?(?:通り|とおり|参照))?$"
)
_FILLER = regex(
    r"^(?:全|延べ?|のべ|(?:ページ|頁|枚|台|個|本|冊|人|名|ID|席|時間|日|月|年|回)(?:の|あたり)?|(?:受注|"
    r"契約|成約|発注|売上|販売|請求|ご?契約|決定|最終)(?:金)?額|(?i:billed|invoiced?|paid|payable|signed|"
    r"starting|effective|monthly|yearly|annual)|[一-龥]{0,3}[ぁ-ん]{1,10}(?:ました|ましたが|ので|けど|"
    r"です|ます|って|して|った|たい|たが)|"
    r"[^\s]{0,8}(?:営業部|本部|[一二三\d]課|支店|営業所|支社)|(?:金額|価格|単価|費用|料金)[はがも].*|"
    r".*[をがにも](?:いただき|頂き|もらい|受け|いたし|なり|届き|得て?|踏まえ)|"
    r"(?:\d{1,2}\s?%の?)?(?:値引|割引)き?(?:後|適用後|して|の上で?)|特別価格|[\W_]*|.*(?:どおり|通り|とおり)(?:の|に|で)?|.{0,12}(?:だけ|"
    r"のみ)?先に共有|[ぁ-ん、。\s!！ー~\x01]*|(?:で|の|は|が)?(?:受注|発注|契約|成約|新規|追加|決定|正式|"
    r"無事|件|報告|速報|共有|連絡|詳細|内容|金額|合計|総額|小計|計|税|税率|消費税|支払い?|支払条件|"
    r"請求書?|入金|納品|納期|予定|担当|営業|様|御中|社|分|月|日|年|円|本日|今日|昨日|今回|以上|備考|なし|"
    r"有|無|済み?|別途|内訳|明細|"
    r"数量|単価|金|各|ほか|他|等|など|OK|ok|PO|No|お客様|先方|弊社|当社|正式受注|初回|初受注|大型受注|売上|"
    r"対象|税込|税抜|月額|年額|毎月|月々|年間|一括|分割|現金|振込|銀行振込|継続|更新|即日|通常|月|"
    r"程度|前後|込み?|抜き?|のみ|期間|開始|から|まで|宛|様宛|御見積|見積|より|経由|紹介|締結|受領|受注日|"
    r"契約書|発注書|注文書|申込書|返送|捺印|押印|合わせ|全部|本件|案件|同社|同|上記|下記|以下)[ぁ-ん\s]*"
    r"|(?i:(?:we |i |just |have )*(?:got|received|landed|closed|signed)(?: the| a| an)?(?: signed)?|by|for|of|"
    r"and|from|to|with|the|a|an|x|at|on|in|or|as|if|but|was|were|be|been|has|have|had|will|would|'ve|'re|is|are|we|they|per|month|months|year|total|net|"
    r"tax|incl|excl|due|date|qty|usd|jpy|yen|each|invoice|payment|billing|only|this|that|it|our|us|via|"
    r"re|fyi|please|thanks|team|all|so|just))$"
)


def is_subject(word: str) -> bool:
    """True for the subject of a mail or a pointer to elsewhere, which no label makes goods."""
    return bool(_SUBJECT.match(word.strip()))


def is_filler(word: str) -> bool:
    """True for what is left over of a sentence and names nothing that could be sold."""
    return bool(_FILLER.match(word.strip()))
