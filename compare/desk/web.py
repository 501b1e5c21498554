"""The local web application: pages for editors, and the same verbs as JSON under ``/api``.

The pages of days and events are those of ``digest`` and ``report``, under the same relative
addresses; a correction on an event's page is stored at once.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import parse_qs, quote

from fastapi import FastAPI, HTTPException, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from pydantic import BaseModel, Field, ValidationError
from starlette.concurrency import run_in_threadpool

from compare import report
from compare.desk.answer import (
    answer_page,
    days_listing,
    error_page,
    home_page,
    listing_page,
    manage_page,
    search_page,
)
from compare.desk.day_pages import day_page
from compare.desk.guard import Guard, Limits
from compare.errors import EngineError, IndexFileError, InputError, NewscompareError
from compare.model import Article, moment
from compare.version import __version__

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from compare.desk.service import Desk

__all__ = ["make_app"]

MOST = 500
"""So many events or claims are given at once."""
_Text = Annotated[str, Field(min_length=1, max_length=5_000_000)]
_Short = Annotated[str, Field(max_length=2_000)]
Limit = Annotated[int, Query(ge=1, le=MOST)]
Offset = Annotated[int, Query(ge=0)]


class ArticleIn(BaseModel):
    """An article as the input format has it; only the text is required."""

    text: _Text
    id: Annotated[str, Field(min_length=1, max_length=500)] | None = None
    title: _Short | None = None
    source: _Short = "pasted"
    published: _Short | None = None
    url: _Short | None = None
    language: Annotated[str, Field(max_length=20)] | None = None

    def article(self) -> Article:
        """The record.

        Raises:
            InputError: the text is blank, or ``published`` is no date.
        """
        if not self.text.strip():
            raise InputError("the text is blank")
        published = self.published or None
        try:
            moment(published or "2000-01-01")
        except ValueError as error:
            raise InputError(f"published {published!r} is no ISO 8601 date") from error
        return Article(
            self.id or "pasted", self.text, self.source or "pasted", self.title or None,
            published, self.url or None, self.language or None,
        )  # fmt: skip


class LabelIn(BaseModel):
    """Whether two statements say the same, as the page of an event has it; None takes it back."""

    a_article: _Short
    a_span: tuple[int, int]
    b_article: _Short
    b_span: tuple[int, int]
    label: Annotated[int, Field(ge=0, le=1)] | None
    score: float | None = None
    event: _Short | None = None
    settings: _Short | None = None


class MergeIn(BaseModel):
    """Two events that are one."""

    a: _Short
    b: _Short


class SplitIn(BaseModel):
    """The articles of an event that report another."""

    articles: Annotated[list[str], Field(max_length=10_000)]


def make_app(
    desk: Desk,
    hosts: frozenset[str] = frozenset({"127.0.0.1", "localhost", "::1"}),
    token: str | None = None,
    limits: Limits = Limits(),  # noqa: B008  (frozen)
) -> ASGIApp:
    """The application on one index.

    Args:
        desk: what answers.
        hosts: the names it may be asked for by; any if empty.
        token: what each request must show; None asks for none.
        limits: of a request's size and time.
    """
    app = FastAPI(
        title="newscompare", version=__version__, openapi_url="/api/openapi.json",
        docs_url=None, redoc_url=None,  # they would load scripts from elsewhere
        summary="Which outlet said what, who copied whom, and what each added or left out.",
    )  # fmt: skip
    _errors(app)
    _ask(app, desk)
    _browse(app, desk)
    _correct(app, desk)
    _pages(app, desk)
    _event_pages(app, desk)
    _managing(app, desk)
    return Guard(app, hosts, token, limits)


def _errors(app: FastAPI) -> None:
    @app.exception_handler(NewscompareError)
    def known(request: Request, error: NewscompareError) -> Response:
        busy = isinstance(error, IndexFileError | EngineError)
        status = 503 if busy else 404 if _absent(error) else 422
        return _said(request, str(error), status)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"][1:])
        return _said(request, f"{where}: {first['msg']}".strip(": "), 422)

    @app.exception_handler(ValidationError)
    def unfit(request: Request, error: ValidationError) -> Response:
        first = error.errors()[0]
        return _said(request, f"{'.'.join(map(str, first['loc']))}: {first['msg']}", 422)

    @app.exception_handler(404)
    def missing(request: Request, error: HTTPException) -> Response:
        return _said(request, str(error.detail), 404)


def _absent(error: NewscompareError) -> bool:
    return "no event of this id" in str(error) or "went up in" in str(error)


def _said(request: Request, words: str, status: int) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": words}, status)
    return HTMLResponse(error_page(words), status)


def _ask(app: FastAPI, desk: Desk) -> None:
    """JSON: is it new?"""

    @app.get("/api/health", tags=["about"])
    def health() -> dict[str, Any]:
        """Version, settings and number of articles."""
        return desk.about()

    @app.post("/api/check", tags=["check"])
    def check(given: ArticleIn) -> dict[str, Any]:
        """Is it new, and what in it is? As ``check --json``; nothing is stored."""
        return desk.check(given.article())

    @app.post("/api/articles", tags=["check"], status_code=201)
    def add(given: ArticleIn) -> dict[str, Any]:
        """Check an article and store it; it must have an id."""
        if given.id is None:
            raise InputError("id: an article that is stored needs one")
        return desk.add(given.article())


def _browse(app: FastAPI, desk: Desk) -> None:
    """JSON: days, events, claims."""

    @app.get("/api/days", tags=["browse"])
    def days() -> list[dict[str, Any]]:
        """Each day with an article, the latest first."""
        return [{"day": day.isoformat(), "articles": count} for day, count in desk.days()]

    @app.get("/api/days/{day}", tags=["browse"])
    def day(day: date, ours: Annotated[list[str] | None, Query()] = None) -> dict[str, Any]:
        """A day's facts, as ``digest --json``."""
        return desk.day(day, tuple(ours or ()))

    @app.get("/api/events", tags=["browse"])
    def events(
        since: str | None = None,
        until: str | None = None,
        story: str | None = None,
        limit: Limit = 100,
        offset: Offset = 0,
    ) -> dict[str, Any]:
        """Events, the latest first, as ``events --json``; those of one story where it is given."""
        found = [each for each in desk.events(since, until) if story in {None, each.story}]
        return report.events(found[offset : offset + limit], ()) | {"total": len(found)}

    @app.get("/api/events/{event}", tags=["browse"])
    def event(event: str) -> Any:  # noqa: ANN401  (JSON, or its bytes)
        """A comparison, as ``EVENT.json``; the event alone where it has one article."""
        found = desk.event(event)
        if len(found.articles) < 2:  # noqa: PLR2004  (two is what a comparison takes)
            return report.events([found], ())
        return Response(desk.answer(event).json, media_type="application/json")

    @app.get("/api/claims", tags=["browse"])
    def claims(q: Annotated[str, Query(min_length=1, max_length=500)], limit: Limit = 50) -> Any:  # noqa: ANN401  (a list)
        """The claims that hold all content words of ``q``."""
        return desk.search(q)[:limit]


