"""The local application: its answers, its limits, and what a browser sees."""

import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from jsonschema import Draft202012Validator

import compare
from compare import schemas
from compare.cli.serve import _is_loopback, _listen
from compare.desk import service
from compare.desk.answer import pieces
from compare.desk.guard import Limits
from compare.desk.service import Desk
from compare.desk.web import make_app
from compare.errors import EngineError, InputError
from compare.index import open_index
from compare.model import Article, Event
from compare.settings import Settings

FIRE = Path(__file__).parents[2] / "fixtures/articles/orrin-sentinel/sentinel-fire.txt"
LOCAL = frozenset({"127.0.0.1", "localhost"})


class Site:
    """A running application, and requests to it."""

    def __init__(self, index_file: Path, token: str | None = None, **limits: Any) -> None:
        self.desk = Desk(index_file, Settings())
        self.listener = _listen("127.0.0.1", 0)
        self.base = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        app = make_app(self.desk, LOCAL, token, Limits(**limits))
        self.server = uvicorn.Server(
            uvicorn.Config(app, log_level="error", lifespan="off", timeout_graceful_shutdown=1)
        )
        self.thread = threading.Thread(target=self.server.run, args=([self.listener],))
        self.thread.start()

    def close(self) -> None:
        self.server.should_exit = True
        self.thread.join(20)
        assert not self.thread.is_alive()

    def ask(
        self, path: str, body: Any = None, form: Any = None, **headers: str
    ) -> tuple[int, str, Any]:
        """Status, body, headers; no redirect is followed."""
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            headers = {"content-type": "application/json", **headers}
        if form is not None:
            data = urlencode(form, doseq=True).encode()
            headers = {"origin": self.base, **headers}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(self.base + path, data, named)
        try:
            with urllib.request.build_opener(_NoRedirect).open(request, timeout=60) as answer:
                return answer.status, answer.read().decode(), answer.headers
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(), error.headers

    def json(self, path: str, body: Any = None) -> Any:
        status, text, _ = self.ask(path, body)
        assert status in {200, 201}, text
        return json.loads(text)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


