"""Is this an order that has been won? Firm words against forecasts, quotes, losses, cancellations and chatter."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FIRM = re.compile(
    r"受注(?!予定|見込|前|後の?(?:流れ|フロー)|率|残|者|予測|可能|確度|が?(?:できそう|とれそう|取れそう|"
        r"見えて|ほぼ)|で?き(?:そう|れば|たら|るか|ず|なかった|ませ)|しそう|になりそう|なるか|"
    r"したら|すれば|した(?:場合|際|ら)|の(?:場合|際は|可能性|見込|確度|予定|流れ)|を(?:目指|狙)|"
        r"に(?:向け|至ら|は至ら|つなが|繋が|なれば)|には至|ならず|ではな|じゃな|まで(?:あと|もう)|"
        r"に?なるかも|管理|システム|フロー|処理|業務|目標|"
    r"実績|状況|件数|一覧|集計|ランキング|総額|累計|合計|ルール|方法|生産|センター|窓口|票|データ|"
        r"フォーム|テンプレ|書式|伝票|取消|キャンセル|停止|残高|停滞|ペース|額は(?:[^\n。]{0,6}(?:達成|億))|"
        r"失敗|、?おめでと|する(?:と|ため|に)|しない|しよう|したい|できる|させて)"
    r"|PO\s?(?:を|も)?\s?(?:無事)?(?:いただ|頂|もらい|ゲット|到着|が届|が来|出ました)|受託(?:しま|いたし|"
        r"です)|(?:様|さん|社)と(?:の)?ご?契約(?=[。!！、\s])|契約書?[はを][^。\n]{0,12}締結済|"
        r"締結(?:が|を)?完了|契約書[^。\n]{0,8}(?:押印|捺印|返送)|(?:発注|注文)(?:して)?(?:くれま|くださいま|下さいま)|契約を?(?:無事)?結(?:びま|べま|ばせて)|(?:追加|ライセンス|"
        r"[)円台個本枚件])[^。\n]{0,16}(?<!了承)(?<!承諾)(?<!確認)(?<!連絡)(?<!返事)(?<!回答)(?<!説明)(?<!入金)(?<!時間)いただきました|ご?予約(?:を)?(?:いただきま|頂きま|承り)|"
        r"申し?込み?(?:を)?(?:いただきま|頂きま)"
    r"|(?:ご?発注|ご?注文|オーダー)(?:書)?(?:を|が|は|の)?\s?(?:正式に|無事|本日|先ほど)?(?:受領|"
        r"いただ(?!け(?:れば|そう|る))|頂(?!け(?:れば|そう|る))|もらい|もらえました|もらった|届き|届いた|"
        r"届きました|受け取|到着|回収|来ま|きまし|入手|拝受|ありま|あった|入りま|入った|はいりま|受けま|承り|"
        r"確定|の連絡|の返信|の回答|決定|メールが)"
    r"|(?:発注書|注文書|PO|契約書|申込書|注文請書)\s?(?:を)?(?:も)?(?:受領|受取|締結|回収|受理|到着|着|"
        r"捺印|押印|received|OK|済)"
    r"|ご?契約(?:書)?(?:を|が|も)?\s?(?:無事|正式に)?(?:締結(?!予定|前|待)|成立|しまし|した(?!ら|い)|"
        r"いただ(?!け(?:れば|そう|る))|頂(?!け(?:れば|そう|る))|完了|決ま(?!り?そう|れば|ったら)|取れま|"
        r"取り交わ|交わし|調印|獲得|です|となりま|になりま|更新(?:しま|いただ|が決|決定|となり|です|を受注)|"
        r"サイン|まとまりま)"
    r"|成約(?!率|見込|予定|し?そう|ならず|に至ら|すれば|したら|の可能性)|(?<!未)決定(?!権|し?そう|待|者|"
        r"次第|予定|会議|は|する|したら|では|すれば|後|の(?:場合|際|予定))|決まりました|決まった(?!ら)|"
        r"決まりです|クローズ(?:しました|です|できました)|獲得(?:しました|です|できました|!)|(?:契約|受注|"
        r"案件|仕事|注文|コンペ|大口|商談)(?:が|を|、|も)?\s?(?:無事に?)?取れました|勝ち(?:ました|取)|"
        r"落札(?:しました|です|!|し)|ゲットしま"
    r"|(?:正式|本)(?:に)?(?:発注|受注|契約|オーダー|注文)(?!は|待|前|予定|ではな|をいただけ|いただけ|"
        r"頂け|次第)|内定から正式"
    r"|(?i:closed[- ]?won|\bwon\b(?!'t)|we(?:'ve| have)? (?:just )?(?:closed|won|landed|signed)|"
        r"deal (?:closed|signed|done|won)|\bsigned\b(?! off)|(?:PO|purchase order|"
        r"order)[^.\n]{0,30}(?:received|confirmed|came in|arrived|is in|in hand|placed|issued)|"
        r"received[^.\n]{0,24}(?:PO\b|purchase order|order|contract)|new order|got the (?:PO|order|deal)|"
        r"order confirmed|order report|placed an order|ordered|PO attached|contract executed|sealed)"
)  # fmt: skip
_LATER: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "失注",
        re.compile(r"失注|敗退|負けま|見送り(?:とな|にな|です|で|と)|不採用|他社(?:に|で|さん|様)[^。\n]{0,8}決ま|"
            r"落選|選ばれません|受注ならず|受注に(?:は)?至ら|受注できません|取れません|獲得できず|"
            r"(?i:closed[- ]lost|\blost\b|went with (?:a )?compet|did(?:n't| not) (?:win|get))"),
    ),
    ("キャンセル", re.compile(r"キャンセル(?!料|ポリシー|待ち|不可|規定|なし|無し|は(?:不可|でき)|分|枠)|(?:受注|"
        r"発注|注文|契約)(?:を|の|が)?(?:取り?消|取り?下げ)|取り?消し?(?:に|と|で|の連絡|です|を)|白紙|"
        r"解約(?!した|分|時|は|金|条項|不可|予告)|中止(?:に|と|の連絡|です)|撤回|(?i:cancel(?:l?ed|lation|"
        r"s)?)")),
    ("保留", re.compile(r"保留|ペンディング|延期(?:に|と|です)|ストップ(?:に|が|し)|一旦止|凍結|(?i:on hold|"
        r"postponed)")),
    ("返品・返金", re.compile(r"返品|返金|返却(?:された|の連絡)|(?i:refund|returned)")),
)  # fmt: skip
_PENDING = re.compile(
    r"(?:もらえ|いただけ|頂け|取れ|とれ|決まれ|決まっ|受注でき|貰え)(?:れば|たら)|内示|ヨミ|読み(?:です|"
        r"は|:|に)|見込(?!客|み客|顧客)|受注予定|発注予定|契約予定|締結予定|決定予定|成約予定|"
        r"確度(?!\s?[:は]?\s?(?:100|受注|S\b|確定))|(?:でき|取れ|とれ|決まり|もらえ|いただけ|頂け|なり|入り|"
        r"貰え|行け|いけ)そう|濃厚|ほぼ(?:確|決|受注|間違い)|もうすぐ|もう少しで|あと一歩|検討(?:中|いただ|"
        r"頂|して|段階|に入)|稟議(?:中|待|に|が|を)|前向き|"
    r"口頭(?:で|ベース|の?内諾|のみ|では|レベル)|内諾|内定(?!者|式|から)|仮(?:発注|受注|注文|契約|"
        r"押さえ)|(?:受注|発注|契約|注文|決定|成約|採用|決裁|承認)(?:でき|し|になっ|となっ|をいただけ|"
        r"いただけ|頂け)(?:たら|れば|た場合|ましたら)|(?:受注|発注|契約)(?:の|した)場合|受注次第|(?:捺印|"
        r"押印|契約|発注|注文|決裁|承認|回答|返事|締結|サイン|書類|契約書)[^。\n、]{0,4}待ち|発注待ち|"
        r"発注書?待ち|注文書待ち|契約待ち|PO待ち|決裁待|承認待|サイン待|返事待|回答待|連絡待|結果待|(?:まだ|"
        r"未)(?:受注|契約|確定|決定|締結|発注|正式)|(?:発注書|注文書|契約書|PO|正式発注|正式な?(?:注文|発注|"
        r"契約))(?:は|が)?(?:まだ|未着|未受領|これから|後日|来週|来月)|"
    r"確定(?:では|して(?:い)?ない|前|待)|未確定|正式(?:な?)(?:発注|受注|契約|決定|回答|注文)(?:は|待|前|"
        r"では|を待)|商談(?:中|です|しま|して|が|では|に|予定)|アポ(?!イント?スケ)|提案(?:中|しま|書|してき|"
        r"予定|に)|打ち合わせ(?:し|予定|を)|打合せ(?:し|予定|を)|デモ(?:を|実施|予定)|クロージング(?:中|予定|"
        r"に)|来週(?:中)?に?(?:は)?(?:受注|契約|発注|決ま)|今月(?:中)?に?(?:は)?(?:受注|契約|発注)(?:見|予|"
        r"で)|(?:もし|仮に)[^。\n]{0,40}(?:取れ|獲れ|受注|契約|決ま|発注)|可能性|狙(?:い|え|って)|"
        r"期待(?:でき|薄|大)|予想|"
    r"トライアル(?:中|開始|申込)|お試し|PoC(?:中|開始)|フォーキャスト|パイプライン|Aヨミ|Bヨミ|Cヨミ|"
    r"(?i:\bif (?:we|they)|when (?:we|they) (?:win|sign)|likely|expect(?:ed|ing|s)?\b|should (?:close|"
        r"sign|win)|(?:in (?:the|my|our) )pipeline|pipeline (?:update|review|deal|report)|forecast|"
        r"verbal(?:ly)?|tentative|\bLOI\b|letter of intent|pending|hopefully|hoping|might|may (?:order|sign)|"
        r"going to (?:sign|order|close)|will (?:sign|order|decide|close)|about to|close to signing|"
        r"not (?:yet )?(?:signed|confirmed|closed|won)|hasn't|haven't|awaiting|waiting (?:for|on)|negotiat|"
        r"in discussion|considering|evaluat|upside|best case|commit\b|probability|\d{2}% (?:chance|likely|"
        r"sure))"
)  # fmt: skip
_QUOTE = re.compile(
    r"御?お?見積(?:り|もり|書)?(?:を)?(?:申し上げ|いたし|致し|させて)|(?:お?見積(?:り|もり|書)?|概算|"
    r"提案書?)(?:を|の|が|は)?\s?(?:提出|送付|作成|依頼|出し(?!た)|提示|送り|送っ|出しま|出しました|"
    r"お願い|ください|下さい|再提出|更新|有効|回答|欲し|ほし|希望|希望です|中|段階|しま|いたし|致し|"
    r"に(?:て|なり))|お?見積(?:り|もり)?(?:です|となります|になります)|相見積|(?i:quote (?:sent|"
    r"requested|for)|quotation|sent (?:a |the |over )?(?:quote|proposal|estimate)|proposal|RFP|RFQ|"
    r"estimate (?:sent|for))"
)
_PURCHASE = re.compile(
    r"(?<![がらり])(?:さん|様|社|店|屋|に|へ|宛に?)(?:[^。\n]{0,40})?(?:発注(?!書)(?:を)?(?:しまし|しとき|済み?|"
    r"いたしまし|致しまし|かけまし|しています|します|をお願い)|注文しました|外注)|仕入(?:れ(?:ま|た|を|"
    r"しま)|先)|購入(?:しました|します|申請|したい|してもら)|買いました|調達しま|(?:当社|弊社|うち)(?:が|"
    r"から)[^。\n]{0,20}(?:発注|購入|注文)|支払(?:い)?(?:を)?(?:しました|済ませ|完了しました)|経費|"
    r"稟議申請|請求書(?:が|を)?(?:届(?!き?次第)|受け取(?!り?後)|受領(?!後|日|次第|から)|もら|来て|来ま)|(?i:\bwe (?:have )?(?:ordered|purchased|bought|"
    r"paid)|I (?:ordered|bought|purchased)|our purchase|expense)"
)
_PAYMENT = re.compile(
    r"督促|未入金|滞納|延滞|(?:ご?入金|着金|お?振り?込み?)(?:の|を|が|も|は)?\s?(?:確認|ありま|ござい|"
    r"いただ(?!く|け)|頂(?!く|け)|済(?!み?後|次第)|されま|完了|あった|しまし|がはい|入りま|入って)|"
    r"(?:回収|消込|消し込み)(?:完了|済|し)|(?:支払|払)(?:って|い)?(?:もらい|いただき|頂き)まし|"
    r"(?i:payment (?:received|has been|arrived|came)|received (?:the )?payment|(?:has|have) paid|"
    r"paid (?:the )?invoice|wire received|got paid)"
)
_SUMMARY = re.compile(
    r"集計|まとめ(?:です|ます|$|\s|】|:)|今(?:月|週|期|日)(?:は)?(?:トータル|合計|計)|今(?:月|週|期|"
    r"日)の(?:受注|売上|成績|実績|数字)(?:は|額|実績|状況|報告|まとめ|一覧|件数|合計|:)?|(?:先月|先週|"
    r"昨日|上期|下期|第?[1-4]?Q|\d{1,2}月(?:度)?)(?:の)?(?:受注|売上)(?:は|額|実績|状況|合計|件数|高|"
    r"累計|速報|結果|まとめ|サマリ)|累計|(?:受注|売上|営業)(?:実績|状況|件数|総額|累計|合計|サマリー?|"
    r"ランキング|レポート|会議|目標)|速報値|達成率|達成しま|達成です|週報|月報|日報|月次|週次|サマリー?|"
    r"ランキング|目標(?:まで|に対し|比|達成|未達|\d)|前年比|予実|着地(?:見込|予想|予測|点)|全\d+件|計\d+件|合計\d+件|"
    r"(?i:summary|recap|monthly (?:total|report|sales)|weekly (?:total|report|sales)|this (?:month|week|"
    r"quarter)'?s? (?:total|orders|sales|numbers|bookings)|total (?:bookings|sales|orders)|year to date|"
    r"YTD|MTD|QTD|quota|bookings (?:for|this))"
)
_NOTICE = re.compile(
    r"価格改[定訂]|値上げ|料金改[定訂]|新価格|価格表|料金表|改定後|価格変更|(?:キャンペーン|"
    r"セール)(?:の(?:お知らせ|ご案内)|を?(?:実施|開始|開催)|中です|価格)|お知らせ(?:です|します|"
    r"いたします)|ご案内(?:です|します|いたします|申し)|(?i:price (?:list|change|increase|update|"
    r"revision)|pricing update|new pric)"
)
_TEMPLATE = re.compile(
    r"テンプレ|フォーマット(?:です|は|で|を|$|\s)|記入例|入力例|記載例|投稿例|書き方|雛形|ひな形|ひな型|"
    r"(?:以下|下記|この)(?:の)?(?:形式|書式|様式|フォーム|項目)(?:で|を|に)(?!受注)|(?:例|サンプル|"
    r"見本)(?:[:)】]|です|$|\s)|コピペ(?:して|で)|テスト(?:投稿|です|送信|メッセージ|$)|ダミー|(?:〇〇|"
    r"○○|◯◯|●●|××|XXX|xxx|△△|□□|YYYY)(?!%)|(?i:template|example\s?[:)]|sample|dummy|lorem|fill (?:in|"
    r"out)|test (?:post|message))"
)
_QUESTION = re.compile(
    r"[?？]\s*$|(?:でしょうか|ですか|ますか|ませんか|かな|教えて(?:ください|下さい|もらえ|いただ)?|"
    r"って(?:どう|誰|いつ|何)|わかります|ご存じ|知ってる)[。?？]?\s*$"
)
_AMEND = re.compile(
    r"訂正|修正(?:です|し|お願い|を|版|が|願)|変更(?:になり|です|と|し|の連絡|が|を|お?願|あり|希望|依頼|"
    r"にな|後)|差し替え|追記|間違(?:え|い|って)|誤り|誤記|(?i:correction|amend|update(?:d)?\b|revis|"
    r"change(?:d)? (?:to|from|the)|typo)"
)
_CHATTER = re.compile(
    r"おめでと|ナイス|すご[いー]|さすが|素晴らし|お見事|やった[ー!ね]|ありがとうございました[!。]?$|"
    r"(?i:congrat|nice work|great job|well done|awesome)"
)
_OVERRIDE = re.compile(
    r"正式|晴れて|ついに|無事|ようやく|復活|一転|このたび|その後|本日|再度|改めて|から(?:の)?(?:受注|"
    r"成約|逆転)|通り|どおり|とおり|後|で(?:受注|決定|成約)|(?i:finally|now|officially)"
)
_NOT_YET = re.compile(
    r"(?:発注書?|注文書|契約書?|PO|申込書)(?:は|が|の)?[^。\n]{0,10}(?:予定|待ち|まだ|これから|"
    r"いただける|もらえる|頂ける)"
)
_STRONG = re.compile(r"受注|成約|締結|受領|いただ|頂|届|正式|確定|(?i:won|signed|closed|received|order)")
_PAST_NOTE = re.compile(r"(?:前回|昨年|以前|先月|一度|当初|去年|前は|元々|もともと|別件|他の|競合|他社は|他社が)")


# X様の受注、… / 先日の契約分は…: speaks about an order that is known already
_REFERENCE = re.compile(r"の(?:ご)?(?:受注|発注|注文|契約)(?=、|は|分|の件|について|の際|時の|に関して)")
_BENIGN = re.compile(
    r"お願い|よろしく|ください|下さい|ありがと|お世話に|お疲れ|請求|支払|払い|入金|納品|納期|担当|発送|"
    r"OK|税|金額|合計|単価|以上|お送り|報告|開始|スタート|(?i:thank|please|invoice|bill|terms|ship|deliver)"
)
_PREDICATE = re.compile(
    r"(?:(?:まし|でし|[っいしきけせてめれ])た|て(?:い)?ます|てる|ません|でいます|たい(?:です)?|そう(?:です)?|かも(?:です)?|らしい|"
    r"とのこと(?:です)?|とか|よう(?:です)?|みたい(?:です)?|ところ(?:です)?|ください|依頼(?:です)?|相談(?:です)?|要望|"
    r"(?<![今来本当先年期])(?:[一-龥ァ-ヶー]{2,8})中(?:です|とのこと)?|待ち(?:です)?|(?<=[^\d])予定(?:です)?)"
    r"(?:が|けど|ので|ね|よ|よね)?[\s。!！)…〜ー]*$"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`kind`: "firm", "neutral" (nothing speaks for or against) or "no"; `reason` in Japanese.

    `amends`: it reads like a correction. `doubtful`: something speaks against it, so nothing should be accepted.
    """

    kind: str
    reason: str
    amends: bool = False
    doubtful: bool = False


