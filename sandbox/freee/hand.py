"""The page's routes: what a person does by hand in freee, each button one form."""

from collections.abc import Awaitable, Callable
from datetime import date
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from sandbox.freee.errors import ApiError
from sandbox.freee.office import FreeeOffice
from sandbox.freee.office_page import office_page
from sandbox.freee.report_page import report_page

Form = dict[str, str]
Action = Callable[[FreeeOffice, int, Form], object]


def hand_routes(office: FreeeOffice) -> list[Route]:
    """Return the page at /, the printable invoices and everything their buttons post to."""

    async def show(request: Request) -> Response:
        return HTMLResponse(office_page(office))

    async def report(request: Request) -> Response:
        try:
            return HTMLResponse(report_page(office.invoice(request.path_params["id"]), office.settings))
        except ApiError as missing:
            return HTMLResponse(office_page(office, _reason(missing)), missing.status)

    return [
        Route("/", show),
        Route("/reports/invoices/{id:int}", report),
        *(Route(f"/hand/{path}", _posted(office, action), methods=["POST"]) for path, action in ACTIONS.items()),
    ]


def _posted(office: FreeeOffice, action: Action) -> Callable[[Request], Awaitable[Response]]:
    async def post(request: Request) -> Response:
        # A page from elsewhere must not press buttons here.
        origin = request.headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
            return HTMLResponse(office_page(office, "ほかのサイトからの操作は受け付けません。"), 403)
        form = dict(parse_qsl((await request.body()).decode("utf-8", "replace")))
        try:
            action(office, request.path_params.get("id", 0), form)
        except ApiError as refused:
            return HTMLResponse(office_page(office, _reason(refused)), refused.status)
        except (KeyError, ValueError):
            return HTMLResponse(office_page(office, "入力内容を確認してください。"), 400)
        return RedirectResponse("/", 303)

    return post


def _reason(refused: ApiError) -> str:
    errors = refused.body.get("errors", [])
    return " ".join(text for error in errors for text in error["messages"])


def _new_partner(office: FreeeOffice, _: int, form: Form) -> None:
    data = {"name_kana": form["name_kana"]} if form.get("name_kana") else {}
    code = form["code"] if office.settings.use_partner_code else None
    office.add_partner(form["name"], code, **data)


def _archive(office: FreeeOffice, partner_id: int, _: Form) -> None:
    partner = office.partners.get(partner_id)
    if partner is not None:
        office.partners.archive(partner)


def _new_invoice(office: FreeeOffice, _: int, form: Form) -> None:
    line = {"description": form["subject"], "quantity": 1, "unit_price": str(int(form["amount"])), "tax_rate": 10}
    fields = {name: form[name] for name in ("subject", "payment_date") if form.get(name)}
    if office.settings.numbering == "manual":
        fields["invoice_number"] = office.invoices.next_number()
    office.create_by_hand(int(form["partner_id"]), [line], **fields)


def _edit(office: FreeeOffice, invoice_id: int, form: Form) -> None:
    fields = {name: form[name] for name in ("subject", "payment_date") if form.get(name)}
    office.edit_by_hand(invoice_id, **fields)


def _new_bank_line(office: FreeeOffice, _: int, form: Form) -> None:
    office.add_bank_line(date.fromisoformat(form["date"]), int(form["amount"]), form["description"])


ACTIONS: dict[str, Action] = {
    "partners": _new_partner,
    "partners/{id:int}/archive": _archive,
    "invoices": _new_invoice,
    "invoices/{id:int}/edit": _edit,
    "invoices/{id:int}/sent": lambda office, i, _: office.mark_sent(i),
    "invoices/{id:int}/deal": lambda office, i, _: office.register_deal(i),
    "invoices/{id:int}/paid": lambda office, i, _: office.mark_paid(i),
    "invoices/{id:int}/partial": lambda office, i, form: office.mark_partial(i, int(form["amount"])),
    "invoices/{id:int}/cancel": lambda office, i, _: office.cancel_by_hand(i),
    "invoices/{id:int}/uncancel": lambda office, i, _: office.uncancel(office.invoice(i)),
    "bank-lines": _new_bank_line,
    "bank-lines/{id:int}/book": lambda office, i, form: office.book_bank_line(i, int(form["invoice_id"])),
}