@pytest.fixture(scope="module")
def shared(settled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One application for the tests that change nothing."""
    path = tmp_path_factory.mktemp("serve") / "seen.index"
    path.write_bytes(settled.read_bytes())
    site = Site(path)
    yield site
    site.close()


@pytest.fixture
def own(index_file: Path) -> Iterator[Site]:
    """One for a test that changes the index."""
    site = Site(index_file)
    yield site
    site.close()


def several(site: Site) -> list[Any]:
    events: list[Any] = site.json("/api/events?limit=500")["events"]
    return [event for event in events if len(event["articles"]) > 1]


def test_check_answers_as_the_command_does_and_stores_nothing(shared: Site) -> None:
    given = {"text": FIRE.read_text("utf-8"), "source": "Someone", "published": "2024-04-11"}
    before = shared.json("/api/health")
    answer = shared.json("/api/check", given)
    Draft202012Validator(schemas.load("check")).validate(answer)
    assert answer["verdict"] in {"exact", "near"}
    assert answer["first"]["source"] == "Northline Wire"
    assert shared.json("/api/health") == before


def test_an_article_that_is_added_is_known_and_in_an_event(own: Site) -> None:
    given = {"id": "mine", "text": FIRE.read_text("utf-8") + "\nA second siren was heard at noon."}
    before = own.json("/api/health")["articles"]
    assert own.ask("/api/articles", given)[0] == 201
    assert own.json("/api/health")["articles"] == before + 1
    assert any("mine" in event["articles"] for event in several(own))
    status, text, _ = own.ask("/api/articles", given | {"text": "Another text altogether."})
    assert (status, "another text" in text) == (422, True)
    assert own.ask("/api/articles", {"text": "Without an id."})[0] == 422


def test_days_events_and_claims_can_be_read(shared: Site) -> None:
    days = shared.json("/api/days")
    assert {"day": "2024-04-11", "articles": 3} in days
    day = shared.json("/api/days/2024-04-11?ours=Corriden%20Tribune")
    Draft202012Validator(schemas.load("digest")).validate(day)
    Draft202012Validator(schemas.load("events")).validate(shared.json("/api/events"))
    event = several(shared)[0]
    comparison = shared.json(f"/api/events/{event['id']}")
    Draft202012Validator(schemas.load("comparison")).validate(comparison)
    some = shared.json("/api/events?since=2024-04-11&until=2024-04-11")
    assert 0 < some["total"] < shared.json("/api/events")["total"]
    claims = shared.json("/api/claims?q=radar")
    assert claims
    assert all("radar" in claim["text"].lower() for claim in claims)
    assert shared.json("/api/claims?q=the") == []


def test_the_events_of_a_story_can_be_listed(shared: Site) -> None:
    stories = Counter(event["story"] for event in shared.json("/api/events?limit=500")["events"])
    story, count = stories.most_common(1)[0]
    assert count > 1
    assert shared.json(f"/api/events?story={story}")["total"] == count
    _, page, _ = shared.ask("/days/events/index.html")
    assert f"?story={story}" in page
    _, page, _ = shared.ask(f"/days/events/index.html?story={story}")
    assert page.count("merge or split") == count


def test_what_is_not_there_or_not_right_is_said(shared: Site) -> None:
    for path, status in (
        ("/api/events/e0000000000", 404), ("/nowhere", 404), ("/api/nowhere", 404),
        ("/days/yesterday.html", 404), ("/days/events/e0000000000.html", 404),
        ("/api/days/2024-13-01", 422), ("/api/events?since=soon", 422), ("/api/events?limit=0", 422),
    ):  # fmt: skip
        found, text, _ = shared.ask(path)
        assert found == status, path
        assert "Traceback" not in text
    for body in ({}, {"text": ""}, {"text": " \n"}, {"text": "x", "published": "soon"}, [1], "x"):
        status, text, _ = shared.ask("/api/check", body)
        assert status == 422
        assert json.loads(text)["error"]


def test_openapi_names_every_verb_and_loads_nothing(shared: Site) -> None:
    described = shared.json("/api/openapi.json")
    assert {"/api/check", "/api/events/merge", "/api/labels"} <= set(described["paths"])
    assert all(path.startswith("/api/") for path in described["paths"])
    for path in described["paths"].values():
        for verb in path.values():
            assert verb["summary"]


def test_a_label_is_stored_at_once_and_obeyed_and_can_be_taken_back(own: Site) -> None:
    event = next(e for e in several(own) if "northwire-cup" in e["articles"])
    before = own.json(f"/api/events/{event['id']}")
    match = next(m for m in before["matches"] if m["score"] > 0.9)
    articles = before["articles"]
    (i, a), (j, b) = match["a"], match["b"]
    row = {
        "a_article": articles[i]["id"], "b_article": articles[j]["id"], "label": 0,
        "a_span": [articles[i]["statements"][a][side] for side in ("start", "end")],
        "b_span": [articles[j]["statements"][b][side] for side in ("start", "end")],
    }  # fmt: skip
    assert own.ask("/api/labels", row)[0] == 200
    (line,) = map(json.loads, own.desk.labels.read_text("utf-8").splitlines())
    assert line["a"] == articles[i]["statements"][a]["text"]
    after = own.json(f"/api/events/{event['id']}")
    assert not any((m["a"], m["b"]) == (match["a"], match["b"]) for m in after["matches"])
    own.ask("/api/labels", row | {"label": None})
    assert own.desk.labels.read_text("utf-8") == ""
    assert own.json(f"/api/events/{event['id']}")["matches"] == before["matches"]
    for bad in ({"a_article": "nobody"}, {"a_span": [5, 5]}, {"a_span": [0, 10**9]}, {"label": 2}):
        assert own.ask("/api/labels", row | bad)[0] == 422


def test_events_are_merged_split_and_put_back(own: Site) -> None:
    cup = next(e for e in several(own) if "northwire-cup" in e["articles"])
    tram = next(e for e in several(own) if "northwire-tram" in e["articles"])
    merged = own.json("/api/events/merge", {"a": cup["id"], "b": tram["id"]})["event"]
    (one,) = [e for e in several(own) if e["id"] == merged]
    assert set(one["articles"]) == {*cup["articles"], *tram["articles"]}
    gone = ({cup["id"], tram["id"]} - {merged}).pop()
    status, _, headers = own.ask(f"/days/events/{gone}.html")
    assert (status, headers["location"]) == (303, f"{merged}.html")
    split = own.json(f"/api/events/{merged}/split", {"articles": tram["articles"]})["events"]
    assert len(split) > 1
    home = {id_: e["id"] for e in several(own) for id_ in e["articles"]}
    assert home["northwire-cup"] != home["northwire-tram"]
    entry = own.json("/api/ledger")[0]
    assert own.json(f"/api/ledger/{entry['entry']}/undo", {}) == {"undone": entry["entry"]}
    assert own.ask(f"/api/ledger/{entry['entry']}/undo", {})[0] == 422
    assert own.ask("/api/events/merge", {"a": merged, "b": merged})[0] == 422
    assert own.ask(f"/api/events/{merged}/split", {"articles": []})[0] == 422


def test_no_page_of_another_site_can_write(shared: Site) -> None:
    body = {"text": "A text."}
    evil = "http://evil.example"
    assert shared.ask("/api/check", body, origin=evil)[0] == 403
    assert shared.ask("/api/check", body, sec_fetch_site="cross-site")[0] == 403
    assert shared.ask("/check", form={"text": "A text."}, origin="null")[0] == 403
    request = urllib.request.Request(f"{shared.base}/check", b"text=x")
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(request)
    assert shared.ask("/api/check", body, origin=shared.base)[0] == 200
    assert shared.ask("/api/check", body, sec_fetch_site="same-origin")[0] == 200


def test_no_other_name_leads_here(shared: Site) -> None:
    """DNS rebinding: a page of another name that resolves to this machine reads nothing."""
    assert shared.ask("/api/health", host="evil.example")[0] == 421
    assert shared.ask("/api/health", host="localhost")[0] == 200


def test_a_body_that_is_too_large_is_refused_before_it_is_read(shared: Site) -> None:
    """A browser that posts a gigabyte is told so at once."""
    with socket.create_connection(shared.listener.getsockname(), timeout=20) as raw:
        raw.sendall(b"POST /check HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n"
                    b"Content-Length: 1000000000\r\n\r\nx")  # fmt: skip
        assert raw.recv(100).startswith(b"HTTP/1.1 413")


def test_a_body_that_hides_its_length_is_refused_where_it_passes_the_limit(shared: Site) -> None:
    sent, chunk = 0, b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    with socket.create_connection(shared.listener.getsockname(), timeout=20) as raw:
        raw.sendall(b"POST /check HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n"
                    b"Transfer-Encoding: chunked\r\n\r\n")  # fmt: skip
        try:
            while sent < 1_000_000_000:
                raw.sendall(chunk)
                sent += len(chunk)
        except OSError:
            pass
    assert sent < 100_000_000
    assert shared.ask("/api/health")[0] == 200


def test_a_body_that_never_ends_is_given_up(index_file: Path) -> None:
    site = Site(index_file, seconds=0.5)
    try:
        with socket.create_connection(site.listener.getsockname(), timeout=20) as raw:
            raw.sendall(b"POST /check HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n"
                        b"Content-Length: 100\r\n\r\ntext=")  # fmt: skip
            assert raw.recv(100).startswith(b"HTTP/1.1 503")
    finally:
        site.close()


def test_with_a_token_nobody_else_gets_in(index_file: Path) -> None:
    site = Site(index_file, token="s3cret")
    try:
        assert site.ask("/")[0] == 401
        assert site.ask("/api/health", authorization="Bearer wrong")[0] == 401
        assert site.ask("/api/health", authorization="Bearer s3cret")[0] == 200
        assert site.ask("/?token=wrong")[0] == 401
        status, _, headers = site.ask("/?token=s3cret")
        assert (status, headers["location"]) == (303, "/")
        assert "HttpOnly" in headers["set-cookie"]
        cookie = headers["set-cookie"].split(";")[0]
        assert site.ask("/", cookie=cookie)[0] == 200
    finally:
        site.close()


@pytest.mark.parametrize(
    ("host", "local"),
    [("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("localhost", True),
     ("0.0.0.0", False), ("192.168.1.2", False), ("::", False), ("example.org", False)],
)  # fmt: skip
def test_only_this_machine_needs_no_token(host: str, *, local: bool) -> None:
    assert _is_loopback(host) == local


def test_the_pieces_of_a_text_are_the_text() -> None:
    answer = {
        "statements": [{"start": 2, "end": 6, "status": "new", "by": []}],
        "matches": [{"passages": [{"start": 4, "end": 9, "other_start": 0, "other_end": 5}]}],
    }
    found = list(pieces("0123456789", answer))
    assert "".join(piece.text for piece in found) == "0123456789"
    assert [(p.text, p.status, p.copied) for p in found] == [
        ("01", "", False), ("23", "new", False), ("45", "new", True), ("678", "", True),
        ("9", "", False),
    ]  # fmt: skip


def test_processes_answer_as_one_does(index_file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.index"
    other.write_bytes(index_file.read_bytes())
    one, two = Desk(index_file, Settings()), Desk(other, Settings(), jobs=2)
    try:
        event = next(each.id for each in one.events() if len(each.articles) == 2)
        assert two.events() == one.events()
        assert two.answer(event) == one.answer(event)
        new = Article("new", FIRE.read_text("utf-8") + "\nA siren was heard.", "Someone")
        assert two.check(new) == one.check(new)
        assert two.add(new) == one.add(new)
        with pytest.raises(InputError, match="another text"):
            two.add(Article("new", "Another text altogether.", "Someone"))
        with pytest.raises(EngineError):
            two._workers.run(os._exit, 3)
        assert two.check(new) == one.check(new)
    finally:
        two.close()


def test_a_list_that_takes_long_is_given_again_a_while_but_not_after_a_merge(
    index_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "QUICK", -1)
    monkeypatch.setattr(service, "REST", 1e9)
    desk = Desk(index_file, Settings())
    days = desk.days()
    desk.add(Article("new", "A siren was heard at noon.", "Someone", None, "2031-01-01"))
    assert desk.days() == days
    one, two = [event.id for event in desk.events() if len(event.articles) == 2][:2]
    desk.merge(one, two)
    assert len(desk.days()) == len(days) + 1


def test_what_others_add_to_an_event_makes_its_page_anew_and_no_other(
    index_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Scores of links change with each article of a small index; no comparison hangs on them."""
    desk = Desk(index_file, Settings())
    pairs = [event for event in desk.events() if len(event.articles) == 2][:2]
    before = {event.id: desk.answer(event.id).page for event in pairs}
    made: list[str] = []

    def note(event: Event, *given: Any) -> Any:
        made.append(event.id)
        return compare_one(event, *given)

    compare_one = service._compare
    monkeypatch.setattr(service, "_compare", note)
    (known,) = (each for each in compare.read_articles([FIRE]).articles)
    desk.add(Article("new", known.text + "\nA siren was heard.", "Someone"))
    assert {event.id: desk.answer(event.id).page for event in pairs} == before
    assert made == []


def test_readers_do_not_wait_for_a_writer_and_nothing_is_lost(own: Site) -> None:
    """While another holds the writer's lock, pages are answered."""
    before = own.json("/api/health")["articles"]
    stop, slow = threading.Event(), []
    faults: list[object] = []

    def write() -> None:
        for n in range(8):
            body = {
                "id": f"w{n}",
                "text": f"Note number {n} of the harbour master at Orrin, at dawn.",
            }
            if own.ask("/api/articles", body)[0] != 201:
                faults.append(n)
        stop.set()

    def read() -> None:
        while not stop.is_set():
            start = time.monotonic()
            if own.ask("/api/events?limit=5")[0] != 200:
                faults.append("read")
            slow.append(time.monotonic() - start)

    threads = [threading.Thread(target=run) for run in (write, read, read, read)]
    with open_index(own.desk.path) as other, other.store.database.writing():
        for _ in range(3):
            assert own.ask("/days/events/index.html")[0] == 200
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert faults == []
    assert own.json("/api/health")["articles"] == before + 8


def test_the_command_prints_its_address_and_ends_on_a_signal(index_file: Path) -> None:
    command = [sys.executable, "-m", "compare", "serve", "--index", str(index_file), "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        address = run.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address)
        with urllib.request.urlopen(f"{address}api/health", timeout=30) as answer:
            assert answer.status == 200
        run.terminate()
        assert run.wait(20) in {0, -15, 143}


def test_no_index_and_a_port_that_is_taken_are_one_line(tmp_path: Path, index_file: Path) -> None:
    with _listen("127.0.0.1", 0) as taken:
        port = str(taken.getsockname()[1])
        for index, more in ((tmp_path / "none", "0"), (index_file, port)):
            command = [
                sys.executable,
                "-m",
                "compare",
                "serve",
                "--index",
                str(index),
                "--port",
                more,
            ]
            done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
            assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr


@pytest.mark.browser
def test_an_editor_pastes_a_text_and_sees_what_is_new(chromium: Any, shared: Site) -> None:
    page, faults = visit(chromium, f"{shared.base}/")
    own = "A second siren was heard by the pilots of three barges at noon on Thursday."
    told = f"{own}\n{FIRE.read_text('utf-8')}"
    page.get_by_label("Text", exact=True).fill(told)
    page.get_by_label("Headline").fill("Fire")
    page.get_by_role("button", name="Check", exact=True).click()
    page.get_by_role("heading", name="Most of this stands in an article").wait_for()
    assert page.locator("#new li").count() > 0
    first = page.locator("#new li").first.inner_text()
    assert any(first.startswith(mark.strip()[:20])
               for mark in page.locator("mark.new").all_inner_texts() if mark.strip())  # fmt: skip
    assert page.locator("mark.copied").count() > 0
    accessible(page)
    page.get_by_role("link", name="the event").click()
    page.get_by_role("heading", level=1).wait_for()
    page.context.close()
    assert faults == []


@pytest.mark.browser
def test_a_wrong_match_is_stored_where_it_is_seen(chromium: Any, own: Site) -> None:
    event = next(e for e in several(own) if "northwire-cup" in e["articles"])
    page, faults = visit(chromium, f"{own.base}/days/events/{event['id']}.html#pair?right=2")
    page.locator(".pairs tr.match button.rel").first.click()
    page.get_by_role("button", name="Wrong?").click()
    _until(lambda: own.desk.labels.exists() and own.desk.labels.read_text("utf-8"))
    (line,) = map(json.loads, own.desk.labels.read_text("utf-8").splitlines())
    assert line["label"] == 0
    page.get_by_role("button", name="Wrong?").click()  # and takes it back
    _until(lambda: own.desk.labels.read_text("utf-8") == "")
    page.context.close()
    assert faults == []


@pytest.mark.browser
@pytest.mark.parametrize(
    "path", ["/", "/days/index.html", "/days/2024-04-11.html", "/days/events/index.html",
             "/search?q=radar", "/nowhere"]
)  # fmt: skip
def test_every_page_is_accessible_and_asks_nobody_else(
    chromium: Any, shared: Site, path: str
) -> None:
    page, faults = visit(chromium, shared.base + path)
    accessible(page)
    page.context.close()
    assert [fault for fault in faults if "404" not in fault] == []


@pytest.mark.browser
def test_events_are_merged_and_split_without_a_script(chromium: Any, own: Site) -> None:
    cup = next(e for e in several(own) if "northwire-cup" in e["articles"])
    tram = next(e for e in several(own) if "northwire-tram" in e["articles"])
    page, faults = visit(chromium, f"{own.base}/manage/{cup['id']}", java_script_enabled=False)
    page.get_by_label("Is one event with").select_option(tram["id"])
    page.get_by_role("button", name="Merge").click()
    assert page.locator("input[name=article]").count() == len(cup["articles"]) + len(
        tram["articles"]
    )
    page.get_by_role("button", name="Undo").first.click()
    home = {id_: e["id"] for e in several(own) for id_ in e["articles"]}
    assert home["northwire-cup"] != home["northwire-tram"]
    page.context.close()
    assert faults == []


def visit(chromium: Any, address: str, **options: Any) -> tuple[Any, list[str]]:
    """A page, and what went wrong on it: errors, and requests to anywhere else."""
    faults: list[str] = []
    base = "/".join(address.split("/")[:3])
    page = chromium.new_context(**options).new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    page.on(
        "request",
        lambda r: None if r.url.startswith((base, "data:", "blob:")) else faults.append(r.url),
    )
    page.goto(address)
    return page, faults


def _until(holds: Any, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def accessible(page: Any) -> None:
    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"][:90]) for each in found] == []
