"""Blocks laid out as the two kinds of file that contracts come in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from html import escape

from simulator.documents.blocks import Block, Heading, Listing, Paragraph

STYLES = (
    "@page {size: A4; margin: 22mm} body {font: 10pt/1.45 serif} td, th {padding: 2pt 8pt; text-align: left}",
    (
        "@page {size: letter; margin: 1in} body {font: 11pt/1.3 sans-serif; text-align: justify} table {width: 100%} "
        "td, th {border: .5pt solid #999; padding: 3pt} h2 {font-size: 12pt; text-transform: uppercase}"
    ),
    "@page {size: A4; margin: 18mm} body {font: 9pt/1.5 sans-serif; columns: 2; column-gap: 9mm} h2 {font-size: 10pt}",
    (
        "@page {size: A5; margin: 20mm 15mm; @top-left {content: 'Confidential'} "
        "@bottom-right {content: 'Page ' counter(page) ' of ' counter(pages)}} body {font: 10pt/1.4 serif} "
        "table {width: 100%} td, th {border-bottom: .5pt solid #999; padding: 2pt 4pt} "
        "thead {display: table-header-group}"
    ),
    (
        "@page {size: letter; margin: 20mm 25mm; @top-center {content: 'Contract documents / copy'}} "
        "body {font: 9.5pt/1.6 monospace} td, th {padding: 2pt 10pt; text-align: left} "
        "td:last-child {text-align: right}"
    ),
)
"""Plain, ruled, in two columns; on small pages with a running head and foot, and as typed."""
HEAD_ONCE = "thead {display: table-row-group}"


def as_pdf(title: str, blocks: Sequence[Block], style: int = 0) -> bytes:
    """A PDF with its text in it."""
    # takes seconds to load, and only who writes documents needs it
    from weasyprint import HTML

    body = f"<h1>{escape(title)}</h1>" + "".join(map(_html, blocks))
    rules = f"{HEAD_ONCE} {STYLES[style % len(STYLES)]}"
    page = f"<html><head><title>{escape(title)}</title><style>{rules}</style></head>{body}</html>"
    written: bytes = HTML(string=page).write_pdf()
    return written


def as_docx(title: str, blocks: Sequence[Block]) -> bytes:
    """A Word document."""
    from docx import Document

    document = Document()
    document.add_heading(title, 0)
    for block in blocks:
        if isinstance(block, Heading):
            document.add_heading(block.text, 2)
        elif isinstance(block, Paragraph):
            document.add_paragraph(block.text)
        elif isinstance(block, Listing):
            for item in block.items:
                document.add_paragraph(item, style="List Bullet")
        else:
            table = document.add_table(len(block.rows), len(block.rows[0]))
            for row, cells in zip(table.rows, block.rows, strict=True):
                for cell, text in zip(row.cells, cells, strict=True):
                    cell.text = text
    written = io.BytesIO()
    document.save(written)
    return _undated(written)


def _undated(archive: io.BytesIO) -> bytes:
    """The same archive without the moment at which it was packed, so that the same document is the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name), source.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _html(block: Block) -> str:
    if isinstance(block, Heading):
        return f"<h2>{escape(block.text)}</h2>"
    if isinstance(block, Paragraph):
        return f"<p>{escape(block.text)}</p>"
    if isinstance(block, Listing):
        return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in block.items) + "</ul>"
    head, *rows = block.rows
    lines = ["".join(f"<th>{escape(cell)}</th>" for cell in head)]
    lines += ["".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows]
    return f"<table><thead><tr>{lines[0]}</tr></thead>" + "".join(f"<tr>{line}</tr>" for line in lines[1:]) + "</table>"
