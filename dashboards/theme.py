"""The colours as the pages name them, and the document they are put into."""

from figures.colours import DARK, LIGHT


def variables() -> str:
    """The tokens as CSS variables: the reader's choice first, then what their system prefers."""
    light, dark = _block(LIGHT, "light"), _block(DARK, "dark")
    return (
        f":root{{{light}}}"
        f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}"
        f":root[data-theme=dark]{{{dark}}}"
    )


def document() -> str:
    """The page that Dash fills. The reader's theme is set before anything is painted."""
    return f"""<!DOCTYPE html>
<html lang="en">
  <head>
    {{%metas%}}
    <meta name="color-scheme" content="light dark">
    <title>{{%title%}}</title>
    <link rel="icon" type="image/svg+xml" href="/assets/mark.svg">
    <link rel="preload" href="/figures/vendor/fonts/InterVariable.woff2" as="font" type="font/woff2" crossorigin>
    <style>{variables()}</style>
    <script src="/assets/early/theme.js"></script>
    {{%css%}}
  </head>
  <body>
    {{%app_entry%}}
    <noscript>These pages need JavaScript. The same figures are at /api/v1 and in the command line.</noscript>
    <footer hidden>{{%config%}}{{%scripts%}}{{%renderer%}}</footer>
  </body>
</html>"""


def _block(tokens: dict[str, str], scheme: str) -> str:
    return f"color-scheme:{scheme};" + "".join(f"--{name}:{value};" for name, value in tokens.items())
