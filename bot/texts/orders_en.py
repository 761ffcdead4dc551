"""English texts about orders beside the card: learnt names, replies, files, observe mode."""

TEXTS: dict[str, str] = {
    # learnt spellings of partners
    "alias.title": "Learnt partner names",
    "alias.intro": "Names chosen with a button on a card. Reports that write them the same way mean this partner.",
    "alias.none": "No names learnt yet. Choosing a partner on a card teaches how it was written.",
    "alias.none_for": "No learnt name matches “{text}”.",
    "alias.row": "“{written}” → *{partner}* \n{user}　{day}",
    "alias.no_partner": "(a partner that is not listed now)",
    "alias.page": "{first}–{last} of {count}",
    "alias.forget": "Forget",
    "alias.forget.title": "Forget this name?",
    "alias.forget.text": "The next report that writes “{written}” will ask for the partner again. Invoices that were made stay.",
    "alias.ask": "A name as short as “{written}” may mean other companies, too. Take it as *{partner}* from now on, without asking?",
    "alias.learn": "Yes, without asking",
    "alias.ask_again": "Ask every time",
    "alias.learnt": "“{written}” means {partner} from now on. /alias takes it back at any time.",
    "alias.not_learnt": "“{written}” will be asked about again.",
    # replies in the thread of an order
    "field.reply": "Reply",
    "field.delivery_date": "Delivery date",
    "card.replies": "*Changed by replies*",
    "card.reply_change": "• {field}: {before} → *{after}* ({user} “{words}”)",
    "card.reply_completed": "• Read together with the reply ({user} “{words}”)",
    "card.replied_after": "A reply came after the approval: “{words}”. The invoice was not changed. If it must be, cancel it in {system} and register the order again.",
    "card.withdrawn_by_reply": "Withdrawn because of a reply.",
    # lists of orders
    "orders.taken": "*{name}* was read. New orders: {new}, known already: {known}. Each gets a card in this channel.",
    "orders.bad": "{count} rows could not be read. Correct them and share the file again; rows that are known are not doubled.",
    "orders.row": "row {row}: {why}",
    "orders.refused": "*{name}* could not be read: {why}",
    "orders.report": "[Order report] (CSV) {user}\n{text}",
    # observe mode
    "observed.ready": "*{partner}　{total}* \nBilled {billing}, due {due}\nThe card would offer to create the invoice.",
    "observed.asking": "*{partner}　{total}* \nBilled {billing}, due {due}\nThe card would ask about: *{fields}*",
    "observed.hint": "Looks like an order report, but this could not be read: *{missing}* . A hint would have been given.",
    "observed.note": "Observe mode: no card and no invoice was made　｜　reported by {user}",
    "observed.open": "Open the post",
    "tell.observing": "Observe mode: nothing is created yet. It begins when an administrator sets reading.observe to false in config.toml.",
}
