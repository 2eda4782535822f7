"""The sign-in page: plain HTML that works without scripts, in the look of the other pages."""

from collections.abc import Sequence
from html import escape

from core.presence import Choice
from dashboards.theme import variables

STYLE = """
.door { min-height: 100vh; min-height: 100dvh; display: grid; place-items: center; padding: 16px; }
.door .card { width: 100%; max-width: 360px; display: grid; gap: 14px; padding: 20px 22px 22px; }
.door .brand { padding: 0; }
.door form { display: grid; gap: 12px; }
.door label { display: grid; gap: 4px; font-size: 12px; line-height: 16px; font-weight: 500; color: var(--ink-2); }
.door input { height: 36px; padding: 0 10px; border: 1px solid var(--line); border-radius: 6px; }
.door input { background: var(--canvas); }
.door button { height: 36px; justify-content: center; }
.door .people { display: grid; gap: 6px; }
@media (pointer: coarse) { .door input, .door button { height: 44px; font-size: 16px; } }
"""


def document(firm: str, words: str = "", back: str = "/", name: str = "", people: Sequence[Choice] = ()) -> str:
    """The whole page. `words` say why the last try failed; with `people` of a demo it offers those, in one click."""
    room = _people(people) if people else _form(words, back, name)
    title = f"Look as · {firm}" if people else f"Sign in · {firm}"
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)}</title><link rel="icon" href="/assets/mark.svg">'
        f'<style>{variables()}</style><link rel="stylesheet" href="/assets/10_theme.css"><style>{STYLE}</style></head>'
        '<body><main class="door"><section class="card"><div class="brand"><img src="/assets/mark.svg" alt="">'
        f'<span><span class="brand-name">Tracework</span><span class="brand-firm">{escape(firm)}</span></span></div>'
        f"{room}</section></main></body></html>"
    )


def _form(words: str, back: str, name: str) -> str:
    told = f'<p class="problem" role="alert">{escape(words)}</p>' if words else ""
    return (
        f'<h1>Sign in</h1>{told}<form method="post" action="/sign-in">'
        f'<input type="hidden" name="next" value="{escape(back)}">'
        f'<label>Name<input name="name" value="{escape(name)}" autocomplete="username" autocapitalize="none" required'
        f"{'' if name else ' autofocus'}></label>"
        '<label>Password<input name="password" type="password" autocomplete="current-password" required'
        f"{' autofocus' if name else ''}></label>"
        '<button class="button main">Sign in</button></form>'
    )


def _people(people: Sequence[Choice]) -> str:
    style = {True: 'class="button main" aria-current="true"', False: 'class="button"'}
    buttons = "".join(
        f'<button {style[each.chosen]} name="key" value="{escape(each.key)}">{escape(each.words)}</button>'
        for each in people
    )
    words = "This is the demo, on your own machine. Choose with whose eyes to see the firm."
    return (
        f'<h1>Look as</h1><p class="ink-2">{words}</p>'
        f'<form method="post" action="/look-as" class="people">{buttons}</form>'
    )
