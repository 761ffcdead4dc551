"""The authorisation server: /authorize asks a person, /token trades codes and refresh tokens."""

from html import escape
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from sandbox.moneyforward.office import MoneyForwardOffice
from sandbox.moneyforward.tokens import OAuthError

PASSED_ON = ("client_id", "redirect_uri", "state", "scope", "code_challenge", "code_challenge_method")
PAGE = """<!doctype html><html lang="ja"><meta charset="utf-8"><title>マネーフォワード（見本）アプリ連携</title>
<style>body{{font-family:sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem;color:#222}}
main{{border:1px solid #ccc;border-radius:8px;padding:1.5rem}}button{{font:inherit;padding:.6rem 1.4rem}}
</style><main><p>マネーフォワード クラウド請求書（このパソコンの中の見本）</p>{content}</main></html>"""
ASK = """<h1>アプリ連携の許可</h1>
<p>アプリが事業者「{office}」（事業者番号 {code}）の請求書データへのアクセスを求めています。</p><p>{scope}</p>
<form method="post">{hidden}
<button name="decision" value="allow" data-testid="consent-allow">許可する</button>
<button name="decision" value="deny" data-testid="consent-deny">許可しない</button></form>"""


def consent_routes(office: MoneyForwardOffice) -> list[Route]:
    """Return the routes of the authorisation server."""

    async def ask(request: Request) -> Response:
        query = dict(request.query_params)
        problem = office.tokens.problem(query)
        if problem:
            return _refused(problem)
        hidden = "".join(
            f'<input type="hidden" name="{name}" value="{escape(query[name], quote=True)}">'
            for name in PASSED_ON
            if name in query
        )
        settings = office.settings
        content = ASK.format(
            office=escape(settings.office_name),
            code=escape(settings.office_code),
            scope=escape(query["scope"]),
            hidden=hidden,
        )
        return HTMLResponse(PAGE.format(content=content))

    async def decide(request: Request) -> Response:
        form = await _form(request)
        problem = office.tokens.problem({**form, "response_type": "code"})
        if problem:
            return _refused(problem)
        answer = {"error": "access_denied"}
        if form.get("decision") == "allow":
            answer = {"code": office.tokens.code(form["redirect_uri"], form.get("code_challenge"), form["scope"])}
        if "state" in form:
            answer["state"] = form["state"]
        parts = urlsplit(form["redirect_uri"])
        query = urlencode([*parse_qsl(parts.query), *answer.items()])
        return RedirectResponse(urlunsplit(parts._replace(query=query)), 302)

    async def token(request: Request) -> Response:
        form = await _form(request)
        try:
            body = office.tokens.exchange(form, request.headers.get("authorization"))
        except OAuthError as refused:
            return JSONResponse(refused.body, refused.status)
        return JSONResponse(body, headers={"Cache-Control": "no-store"})

    return [
        Route("/authorize", ask, methods=["GET"]),
        Route("/authorize", decide, methods=["POST"]),
        Route("/token", token, methods=["POST"]),
    ]


def _refused(problem: str) -> Response:
    # An unregistered redirect is never followed, not even with an error: it may be somebody else's.
    return HTMLResponse(PAGE.format(content=f"<h1>エラー</h1><p>{escape(problem)}</p>"), 400)


async def _form(request: Request) -> dict[str, str]:
    return dict(parse_qsl((await request.body()).decode("utf-8", "replace"), keep_blank_values=True))
