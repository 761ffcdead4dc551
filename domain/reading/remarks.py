"""What a row or a sentence says about the goods: how much work, until when, that they were cancelled."""

from __future__ import annotations

from collections.abc import Sequence

from domain.lazy_regex import regex
from domain.reading.line_model import Line
from domain.reading.not_taken import NOT_TAKEN
from domain.reading.text_rows import row_of
from domain.reading.tokens import Token

# 稼働は3.75人月, 体制：4月1.0人月: what is told about the goods and names none of them
_ATTRIBUTE = regex(
    r"(?:実?稼[働動]|工数|体制|日程|期間|会期|工期|日時|規模|実働|人員|要員|配員|ボリューム|頻度|目安|見込み?|"
    r"(?:延べ?|のべ)?(?:回|件|枚|部|台|個|人|名|本|冊|箱|日|泊|席|時間|ページ|文字|セット|口|社|戸|室)数|"
    r"(?:送料|運賃|税|消費税|手数料|工賃|(?:設置|施工|諸経|工事|交通)費|配送料?|代引き?料?|全部|すべて|全て|一切|もろもろ|諸々)(?:も|は|等|など)?"
    r"(?:込み?|込々|コミ)(?:込み?)?(?:価格|金額|で|の)?|お?(?:金|値段)|支払い?総額|特価|特別価格|卸値|売価|仕切り?(?:値|価格)?|(?:金額)?単位|定価|正価|標準価格|(?:のところ|ところ).*|(?:ぶん|分)?の?一括(?:で|の)?|"
    r"(?:ご)?(?:依頼|発注|注文|契約|購入|申込)(?:主|者|人|元)|(?:キリ|きり|切り)(?:よく|良く)|同(?:額|値|価格|料金|条件|単価)|.{2,}(?:が|は|を|も).{0,12}(?:ない|ず|ので|ため|から|けど|けれど|たら|れば)|"
    r".{2,}(?:ので|なので|ため)[一-龥]{1,4}|(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:分|度)?|"
    r"[^\s]{0,4}(?:最初|当初|結局|結果|予算)(?:は|的には?|として)?|"
    r"(?:当初|最初|もともと|元々|前回|昨年|前年|予算|概算|見積り?)(?:は|が|の|で)?[^\s\d]{0,2}\d[\d,.~-]{0,8}[^\d\s]{0,2}|"
    r"(?:掛け?|値引き?|割引|歩|粗利|利益|料)率.*|.{0,6}(?:他社|競合|ライバル)(?:さん|様|各社)?|"
    r"(?:大型|大口|小口|久々|久しぶり|朗報|吉報|速報|念願|待望|ご?好評|大?人気|リピート|リピーター|再注文|おかわり)(?:の|案件)?|"
    r"[\d,.]+(?:で|に)[一-龥]{1,2}[ぁ-ん]{0,4}|"
    r"(?:お|ご)?(?:相手先?|客先|得意先|取引先|顧客|お客(?:様|さん|さま)?|先方|担当者?|窓口)(?:企業|会社)?|"
    # 値下げで 210,000円: how the price came about; a discount has a figure of its own and is no verb
    r"(?:お?値引き?|割引|お?値下げ|ディスカウント|おまけ|端数(?:調整|カット|切り?|処理)|まとめ(?:買い)?|\d{1,2}\s?(?:%|割|パーセント)(?:OFF|オフ|引き?))"
    r"(?:で|して|し|の上で?|により|にて|込みで|済みで?|いたし)|まとめ買い|"
    # 週1で年間, 月2回の1年間, 毎週
    r"(?:(?:毎|隔|各)(?:日|週|月|年)|[日週月年]\s?(?:[\d一二三四五六七]\s?(?:回|度|日|ペース)?|数回))(?:ペース|実施|訪問|定期)?(?:で|の|、)?\s?(?:\d{1,2}(?:ヶ月|か月|年)間?|年間|通年|半年|一年|1年)?|"
    # who takes part is not what was sold
    r"(?:被験|受講|参加|対象|受診|受験|出席|来場|入場|聴講|応募|回答|搭乗|乗車|宿泊|利用|契約|登録)(?:者|客|社員)(?:様|数)?)"
    r"(?:は|が|で|:)?"
)
# うちで作らせてもらえます, 追って, 先方押印済み: who does it and how far the papers are
_STATE = regex(
    r"(?:うち|ウチ|弊社|当社|自社|わが社|我が社|私ども|こちら)(?:で|に|が|から|の方で|のほうで).*[ぁ-ん]|"
    r"(?:追って|おって|後日|後ほど|のちほど|取り?急ぎ|とりいそぎ|まずは|改めて|あらためて|別便で?|折り返し)|"
    r"(?:先方|社内|当方|弊社|当社|両社|双方)?(?:の|で|は|も)?"
    r"(?:押印|捺印|署名|調印|記名押印|承認|決裁|稟議|与信|与信確認|審査|検印|回収|返送|受領|確認|了承|サイン)済み?"
)
# 税込82,500円に落ち着き、: the verb of the sentence, not what was sold
# 工賃も処分費も入れて, 他社と競合して, 契約書送ります, 評判がよいので: a clause of the sentence
_CLAUSE = regex(
    r"[日週月年]|もとい|(?:どちらも|どれも|いずれも|両方とも?)[^\s、。]{0,4}|(?:誤り|間違い|誤記|勘違い|打ち間違い|書き間違い)(?:で|でした|です)?|(?:ご?(?:契約|受注|注文|発注|納品|検収|更新|締結))日|"
    r".{1,40}[をがもはにと].{0,8}(?:[いきしちりっえけせてねべめれげぜ]て|[んい]で)(?:も|は|から)?|"
    r".{0,40}[一-龥ぁ-ん](?:ます|ました|ません|ましょう|でした)(?:が|ので|けど|よ|ね|し)?|"
    r".{2,40}[ぁ-んな]ので(?:あと?)?|.{2,40}[ぁ-ん](?:けれ?ど|ものの|ところ)|"
    r"(?:これ|それ|あれ|ここ|予算|定価|見積り?)?に?(?:対し|比べ|比し|加え|関し|つい|おい|当たっ|あたっ|伴っ|基づい|沿っ|応じ|"
    r"先立っ|際し|向け|通じ|よっ|とっ)て(?:は|も)?|"
    r"(?:[QA問答]\s?\d{0,2}[.:)]?\s?)?(?:何|なに|どちら|どこ|どなた|誰|いつ|いくら)?(?:様|の商品)?|.{0,30}[一-龥ぁ-ん](?:いい|よい|良い|ほしい|欲しい|しい|たい)|"
    r"(?:お|ご)?[一-龥]{1,4}[ぁ-ん]{0,3}[しいっりえけせてねべめれげ]て|"
    r"(?:お?見積り?|提示|提案|商談|契約|初回|当初|交渉)(?:時点?|段階|後|中)|"
    r"(?:(?:今|本|来|昨|去|前|当|翌)(?:年度?|月|週|期|日|回|度)|一昨年|去年)(?:度|分)?|"
    r"(?:先方|お客(?:様|さん)|客先|相手方?|当方|弊社|社内)(?:側)?(?:の|から|より)(?:ご?(?:希望|要望|都合|事情|予算|意向|依頼|指定|条件)).*|"
    r"(?:後ほど|のちほど|後日)[一-龥]{2,4}(?<![費料代])|(?:税[抜込]き?)?換算(?:で|額)?|"
    # 税抜に直すと, 値交渉のすえ, 工事費は込み
    r".{0,14}(?:直|なお|換算|計算|割り?戻|足|引|加え|含め|入れ|除|合わせ|まとめ|均|なら|換え)(?:す|する|く|る)?と|"
    r".{1,14}の(?:すえ|末に?|結果|うえ|上で?|甲斐(?:あって)?|おかげ|お陰|関係|都合|兼ね合い|流れ)(?:で|に)?|"
    r"[^\s]{1,8}(?:は|も)(?:込み?|含む|無料|無償|サービス|別|なし|無し)|"
    r"(?:お|ご)?(?:支払い?|請求|購入|買い?上げ?|会計|見積り?|振込|取引|落札|妥結|決定)(?:総?額|金額|合計|代金)?|"
    r"(?:価格|金額|条件|単価|最終)?(?:合意|妥結|決着|着地|確約|快諾|承諾|了承|内諾|手打ち|値決め|折り合い|折れ|納得)"
)
# 受注月末請求, 検収後一括払い; 会場は市民ホール; 再提示, 最終: how it is paid, where it takes place, which offer it was
_TERMS = regex(
    r"(?:受注|契約|注文|発注|納品|納入|検収|完了|完成|引き?渡し|出荷|施工|着工|翌々月|[当翌毎今来]月|月|末日?|時|後|前|同時|締め?切?り?|〆|以内|"
    r"\d{1,3}日?|一括|分割|現金|銀行|口座|全額|に|で|の|は|\s){1,10}(?:ご?請求|お?支払い?|払い?|お?振込み?|ご?入金|精算|引き?落と?し)(?:予定|済み?|分)?|"
    r"(?:会場|場所|開催地|現場|現地|納品先|納入先|搬入先|設置先|送り先|届け先|集合|時間|日時|日程|開始|終了|雨天時?|荒天時|当日|窓口|住所|連絡先|"
    r"駐車場|予備日|責任者|立ち?会い?|講師|司会|参加者|人数|期間|納期|用途|目的|理由|きっかけ|決め手|紹介元|条件|入金|振込先|保証|搬入|出荷|発送|工期)"
    r"は.{2,}|"
    r"(?:開催|(?:運用|利用|使用)?開始|終了|着手|着工|完工|竣工|稼働|開店|開業|オープン|キックオフ|公開|納車|引き?渡し|締結|入稿|校了|発売)(?:日|時期|予定日?)?|"
    r"[^\s\d、。]{0,8}(?:費|料|代|賃)等?(?:も|は|を)?(?:込み?|込めて|別途?|サービス|無料|無し|なし)(?:で|の|価格|金額)?|"
    r"(?:初回|再々?|再度|最終|当初|修正後?|改定後?)(?:の)?(?:ご?提示|ご?提案|見積り?|オファー|回答|指値|案|額|金額|価格|値)?(?:が|は|で|の)?"
)
# 10%OFF → 単価2,880円: the rate by which a price that follows came about; 10%OFF ▲48,600 is a line
_RATE_OFF = regex(r"(?:一律|特別)?\d{1,2}(?:\.\d)?\s?(?:%|割|パーセント)\s?(?:OFF|オフ|off|引き?|値引き?|割引)")
_TO_A_PRICE = regex(r"[\s→⇒、で=の]{0,6}(?:単価|特価)?\s?[@¥]?\d")
# 作業立会い半日 無償: goods that nothing is paid for
_GIVEN_FREE = regex(r".+[\s](?:無償|無料|サービス|進呈|おまけ|タダ|不要)(?:対応|提供)?")
# ペリカン湾…もとい, A社、じゃなくて: a word its writer takes back
_TAKEN_BACK = regex(
    r"[…、,。.・\s)]{0,4}(?:もとい(?![^\s、。]*?屋)|(?:じゃ|では)な(?:く|かった|い方)|の(?:間違い|誤り))"
)
# B案=会社案内: what stands in front of the sign is a key
_IS_KEY = regex(r"[^\S\n]?=[^\S\n]?(?=[^\s\d¥@=])")
_VERB = regex(r"[一-龥]{1,2}[ぁ-ん]{0,2}[一-龥]?[きしりみいちびぎえけせてれめね]")


