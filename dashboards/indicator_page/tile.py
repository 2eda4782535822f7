"""An indicator as a tile: the number, its standing, how it moved and for better or worse; it opens to the indicator."""

from dash import html

from dashboards.indicator_page.asked import Headline
from dashboards.indicator_page.words import change_words, scale, standing_status, target_words, value_words
from dashboards.lens import Lens
from dashboards.parts import Part, drawing, icon, status
from figures.sparkline import sparkline

NOT_WHOLE = "Something it rests on is missing"


def tile(headline: Headline, lens: Lens) -> Part:
    total = headline.now.total
    body: list[Part] = [html.H3(headline.indicator.title)]
    if total.value is None:
        body += [
            html.P("–", className="figure"),
            html.P(status("none", total.why or "Not known"), className="tile-why"),
        ]
    else:
        body += [html.P(value_words(headline), className="figure"), *_known(headline)]
    if headline.now.caution:
        body.append(html.P(status("watch", NOT_WHOLE), className="tile-why", title=headline.now.caution))
    href = lens.link("/indicator", name=headline.indicator.name, measure="", by="", show="")
    return html.A(body, href=href, className="tile")


def _known(headline: Headline) -> list[Part]:
    total, ninth = headline.now.total, headline.ninth
    what = total.title if total.title.lower() != headline.indicator.title.lower() else ""
    lines: list[Part] = [html.P(what, className="tile-what ink-3 small")]
    standing = standing_status(headline.now.standing, headline.unit, scale(headline))
    if standing:
        lines.append(
            html.P([standing, html.Span(target_words(headline), className="ink-3 small")], className="tile-standing")
        )
    words, judged = change_words(headline, on_year=False)
    if words:
        lines.append(html.P([_arrow(words), words, html.B(judged) if judged else None], className="tile-change small"))
    counted = f"{total.n:,} counted" + (f", {total.open:,} still open" if total.open else "")
    if ninth and ninth.total.value is not None:
        counted += f"; 9 in 10 within {headline.unit.words(headline.size(ninth.total))}"
    lines.append(html.P(counted, className="ink-3 small"))
    lines.append(drawing(spark(headline), "spark"))
    return lines


def spark(headline: Headline) -> str:
    """The line of how it moved, with the target."""
    name, standing = headline.now.total.measure, headline.now.standing
    moved = [headline.size(total) for total in headline.trend if total.measure == name]
    target = standing.target * scale(headline) if standing else None
    return sparkline(moved, target, so_far=headline.now.so_far)


def _arrow(words: str) -> Part:
    """Which way the number went; the word beside it says whether that is good."""
    return icon("arrow-up" if words.startswith("+") else "arrow-down" if words.startswith("−") else "arrow-right")