def _correct(app: FastAPI, desk: Desk) -> None:
    """JSON: labels, merges, splits."""

    @app.post("/api/labels", tags=["correct"])
    def label(given: LabelIn) -> dict[str, str]:
        """Whether two statements say the same, for ``tune`` and ``report --corrections``."""
        desk.label(given.model_dump() | {"kind": "statements"})
        return {"stored": desk.labels.name}

    @app.post("/api/events/merge", tags=["correct"])
    def merge(given: MergeIn) -> dict[str, str]:
        """Make one event of two."""
        return {"event": desk.merge(given.a, given.b)}

    @app.post("/api/events/{event}/split", tags=["correct"])
    def split(event: str, given: SplitIn) -> dict[str, list[str]]:
        """Take articles out of an event."""
        return {"events": desk.split(event, given.articles)}

    @app.get("/api/ledger", tags=["correct"])
    def ledger() -> list[dict[str, Any]]:
        """Every merge, split, move and undo, the latest first."""
        return desk.ledger()

    @app.post("/api/ledger/{entry}/undo", tags=["correct"])
    def undo(entry: int) -> dict[str, int]:
        """Put events back as they were before an entry."""
        desk.undo(entry)
        return {"undone": entry}


def _pages(app: FastAPI, desk: Desk) -> None:
    """The pages where an editor asks and finds; each works without a script."""

    @app.get("/", include_in_schema=False)
    def home() -> HTMLResponse:
        return HTMLResponse(home_page(desk.about()))

    @app.post("/check", include_in_schema=False)
    async def check(request: Request) -> HTMLResponse:
        form = await _form(request)
        given = {name: form[name][0] for name in ArticleIn.model_fields if name in form}
        article = ArticleIn.model_validate({"text": " ", **given}).article()
        return HTMLResponse(answer_page(article, await run_in_threadpool(desk.check, article)))

    @app.get("/days/index.html", include_in_schema=False)
    def days() -> HTMLResponse:
        return HTMLResponse(days_listing(desk.days()))

    @app.get("/days/{name}.html", include_in_schema=False)
    def day(name: str, ours: Annotated[list[str] | None, Query()] = None) -> HTMLResponse:
        try:
            at = date.fromisoformat(name)
        except ValueError as error:
            raise HTTPException(404, f"{name}: no such day") from error
        return HTMLResponse(day_page(desk.day(at, tuple(ours or ()))))

    @app.get("/search", include_in_schema=False)
    def search(q: str = "") -> HTMLResponse:
        return HTMLResponse(search_page(q[:500], desk.search(q[:500])[:MOST]))