def judge(text: str) -> Verdict:
    """What a part of a message says about being won. The text has quotes and struck-out words removed."""
    body = text.strip()
    if not body:
        return Verdict("no", "本文がありません")
    if _TEMPLATE.search(body):
        return Verdict("no", "ひな形・記入例のようです")
    body = _REFERENCE.sub("の", body)
    sentences = [s for s in re.split(r"(?<=[。!！?？\n])|(?<=[a-z0-9]\.)\s", body) if s.strip()]
    firm_at: int | None = None
    strong_firm = False
    against: list[tuple[int, str]] = []
    for at, sentence in enumerate(sentences):
        firm, reason = _sentence(sentence)
        if firm:
            firm_at = at
            strong_firm = strong_firm or not reason
        if reason:
            against.append((at, reason))
    amends = bool(_AMEND.search(body))
    if firm_at is not None:
        after = [
            reason for at, reason in against if reason in ("失注", "キャンセル", "保留", "返品・返金") and at >= firm_at
        ]
        if after:
            return Verdict("no", f"{after[0]}の連絡のようです", amends)
        if _NOT_YET.search(body) and not any(_STRONG.search(m.group()) for m in _FIRM.finditer(body)):
            return Verdict("no", "見込み・未確定のようです", amends)
        whole = [reason for _, reason in against if reason in ("集計・実績", "お知らせ")]
        return Verdict("firm", "受注の言葉があります", amends, bool(against) or bool(whole))
    if against:
        return Verdict("no", f"{against[0][1]}のようです", amends)
    if _CHATTER.search(body):
        return Verdict("no", "お祝い・雑談のようです", amends)
    if any(_PREDICATE.search(sentence) and not _BENIGN.search(sentence) for sentence in sentences):
        return Verdict("no", "受注とは書かれていません", amends)
    return Verdict("neutral", "受注の言葉がありません", amends)


