"""The authorisation pages: /public_api/authorize asks a person, /public_api/token trades codes and refresh tokens."""

from html import escape
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from sandbox.freee.office import FreeeOffice
from sandbox.freee.tokens import OAuthError

PASSED_ON = ("client_id", "redirect_uri", "state", "code_challenge")
PAGE = """<!doctype html><html lang="ja"><meta charset="utf-8"><title>freee（見本）アプリ連携</title>
<style>body{{font-family:sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem;color:#222}}
main{{border:1px solid #ccc;border-radius:8px;padding:1.5rem}}
button{{font:inherit;padding:.6rem 1.4rem}}
</style><main><p>freee（このパソコンの中の見本）</p>{content}</main></html>"""
ASK = """<h1>アプリ連携の許可</h1>
<p>アプリが事業所「{company}」のデータの<b>参照</b>と<b>更新</b>の許可を求めています。</p>
<form method="post">{hidden}
<button name="decision" value="allow" data-testid="consent-allow">許可する</button>
<button name="decision" value="deny" data-testid="consent-deny">許可しない</button></form>"""


def consent_routes(office: FreeeOffice) -> list[Route]:
    """Return the routes of the authorisation server."""

    async def ask(request: Request) -> Response:
        query = dict(request.query_params)
        problem = _problem(office, query)
        if problem:
            return HTMLResponse(PAGE.format(content=f"<h1>エラー</h1><p>{escape(problem)}</p>"), 400)
        hidden = "".join(
            f'<input type="hidden" name="{name}" value="{escape(query[name], quote=True)}">'
            for name in PASSED_ON
            if name in query
        )
        content = ASK.format(company=escape(office.settings.company_name), hidden=hidden)
        return HTMLResponse(PAGE.format(content=content))

    async def decide(request: Request) -> Response:
        form = await _form(request)
        problem = _problem(office, {**form, "response_type": "code"})
        if problem:
            return HTMLResponse(PAGE.format(content=f"<p>{escape(problem)}</p>"), 400)
        answer = {"error": "access_denied"}
        if form.get("decision") == "allow":
            challenge = form.get("code_challenge")
            answer = {"code": office.tokens.code(form["client_id"], form["redirect_uri"], challenge)}
        if "state" in form:
            answer["state"] = form["state"]
        return RedirectResponse(_with_query(form["redirect_uri"], answer), 302)

    async def token(request: Request) -> Response:
        form = await _form(request)
        try:
            return JSONResponse(office.tokens.exchange(form), headers={"Cache-Control": "no-store"})
        except OAuthError as refused:
            return JSONResponse(refused.body, refused.status)

    return [
        Route("/public_api/authorize", ask, methods=["GET"]),
        Route("/public_api/authorize", decide, methods=["POST"]),
        Route("/public_api/token", token, methods=["POST"]),
    ]


def _problem(office: FreeeOffice, query: dict[str, str]) -> str | None:
    if query.get("response_type") != "code":
        return "response_type には code を指定してください。"
    # An unregistered redirect is never followed, not even with an error: it may be somebody else's.
    if not office.tokens.known_redirect(query.get("client_id", ""), query.get("redirect_uri", "")):
        return "client_id または redirect_uri が登録された内容と一致しません。"
    if query.get("code_challenge") and query.get("code_challenge_method", "S256") != "S256":
        return "code_challenge_method には S256 を指定してください。"
    return None


def _with_query(url: str, more: dict[str, str]) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(query=urlencode([*parse_qsl(parts.query), *more.items()])))


async def _form(request: Request) -> dict[str, str]:
    # Starlette's own form() needs a package for file uploads, which nobody sends here.
    return dict(parse_qsl((await request.body()).decode("utf-8", "replace"), keep_blank_values=True))
