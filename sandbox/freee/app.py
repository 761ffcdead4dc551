"""The stand-in of freee as an ASGI application."""

from starlette.applications import Starlette
from starlette.middleware import Middleware

from sandbox.clock import Clock
from sandbox.faults import FaultMiddleware, Faults
from sandbox.freee import accounting_api, iv_api
from sandbox.freee.consent import consent_routes
from sandbox.freee.gate import routes
from sandbox.freee.hand import hand_routes
from sandbox.freee.office import FreeeOffice
from sandbox.freee.settings import FreeeSettings


def create_app(settings: FreeeSettings, clock: Clock, faults: Faults) -> Starlette:
    """Return freee in one process: authorisation, 請求書 under /iv, 会計 under /api/1, and a page for people at /.

    The company is in `app.state.office`. Faults are played on every path, in front of everything else.
    """
    office = FreeeOffice(settings, clock)
    app = Starlette(
        routes=[
            *hand_routes(office),
            *consent_routes(office),
            *routes("iv", "/iv", iv_api.ENDPOINTS, office),
            *routes("accounting", "/api/1", accounting_api.ENDPOINTS, office),
        ],
        middleware=[Middleware(FaultMiddleware, faults=faults, clock=clock)],
    )
    app.state.office = office
    return app