def _event_pages(app: FastAPI, desk: Desk) -> None:
    @app.get("/days/events/index.html", include_in_schema=False)
    def events(since: str = "", until: str = "", story: str = "") -> HTMLResponse:
        found = [event for event in desk.events(since or None, until or None)
                 if story in {"", event.story}]  # fmt: skip
        return HTMLResponse(listing_page(found[:MOST], len(found), since, until))

    @app.get("/days/events/{event}.html", include_in_schema=False)
    def event(event: str) -> Response:
        try:
            found = desk.event(event)
        except InputError:
            if into := desk.heirs(event):
                return RedirectResponse(f"{quote(into[0])}.html", 303)
            raise
        if len(found.articles) < 2:  # noqa: PLR2004  (two is what a comparison takes)
            return RedirectResponse(f"/manage/{quote(event)}", 303)
        return HTMLResponse(desk.answer(event).page)

    @app.get("/manage/{event}", include_in_schema=False)
    def manage(event: str) -> HTMLResponse:
        return HTMLResponse(manage_page(desk.event(event), desk.ledger(), desk.events()))


def _managing(app: FastAPI, desk: Desk) -> None:
    """What the forms of ``/manage`` send."""

    @app.post("/manage/{event}/merge", include_in_schema=False)
    async def merge(event: str, request: Request) -> Response:
        other = (await _form(request)).get("with", [""])[0].strip()
        kept = await run_in_threadpool(desk.merge, event, other)
        return RedirectResponse(f"/manage/{quote(kept)}", 303)

    @app.post("/manage/{event}/split", include_in_schema=False)
    async def split(event: str, request: Request) -> Response:
        chosen = (await _form(request)).get("article", [])
        await run_in_threadpool(desk.split, event, chosen)
        return RedirectResponse(f"/manage/{quote(event)}", 303)

    @app.post("/manage/{event}/undo", include_in_schema=False)
    async def undo(event: str, request: Request) -> Response:
        entry = (await _form(request)).get("entry", [""])[0]
        if not entry.isdigit():
            raise InputError("choose an entry of the ledger")
        await run_in_threadpool(desk.undo, int(entry))
        return RedirectResponse(f"/manage/{quote(event)}", 303)


async def _form(request: Request) -> dict[str, list[str]]:
    """The fields of a form, as browsers send them by default."""
    body = (await request.body()).decode("utf-8", "replace")
    return parse_qs(body, max_num_fields=20_000)
