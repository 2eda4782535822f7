"""Opening what somebody sent: PDF and DOCX, within limits, without running or fetching anything."""

import io
import zipfile
from pathlib import Path

import docx
import pypdfium2
from docx.document import Document as Word
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

from core.errors import BadInput
from models.contract_terms.document import CELL, Document, Place, document_of
from models.contract_terms.pdf_lines import paragraphs_of

MOST_BYTES, MOST_PAGES, MOST_UNPACKED, MOST_PARAGRAPHS = 32 << 20, 200, 64 << 20, 20_000
LEAST_LETTERS = 40
MAIN = "word/document.xml"


def read_contract(path: Path) -> Document:
    """The text of a PDF or DOCX file. BadInput says what is wrong with one that cannot be read."""
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= MOST_BYTES else b""
    except OSError as error:
        raise BadInput(f"{path} cannot be opened: {error.strerror}. Check its path.") from None
    if size > MOST_BYTES:
        raise BadInput(f"{path} has {size >> 20} MiB, and up to {MOST_BYTES >> 20} are read. Send the contract alone.")
    if content.startswith(b"%PDF"):
        document = _pdf(path, content)
    elif content.startswith(b"PK"):
        document = _docx(path, content)
    else:
        raise BadInput(f"{path} is neither PDF nor DOCX. Save the contract as one of them.")
    if sum(character.isalpha() for character in document.text) < LEAST_LETTERS:
        raise BadInput(f"{path} holds no text, only pictures of it. Run text recognition over the scan first.")
    return document


def _pdf(path: Path, content: bytes) -> Document:
    try:
        file = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        reason = "it is protected by a password" if "password" in str(error).lower() else "it is damaged"
        raise BadInput(f"{path} cannot be read as PDF: {reason}. Save it anew without protection.") from None
    try:
        if len(file) > MOST_PAGES:
            raise BadInput(f"{path} has {len(file)} pages, and up to {MOST_PAGES} are read. Send the contract alone.")
        paragraphs = paragraphs_of(list(file))
    except pypdfium2.PdfiumError as error:
        raise BadInput(f"{path} cannot be read as PDF: {error}. Save it anew.") from None
    finally:
        file.close()
    return document_of(paragraphs)


def _docx(path: Path, content: bytes) -> Document:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            if MAIN not in archive.namelist():
                raise BadInput(f"{path} is an archive, but no Word document. Save the contract as DOCX.")
        if unpacked > MOST_UNPACKED:
            raise BadInput(f"{path} unpacks to {unpacked >> 20} MiB, and up to {MOST_UNPACKED >> 20} are read.")
        word = docx.Document(io.BytesIO(content))
    except BadInput:
        raise
    except Exception as error:  # noqa: BLE001  (the library has no error of its own for a broken file)
        raise BadInput(
            f"{path} cannot be read as DOCX: {type(error).__name__}. Open it in Word and save it anew."
        ) from None
    return document_of(_word_paragraphs(word))


def _word_paragraphs(word: Word) -> list[tuple[str, Place]]:
    texts: list[str] = []
    for block in word.iter_inner_content():
        if isinstance(block, Paragraph):
            texts.append(block.text)
        elif isinstance(block, Table):
            texts += [CELL.join(_cells(row)) for row in block.rows]
        if len(texts) > MOST_PARAGRAPHS:
            break
    return [(text, Place(paragraph=number)) for number, text in enumerate(texts[:MOST_PARAGRAPHS], start=1)]


def _cells(row: _Row) -> list[str]:
    """The texts of a row; a cell that spans several columns stands once."""
    cells = [cell for number, cell in enumerate(row.cells) if number == 0 or cell._tc is not row.cells[number - 1]._tc]
    return [" ".join(cell.text.split()) for cell in cells]
