"""The files that a source keeps and firm.toml wants: a folder of the workspace that follows what has landed of them.

`contracts/SOURCE/KEY/NAME`, dated as it was saved there, and beside it `tag`, which says which content it is. Each pull
compares all that has landed with all that lies there, so what a killed pull left undone the next one does. A file comes
under another name and is renamed once it is whole; one that cannot be fetched is told, and stays as it was.
"""

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

import pyarrow.parquet as pq

from core.errors import Refused, SourceFailed
from core.progress import Progress, silent
from core.workspace import Workspace, sync_file, write_durably
from eventlog.landed import LandedRun, landed_runs
from ingest.record_text import DELETED
from ingest.source import AbsentDocument, Connection, Document, Documents, KeepsDocuments, Library
from ingest.source_settings import ConfiguredSource
from ingest.tries import StillFailing

TAG, ARRIVING = "tag", "arriving.part"
NOT_YET = ""
IN_A_ROW = 3
"""After so many that failed however often they were tried, one after the other, the rest waits for the next pull."""

NOT_ASKED = "it was not asked for, because those before it kept failing. Pull again later."

LONGEST_NAME = 200
FORBIDDEN = str.maketrans(dict.fromkeys((*map(chr, range(32)), "/", "\\", "\x7f"), "_"))


def bring_documents(
    workspace: Workspace, source: ConfiguredSource, connection: Connection, progress: Progress = silent
) -> Documents:
    """Fetch what is new or changed of the files that a source keeps, and remove what it keeps no more. The caller holds
    the workspace's lock, and has landed the records."""
    library = connection.library() if isinstance(connection, KeepsDocuments) else None
    if library is None or library.stream not in source.streams:
        return Documents()
    runs = [run for run in landed_runs(workspace) if run.source == source.name and run.kind == "records"]
    wanted = {_folder_name(each.key): each for each in library.chosen(_standing(runs, library))}
    shelf = workspace.contracts / source.name
    removed = sum(_removed(place) for place in _places(shelf) if place.name not in wanted)
    absent = {shelf / name: each for name, each in wanted.items() if not _holds(shelf / name, each)}
    return _fetched(source.name, library, absent, removed, progress)


def _standing(runs: Sequence[LandedRun], library: Library) -> Iterable[Mapping[str, str | None]]:
    """The newest landed version of each record that is not gone."""
    (key,) = library.stream.key
    newest: dict[str, Mapping[str, str | None]] = {}
    gone: dict[str, bool] = {}
    for path in filter(None, (run.stream(library.stream.name) for run in runs)):
        there = set(pq.read_schema(path).names)
        for batch in pq.ParquetFile(path).iter_batches(columns=[*(there & set(library.columns)), DELETED]):
            for row in batch.to_pylist():
                gone[row[key]] = bool(row.pop(DELETED))
                newest[row[key]] = row
    return [row for name, row in newest.items() if not gone[name]]


def _fetched(
    source: str, library: Library, absent: Mapping[Path, Document], removed: int, progress: Progress
) -> Documents:
    failed: list[str] = []
    still: list[AbsentDocument] = []
    fetched = in_a_row = 0
    for number, (place, document) in enumerate(absent.items()):
        if in_a_row == IN_A_ROW:
            failed.append(f"{source}: {len(absent) - number} further documents were not asked for. Pull again later.")
            still += [AbsentDocument(each.key, each.name, NOT_ASKED) for each in [*absent.values()][number:]]
            break
        progress(None, f"{source}: document {number + 1:,} of {len(absent):,}")
        try:
            _bring(library, document, place)
        except (SourceFailed, Refused) as error:
            told = str(error).removeprefix(f"{source}: ")
            failed.append(f'{source}: document "{_file_name(document.name)}" could not be fetched: {told}')
            still.append(AbsentDocument(document.key, document.name, told))
            in_a_row = in_a_row + 1 if isinstance(error, StillFailing) else 0
        else:
            fetched, in_a_row = fetched + 1, 0
    return Documents(fetched, removed, tuple(failed), tuple(still))


def _bring(library: Library, document: Document, place: Path) -> None:
    if document.size is not None and document.size > library.most_bytes:
        raise SourceFailed(
            f"it has {document.size / 1024**2:.1f} MiB, and up to {library.most_bytes / 1024**2:g} are taken. "
            "Save a smaller one in its place, or read it yourself."
        )
    arriving, final = place / ARRIVING, place / _file_name(document.name)
    new = not (place / TAG).exists()
    place.mkdir(parents=True, exist_ok=True)
    if new:
        # by this the folder is known as ours, however the fetching ends
        write_durably(place / TAG, NOT_YET)
    try:
        library.fetch(document, arriving)
        moment = document.saved_at.timestamp()
        os.utime(arriving, (moment, moment))
        sync_file(arriving)
        arriving.replace(final)
    except BaseException:
        arriving.unlink(missing_ok=True)
        if new:
            _removed(place)
        raise
    for other in set(place.iterdir()) - {final, place / TAG}:
        other.unlink()
    write_durably(place / TAG, _stamp(document))


def _holds(place: Path, document: Document) -> bool:
    """Whether just this content lies there, under its name."""
    try:
        known = (place / TAG).read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    return known == _stamp(document) and (place / _file_name(document.name)).exists()


def _stamp(document: Document) -> str:
    return f"{document.tag}\n{document.name}\n"


def _places(shelf: Path) -> Iterator[Path]:
    """The folders that were made here; what people put beside them is theirs."""
    return (path.parent for path in sorted(shelf.glob(f"*/{TAG}")))


def _removed(place: Path) -> bool:
    """Remove a folder, `tag` last: what a kill leaves of it is still known as ours. Whether a document was in it."""
    held = False
    for path in set(place.iterdir()) - {place / TAG}:
        held |= path.name != ARRIVING
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    (place / TAG).unlink()
    place.rmdir()
    return held


def _folder_name(key: str) -> str:
    return quote(key, safe="").replace(".", "%2E")


def _file_name(name: str) -> str:
    """The name without what a file's may not have; of a long one the end stays, which tells the kind."""
    return name.translate(FORBIDDEN).lstrip(".").encode()[-LONGEST_NAME:].decode(errors="ignore")
