"""Files that people send: read with their places, or refused in a sentence that says what to do."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pypdfium2
import pytest

from core.errors import BadInput
from models.contract_terms.files import MOST_BYTES, MOST_PAGES, MOST_UNPACKED, read_contract
from simulator.documents.blocks import Paragraph, Table
from simulator.documents.files import STYLES, as_docx, as_pdf

LONG = "The parties agree that the fee of £4,000 falls due within thirty (30) days of the date of the invoice, " * 3
BLOCKS = [Paragraph(LONG.strip() + "."), Table((("Role", "Rate"), ("Senior Manager", "£245 per hour")))]


@pytest.fixture
def there(tmp_path: Path):
    def written(content: bytes, name: str = "contract") -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return written


@pytest.mark.parametrize("style", range(len(STYLES)))
def test_a_pdf_gives_whole_sentences_and_rows(there, style: int):
    document = read_contract(there(as_pdf("Letter of engagement", BLOCKS, style)))
    texts = [segment.text for segment in document.segments]
    assert BLOCKS[0].text in texts
    # in narrow columns the gap between two cells is no wider than one between words
    assert "Senior Manager £245 per hour" in [text.replace(" |", "") for text in texts]
    place = next(segment.place for segment in document.segments if segment.text.startswith("Senior"))
    assert place.page == 1
    assert place.box is not None
    left, bottom, right, top = place.box
    assert 0 < left < right < 620
    assert 0 < bottom < top < 850


def test_what_runs_along_every_page_is_left_out(there):
    document = read_contract(
        there(as_pdf("Letter of engagement", [Paragraph(LONG.strip() + ".")] * 12, len(STYLES) - 2))
    )
    assert {segment.place.page for segment in document.segments} > {1, 2}
    assert "Confidential" not in document.text


def test_a_word_document_gives_the_same(there):
    document = read_contract(there(as_docx("Letter of engagement", BLOCKS)))
    assert [segment.text for segment in document.segments] == [
        "Letter of engagement", BLOCKS[0].text, "Role | Rate", "Senior Manager | £245 per hour",
    ]  # fmt: skip
    assert str(document.segments[3].place) == "paragraph 4"


def empty_pdf(pages: int) -> bytes:
    file, content = pypdfium2.PdfDocument.new(), io.BytesIO()
    for _ in range(pages):
        file.new_page(595, 842)
    file.save(content)
    return content.getvalue()


def zipped(**entries: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return content.getvalue()


BAD = {
    "a scan without text": (empty_pdf(1), "Run text recognition"),
    "too many pages": (empty_pdf(MOST_PAGES + 1), f"up to {MOST_PAGES} are read"),
    "a PDF cut off": (b"%PDF-1.7\n1 0 obj\n<<", "damaged"),
    "too large": (b"%PDF" + b" " * MOST_BYTES, "Send the contract alone"),
    "another archive": (zipped(notes=b"hello"), "no Word document"),
    "an archive cut off": (as_docx("A", BLOCKS)[:900], "Open it in Word"),
    "an archive that unpacks to very much": (
        zipped(**{"word/document.xml": b" " * (MOST_UNPACKED + 1)}), "unpacks to"
    ),
    "text": (b"Dear Sirs", "neither PDF nor DOCX"),
    "nothing": (b"", "neither PDF nor DOCX"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD, ids=BAD)
def test_what_cannot_be_read_is_told(there, case: str):
    content, said = BAD[case]
    with pytest.raises(BadInput, match=said):
        read_contract(there(content))


def test_a_document_fetches_nothing_and_expands_nothing(there, tmp_path: Path):
    """An entity that names a file of this machine, planted in the text."""
    (tmp_path / "secret").write_text("s3cret")
    word = docx.Document()
    word.add_paragraph("The fee named here is a fixed fee of £4,000, payable in 30 days. ENTITY")
    content = io.BytesIO()
    word.save(content)
    planted = io.BytesIO()
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(planted, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "word/document.xml":
                head, _, rest = data.partition(b"?>")
                kind = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{tmp_path}/secret">]>'.encode()
                data = head + b"?>" + kind + rest.replace(b"ENTITY", b"&e;")
            new.writestr(entry, data)
    try:
        text = read_contract(there(planted.getvalue())).text
    except BadInput:
        return
    assert "s3cret" not in text


def test_a_file_that_is_not_there_is_told(tmp_path: Path):
    with pytest.raises(BadInput, match="cannot be opened"):
        read_contract(tmp_path / "gone.pdf")