# 端数は後で確定しますが, 価格で揉めましたが: the words in front of such a verb tell something and name nothing
_GOES_ON = regex(
    r"(?:い?た)?(?:し|れ|せ|え|い|り|み|き|ち|け|め|て|で|っ|ん)?(?:ます|まし|ませ|だっ|でし|です|た|だ)"
    r"(?:た|ん|でした)?(?:が|けど|けれ|ので|から|し、|ものの|ところ)"
)
_TELLS = regex(r".{0,30}[はもにでと].{0,12}(?:[一-龥]{2}|[ぁ-ん])")
_STEM = regex(r"[一-龥]{1,2}[ぁ-ん]{1,5}|[ぁ-ん]{2,8}")


def is_remark(text: str, token: Token) -> bool:
    """Whether a word is what a sentence says about the goods or its verb."""
    word = text[token.start : token.end]
    if _GOES_ON.match(text, token.end) and (_TELLS.fullmatch(word) or _STEM.fullmatch(word)):
        return True
    if _GIVEN_FREE.fullmatch(word) and text[token.end : token.end + 1] in ("、", "。", "\n", ""):
        return True
    if _RATE_OFF.fullmatch(word) and _TO_A_PRICE.match(text, token.end):
        return True
    if (_TAKEN_BACK.match(text, token.end) and not word[-1].isdigit()) or (
        len(word) <= 8 and _IS_KEY.match(text, token.end)
    ):
        return True
    verb = _VERB.fullmatch(word) and text[token.start - 1 : token.start] in ("に", "で", "を", "が", "と")
    return bool(
        _ATTRIBUTE.fullmatch(word)
        or _STATE.fullmatch(word)
        or _TERMS.fullmatch(word)
        or _CLAUSE.fullmatch(word)
        or (verb and text[token.end : token.end + 1] in ("、", "。", "\n", ""))
    )


