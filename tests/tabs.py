"""Tabs of a browser that tests use one after the other.

A tab keeps the scripts it has loaded and compiled, which are most of the work of opening a page. All that a page could
know of an earlier test is cleared: cookies, storage, listeners, what is emulated, where the pointer is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Error, Page

KEPT = 2
PATIENCE_MS = 20_000
CLEAR = "() => { try { localStorage.clear(); sessionStorage.clear(); } catch (_none) { /* about:blank has none */ } }"

# two frames, so that what a change starts has started; and no longer than people wait who look at a picture
SETTLED = """async () => {
  for (let frames = 0; frames < 2; frames += 1) await new Promise((go) => requestAnimationFrame(go));
  const running = document.getAnimations().map((each) => each.finished);
  await Promise.race([Promise.allSettled(running), new Promise((go) => setTimeout(go, 400))]);
}"""

# an answer makes a page ask for more within a few frames
NOTHING_MORE_MS = 150
# A page's own policy forbids Playwright to ask again and again from outside, so the page waits by itself.
COUNTED = """(() => {
  const ask = window.fetch.bind(window);
  let open = 0, last = 0;
  window.fetch = (...what) => {
    open += 1;
    return ask(...what).finally(() => { open -= 1; last = performance.now(); });
  };
  const still = (ms) => open || document.readyState !== "complete" || performance.now() - last < ms;
  window.allAnswered = async (ms, patience) => {
    const end = performance.now() + patience;
    while (still(ms)) {
      if (performance.now() > end) throw new Error(`${open} questions of this page are not answered`);
      await new Promise((go) => setTimeout(go, 20));
    }
  };
})();"""


def settle(page: Page) -> None:
    """Wait until what moves on a page has arrived."""
    page.evaluate(SETTLED)


def counting(context: BrowserContext) -> BrowserContext:
    """A context on whose pages one can wait until all is answered."""
    context.add_init_script(COUNTED)
    return context


def answered(page: Page) -> None:
    """Wait until a page has all that it asked its server for, and asks for nothing more."""
    page.evaluate(f"allAnswered({NOTHING_MORE_MS}, {PATIENCE_MS})")
    settle(page)


def shape(page: Page, width: int, height: int, scheme: str) -> None:
    """Give a page this size and colour scheme, and nothing else that a test may have had emulated."""
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme, reduced_motion="null", media="null")


@dataclass
class Tab:
    """A page for one test, with what that test has it told of."""

    page: Page
    heard: list[tuple[str, Callable[[Any], None]]] = field(default_factory=list)

    def on(self, event: str, listener: Callable[[Any], None]) -> None:
        """Have each such event told until the test ends."""
        self.page.on(event, listener)
        self.heard.append((event, listener))


class Tabs:
    """The tabs of one browser context."""

    def __init__(self, browser: Browser) -> None:
        self._context: BrowserContext = counting(browser.new_context())
        self._free: list[Page] = []

    @contextmanager
    def lent(self) -> Iterator[Callable[[int, int, str], Tab]]:
        """Inside, gives a tab for each width, height and colour scheme asked for; all of them come back at the end."""
        given: list[Tab] = []

        def give(width: int, height: int, scheme: str) -> Tab:
            page = self._free.pop() if self._free else self._context.new_page()
            page.set_default_timeout(PATIENCE_MS)
            given.append(Tab(page))
            shape(page, width, height, scheme)
            return given[-1]

        try:
            yield give
        finally:
            self._take_back(given)

    def close(self) -> None:
        self._context.close()

    def _take_back(self, given: list[Tab]) -> None:
        for tab in given:
            for event, listener in tab.heard:
                tab.page.remove_listener(event, listener)
        used = [tab.page for tab in given]
        origins = {f"{place.scheme}://{place.netloc}" for page in used if (place := urlsplit(page.url)).netloc}
        self._free += [page for page in used[:KEPT] if _cleared(page)]
        for page in self._context.pages:
            if page not in self._free:
                page.close()
        self._forget(origins)

    def _forget(self, origins: set[str]) -> None:
        self._context.clear_cookies()
        if not self._free:
            self._free.append(self._context.new_page())
        session = self._context.new_cdp_session(self._free[0])
        for origin in sorted(origins):
            session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
        session.detach()


def _cleared(page: Page) -> bool:
    """Whether a page shows nothing and remembers nothing now; one that is just going somewhere is not waited for."""
    try:
        page.evaluate(CLEAR)
        page.mouse.move(-1, -1)
        page.goto("about:blank")
    except Error:
        return False
    return True
