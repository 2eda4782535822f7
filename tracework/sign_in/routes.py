"""The addresses of signing in and out, of choosing a role, and of looking as somebody of the demo."""

import asyncio
from typing import Annotated

from fastapi import FastAPI, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from core.accounts import sessions
from core.accounts.sessions import SignInFailed
from core.errors import NotAllowed
from core.settings import firm_settings
from tracework.sign_in.demo_people import OWNER, PEOPLE, demo_presence, is_demo
from tracework.sign_in.doorkeeper import Doorkeeper
from tracework.sign_in.page import document

Word = Annotated[str, Form(max_length=2000)]


def add_to(server: FastAPI, doorkeeper: Doorkeeper) -> None:
    """Put the addresses onto the server, before those of the pages."""
    workspace, cookies = doorkeeper.state.workspace, doorkeeper.cookies

    @server.get("/sign-in", include_in_schema=False)
    async def page(request: Request, next: str = "/") -> Response:
        """The form; where nobody has to sign in, the people of the demo, or straight on."""
        firm = firm_settings(workspace).name
        if await asyncio.to_thread(doorkeeper.is_open):
            if not is_demo(workspace):
                return RedirectResponse("/", 303)
            chosen = cookies.read(request.scope, cookies.look_as(request.scope))
            return HTMLResponse(document(firm, people=demo_presence(chosen).choices))
        return HTMLResponse(document(firm, back=own_address(next)))

    @server.post("/sign-in", include_in_schema=False)
    async def sign_in(request: Request, name: Word = "", password: Word = "", next: Word = "/") -> Response:
        """A session and the page that was asked for; or the form again, with the reason."""
        address = request.client.host if request.client else "nowhere"
        try:
            token = await asyncio.to_thread(sessions.sign_in, doorkeeper.state, name, password, address)
        except (SignInFailed, NotAllowed) as error:
            firm = firm_settings(workspace).name
            return HTMLResponse(document(firm, str(error), own_address(next), name[:100]), 403)
        answer = RedirectResponse(own_address(next), 303)
        cookies.put(answer, request.scope, cookies.session(request.scope), token)
        return answer

    @server.post("/sign-out", include_in_schema=False)
    async def sign_out(request: Request) -> Response:
        cookie = cookies.session(request.scope)
        token = cookies.read(request.scope, cookie)
        if token:
            await asyncio.to_thread(sessions.sign_out, doorkeeper.state, token)
        answer = RedirectResponse("/sign-in", 303)
        cookies.drop(answer, request.scope, cookie)
        return answer

    @server.post("/role", include_in_schema=False)
    async def choose_role(request: Request, key: Word = "") -> Response:
        """Act by another of one's own grants from now on."""
        token = cookies.read(request.scope, cookies.session(request.scope))
        await asyncio.to_thread(sessions.choose, doorkeeper.state, token, int(key) if key.isdecimal() else 0)
        return RedirectResponse("/", 303)

    @server.post("/look-as", include_in_schema=False)
    async def look_as(request: Request, key: Word = OWNER) -> Response:
        """See the demo with somebody else's eyes."""
        if not (is_demo(workspace) and await asyncio.to_thread(doorkeeper.is_open)):
            raise NotAllowed("Only a demo on this machine lets you look as somebody else. Sign in at /sign-in.")
        answer = RedirectResponse("/", 303)
        cookies.put(answer, request.scope, cookies.look_as(request.scope), key if key in PEOPLE else OWNER)
        return answer


def own_address(wanted: str) -> str:
    """The address to go on to, if it is one of this server's own pages; else the first page."""
    own = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and wanted.isprintable()
    return wanted if own and "\\" not in wanted else "/"
