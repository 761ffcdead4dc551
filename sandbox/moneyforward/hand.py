"""The page's routes: what a person does by hand in Money Forward, each button one form."""

from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from sandbox.moneyforward.errors import ApiError
from sandbox.moneyforward.office import MoneyForwardOffice
from sandbox.moneyforward.page import office_page, sheet_page

Form = dict[str, str]
Action = Callable[[MoneyForwardOffice, str, Form], object]


def hand_routes(office: MoneyForwardOffice) -> list[Route]:
    """Return the page at /, the sheets and everything their buttons post to."""

    async def show(request: Request) -> Response:
        return HTMLResponse(office_page(office))

    async def sheet(request: Request) -> Response:
        try:
            return HTMLResponse(sheet_page(office, office.billings.get(request.path_params["id"])))
        except ApiError as missing:
            return HTMLResponse(office_page(office, str(missing)), missing.status)

    return [
        Route("/", show),
        Route("/billings/{id}/edit", sheet),
        *(Route(f"/hand/{path}", _posted(office, action), methods=["POST"]) for path, action in ACTIONS.items()),
    ]


def _posted(office: MoneyForwardOffice, action: Action) -> Callable[[Request], Awaitable[Response]]:
    async def post(request: Request) -> Response:
        # A page from elsewhere must not press buttons here.
        origin = request.headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
            return HTMLResponse(office_page(office, "ほかのサイトからの操作は受け付けません。"), 403)
        form = dict(parse_qsl((await request.body()).decode("utf-8", "replace")))
        try:
            action(office, request.path_params.get("id", ""), form)
        except ApiError as refused:
            return HTMLResponse(office_page(office, str(refused)), refused.status)
        except (KeyError, ValueError):
            return HTMLResponse(office_page(office, "入力内容を確認してください。"), 400)
        return RedirectResponse("/", 303)

    return post


def _new_partner(office: MoneyForwardOffice, _: str, form: Form) -> None:
    office.add_partner(form["name"], departments=[{"person_dept": form["person_dept"]}])


def _new_department(office: MoneyForwardOffice, partner_id: str, form: Form) -> None:
    body = {"person_dept": form["person_dept"]}
    office.partners.add_department(office.partners.get(partner_id), body, office.now())


def _new_billing(office: MoneyForwardOffice, _: str, form: Form) -> None:
    item = {"name": form["title"], "price": int(form["amount"]), "quantity": 1, "excise": "ten_percent"}
    office.create_by_hand(form["partner_id"], [item], title=form["title"], due_date=form["due_date"])


def _edit(office: MoneyForwardOffice, billing_id: str, form: Form) -> None:
    office.edit_by_hand(billing_id, **{name: form[name] for name in ("title", "due_date") if form.get(name)})


def _lock(office: MoneyForwardOffice, billing_id: str, _: Form) -> None:
    office.lock(billing_id, locked=not office.billings.get(billing_id).locked)


ACTIONS: dict[str, Action] = {
    "partners": _new_partner,
    "partners/{id}/departments": _new_department,
    "billings": _new_billing,
    "billings/{id}/edit": _edit,
    "billings/{id}/sent": lambda office, i, _: office.mark_sent(i),
    "billings/{id}/paid": lambda office, i, _: office.mark_paid(i),
    "billings/{id}/unpaid": lambda office, i, _: office.mark_paid(i, "1"),
    "billings/{id}/lock": _lock,
    "billings/{id}/delete": lambda office, i, _: office.delete_by_hand(i),
}