def _sentence(sentence: str) -> tuple[bool, str]:
    """(does it say firmly won, what speaks against it)."""
    firm = _FIRM.search(sentence)
    last_firm = max((m.end() for m in _FIRM.finditer(sentence)), default=-1)
    for reason, pattern in _LATER:
        found = pattern.search(sentence)
        if found and (firm is None or found.start() >= last_firm - 1 or not _OVERRIDE.search(sentence)):
            if reason == "失注" and _PAST_NOTE.search(sentence[: found.start()]) and firm:
                continue
            return False, reason
    checks = (
        ("見込み・未確定", _PENDING),
        ("見積・提案", _QUOTE),
        ("自社からの発注・購入", _PURCHASE),
        ("入金の連絡", _PAYMENT),
        ("集計・実績", _SUMMARY),
        ("お知らせ", _NOTICE),
        ("質問", _QUESTION),
    )
    for reason, pattern in checks:
        matches = list(pattern.finditer(sentence))
        if not matches:
            continue
        found = matches[-1]  # what is said after the firm word takes it back
        if firm is None:
            return False, reason
        if (
            reason in ("見込み・未確定", "見積・提案", "入金の連絡")
            and found.end() <= last_firm
            and (_OVERRIDE.search(sentence) or found.end() <= firm.start())
        ):
            return True, ""
        if reason in ("集計・実績", "お知らせ", "入金の連絡", "見積・提案"):
            return True, reason
        return False, reason
    return firm is not None, ""
