"""The stand-in of Money Forward as an ASGI application."""

from starlette.applications import Starlette
from starlette.middleware import Middleware

from sandbox.clock import Clock
from sandbox.faults import FaultMiddleware, Faults
from sandbox.moneyforward import api
from sandbox.moneyforward.consent import consent_routes
from sandbox.moneyforward.gate import routes
from sandbox.moneyforward.hand import hand_routes
from sandbox.moneyforward.office import MoneyForwardOffice
from sandbox.moneyforward.settings import MoneyForwardSettings


def create_app(settings: MoneyForwardSettings, clock: Clock, faults: Faults) -> Starlette:
    """Return Money Forward in one process: authorisation, クラウド請求書 under /api/v3, and a page for people at /.

    The office is in `app.state.office`. Faults are played on every path, in front of everything else.
    """
    office = MoneyForwardOffice(settings, clock)
    app = Starlette(
        routes=[*hand_routes(office), *consent_routes(office), *routes(api.ENDPOINTS, office)],
        middleware=[Middleware(FaultMiddleware, faults=faults, clock=clock)],
    )
    app.state.office = office
    return app
