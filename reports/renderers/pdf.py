"""PDF: the HTML page on A4, with page numbers and the fonts in it; by WeasyPrint, which needs Pango on the machine."""

from importlib.resources import as_file, files

from core.errors import MissingPart
from core.settings import date_fonts_alike
from reports.renderers.html import page
from reports.structure import Report

MEDIA_TYPE = "application/pdf"
STYLE = """
@page { size: A4; margin: 16mm 14mm 16mm;
  @bottom-right { content: counter(page) " of " counter(pages); font: 400 8pt Inter; color: #616979; } }
@font-face { font-family: Inter; src: url(FONT); }
html { font-size: 9pt; }
body { font-family: Inter, sans-serif; font-size: 9pt; line-height: 13pt; }
h1 { font-size: 16pt; line-height: 20pt; }
h2 { font-size: 12pt; line-height: 16pt; }
.answer { font-size: 10pt; line-height: 15pt; }
table, figcaption, caption { font-size: 8pt; line-height: 11pt; }
th, .left, footer { font-size: 7.5pt; line-height: 10pt; }
table.wide { font-size: 7.5pt; line-height: 10pt; }
table.wide th { font-size: 7pt; }
td, th { padding-right: 6pt; }
"""


def rendered(report: Report) -> bytes:
    date_fonts_alike()
    try:
        # it loads Pango, which a machine may not have and no other verb needs
        from weasyprint import HTML
    except OSError as error:
        raise MissingPart(
            f"A PDF needs the library Pango, which is not on this machine ({error}). Install it, on Debian with "
            "`apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0`, or write .html or .xlsx."
        ) from None
    with as_file(files("figures") / "assets" / "vendor" / "fonts" / "InterVariable.woff2") as font:
        text = page(report, STYLE.replace("FONT", font.as_uri()))
        made: bytes = HTML(string=text).write_pdf()
    return made
