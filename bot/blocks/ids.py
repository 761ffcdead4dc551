"""Every action_id, callback_id and block_id that Slack hands back to us. Listeners and blocks meet here."""

# buttons on the card
APPROVE = "deal_approve"
EDIT = "deal_edit"
REJECT = "deal_reject"
UNDO_REJECT = "deal_undo_reject"
CHOOSE = "deal_choose"  # followed by :field:number
NEW_PARTNER = "deal_new_partner"
NOT_DUPLICATE = "deal_not_duplicate"
OPEN_INVOICE = "open_invoice"  # a link; Slack sends the press all the same
OUTCOME_FOUND = "outcome_found"
OUTCOME_RETRY = "outcome_retry"
OUTCOME_GIVE_UP = "outcome_give_up"
# buttons on the card of a bank line
MATCH_CONFIRM = "match_confirm"  # followed by :suggestion:kind
MATCH_REJECT = "match_reject"
MATCH_REOPEN = "match_reopen"
MATCH_RECORD = "match_record"
# elsewhere
TAKE_FOR_ORDER = "take_for_order"
RERUN = "job_rerun"
UNPAID_PAGE = "unpaid_page"
UNPAID_PICK = "unpaid_pick"
UNPAID_CSV = "unpaid_csv"
CHECK_PAYMENTS = "check_payments"  # followed by :home or :unpaid, where the answer is shown
HOME_NEW = "home_new_order"
SWITCH = "switch"  # followed by :name
# learnt spellings of partners
ALIAS_PAGE = "alias_page"  # followed by :direction
ALIAS_FORGET = "alias_forget"  # followed by :alias
ALIAS_LEARN = "alias_learn"
ALIAS_ASK_AGAIN = "alias_ask_again"
# reminders and lists of what is unpaid
REMIND_PROMISE = "remind_promise"
REMIND_CHECKING = "remind_checking"
REMIND_DISPUTE = "remind_dispute"
REMIND_DISPUTE_SETTLED = "remind_dispute_settled"
REMIND_CONTACTED = "remind_contacted"
REMIND_MAIL = "remind_mail"
REMIND_NOW = "remind_now"
REMIND_MENU = "remind_menu"  # followed by :invoice; what is chosen is one of the above
PARTNER_SEARCH = "partner_search"  # external_select: Slack asks us for options

# modals
EDIT_VIEW = "edit_deal"
ORDER_VIEW = "new_order"
REJECT_VIEW = "reject_deal"
FOUND_VIEW = "found_invoice"
PROMISE_VIEW = "promise_payment"
CONTACT_VIEW = "contacted_customer"
MAIL_VIEW = "dunning_mail"

# shortcuts and commands
REGISTER_MESSAGE = "register_order"
NEW_ORDER = "new_order_form"
COMMAND_UNPAID = "/unpaid"
COMMAND_FORECAST = "/forecast"
COMMAND_DEAL = "/deal"
COMMAND_ORDER = "/order"
COMMAND_ALIAS = "/alias"

# inputs of modals: block_id and action_id are the same word
PARTNER = "partner"
PARTNER_NEW = "partner_new"
LINES = "lines"
TAX_ENTRY = "tax_entry"
ORDER_DATE = "order_date"
BILLING_DATE = "billing_date"
DUE_DATE = "due_date"
SUBJECT = "subject"
OWNER = "owner"
NOTE = "note"
REASON = "reason"
NUMBER = "number"
CHANNEL = "channel"
PROMISED_DAY = "promised_day"
MAIL_SUBJECT = "mail_subject"
MAIL_BODY = "mail_body"