_CANCELLED = regex(
    rf"{NOT_TAKEN}|"
    r"不要(?:に|と)|なくなりました|(?:今回|今期)は?(?:なし|無し|除外|対象外|外れ)|除外|失注|保留|辞退|次回(?:に|へ|以降)?(?:回|送|持ち越)|"
    r"(?<![A-Za-z])(?i:not included|skipped|deferred|postponed|removed|cancell?ed)(?![A-Za-z])"
)


def without_cancelled(text: str, lines: list[Line]) -> list[Line]:
    """The lines without those whose row says behind the price that they were cancelled or put off."""
    kept = [line for line in lines if not (_is_cancelled(text, line, lines) or _is_earlier(text, line))]
    return kept if kept else lines


_EARLIER = regex(
    r"(?:前回|前年度?|昨年度?|去年|従来|以前|これまで|先月|前期|前々回)(?:は|が|の[^、。\n]{0,8}は)[^、。\n\d]{0,12}\d"
)
_WAS = regex(r"[^。\n]{0,6}(?:だった|でした)")


def _is_earlier(text: str, line: Line) -> bool:
    """前回は80連で896,000円だったので: what was bought before."""
    at = line.span[0]
    found = _EARLIER.search(text, max(row_of(text, at)[0], at - 20), at + 20)
    return found is not None and found.end() > at and _WAS.match(text, line.span[1]) is not None


def _is_cancelled(text: str, line: Line, lines: Sequence[Line]) -> bool:
    if line.description is None:
        return False
    start = line.description[1]
    end = row_of(text, start)[1]
    if not _CANCELLED.search(text, start, end):  # before looking for the next one: a row may have thousands
        return False
    following = min((other.span[0] for other in lines if start <= other.span[0] < end), default=end)
    return _CANCELLED.search(text, start, following) is not None
