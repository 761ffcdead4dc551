"""Japanese texts about orders beside the card: learnt names, replies, files, observe mode."""

TEXTS: dict[str, str] = {
    # learnt spellings of partners
    "alias.title": "覚えた取引先の名前",
    "alias.intro": "カードのボタンで選んだ名前です。同じ書き方の受注報告は、次からこの取引先になります。",
    "alias.none": "覚えた名前はまだありません。カードで取引先を選ぶと、投稿での書き方を覚えます。",
    "alias.none_for": "「{text}」に当てはまる覚えた名前はありません。",
    "alias.row": "「{written}」 → *{partner}* \n{user}　{day}",
    "alias.no_partner": "（今は一覧にない取引先）",
    "alias.page": "{first}〜{last} 件目 / {count} 件",
    "alias.forget": "忘れる",
    "alias.forget.title": "この名前を忘れますか？",
    "alias.forget.text": "次に「{written}」と書かれた受注報告が来たら、取引先をもう一度確認します。作成済みの請求書は変わりません。",
    "alias.ask": "「{written}」のような短い名前は、ほかの会社を指すこともあります。次からも確認なしで *{partner}* としますか？",
    "alias.learn": "次から確認なしで選ぶ",
    "alias.ask_again": "毎回確認する",
    "alias.learnt": "「{written}」は、次から {partner} になります。/alias でいつでも取り消せます。",
    "alias.not_learnt": "「{written}」は、次も取引先を確認します。",
    # replies in the thread of an order
    "field.reply": "返信",
    "field.delivery_date": "納期",
    "card.replies": "*返信で変わったこと*",
    "card.reply_change": "• {field}: {before} → *{after}* （{user}「{words}」）",
    "card.reply_completed": "• 返信を合わせて読みました（{user}「{words}」）",
    "card.replied_after": "承認の後に返信がありました「{words}」。請求書は変更していません。必要なら{system}で請求書を取り消してから、もう一度登録してください。",
    "card.withdrawn_by_reply": "返信により取り下げました。",
    # lists of orders
    "orders.taken": "*{name}* を読みました。新しい受注 {new} 件、登録済み {known} 件。カードはこのチャンネルに1件ずつ届きます。",
    "orders.bad": "読めなかった行が {count} 件あります。直して、もう一度ファイルを投稿してください（登録済みの行は二重になりません）。",
    "orders.row": "{row}行目: {why}",
    "orders.refused": "*{name}* を読めませんでした: {why}",
    "orders.report": "【受注報告】（CSV） {user}\n{text}",
    # observe mode
    "observed.ready": "*{partner}　{total}*\n請求日 {billing}／支払期限 {due}\n確認する項目はなく、「請求書を作成」を押せるカードになるところでした。",
    "observed.asking": "*{partner}　{total}*\n請求日 {billing}／支払期限 {due}\nカードで確認をお願いするところでした: *{fields}*",
    "observed.hint": "受注報告のようですが、読み取れない項目がありました: *{missing}* 。書き方を案内するところでした。",
    "observed.note": "観察モード: カードも請求書も作っていません　｜　報告 {user}",
    "observed.open": "投稿を開く",
    "tell.observing": "観察モードのため、まだ何も作成しません。管理者が config.toml の reading.observe を false にすると始まります。",
}
