"""The two folders everything happens in, and the files between them that are nobody's product."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
import pandas as pd
from filelock import FileLock

from assets.places import corrections_folder, out_folder, raw_folder
from assets.worker import DISK_FULL
from pipeline import store
from pipeline.documents.prepared import Prepared
from pipeline.schemas import dataset, validate

WORK = "_work"
"""Below the output folder; readers of Parquet folders ignore names that begin with an underscore."""

_AGAIN = "evaluated_again"


class NotMaterialised(dg.Failure):
    """A step was run without the step before it."""


class NotWritable(dg.Failure):
    """The output folder does not take a file."""


class Folders(dg.ConfigurableResource):  # type: ignore[type-arg]
    """Where the reports lie and where the datasets go."""

    raw_dir: str
    out_dir: str
    corrections_dir: str = "corrections"

    @property
    def raw(self) -> Path:
        """The folder of reports as fetched."""
        return Path(self.raw_dir)

    @property
    def out(self) -> Path:
        """The folder of published datasets."""
        return Path(self.out_dir)

    @property
    def corrections(self) -> Path:
        """The folder of corrections; it need not exist."""
        return Path(self.corrections_dir)

    @property
    def prepared(self) -> Prepared:
        """What costly readers made of files, kept by content for the steps that read them again."""
        return Prepared(self.out / WORK / "prepared")

    def work(self, asset: str, year: int) -> Path:
        """The folder of one step's files of one year."""
        return self.out / WORK / asset / f"year={year}"

    def write_work(self, asset: str, year: int, frame: pd.DataFrame) -> Path:
        """Put a step's frame of one year in place of the present one, whole or not at all."""
        with fresh_folder(self.work(asset, year)) as folder:
            frame.to_parquet(folder / store.FILE_NAME, index=False)
        return self.work(asset, year)

    def read_work(self, asset: str, year: int) -> pd.DataFrame:
        """A step's frame of one year.

        Raises:
            NotMaterialised: That step has not been run for the year.
        """
        path = self.work(asset, year) / store.FILE_NAME
        if not path.is_file():
            raise not_materialised(asset, year)
        return pd.read_parquet(path)

    def catalogue(self) -> pd.DataFrame:
        """The catalogue as last published.

        Raises:
            NotMaterialised: It has never been published here.
        """
        try:
            return store.read_whole(self.out, "catalogue")
        except (store.NotPublished, store.StaleFile) as error:
            raise NotMaterialised(
                f"There is no usable catalogue under {self.out}. Materialise the asset `catalogue` first: it lists the"
                f" files below {self.raw}.",
                allow_retries=False,
            ) from error

    def files_of(self, year: int) -> pd.DataFrame:
        """The catalogue's rows of one report-year; 0 for files whose year cannot be told."""
        catalogue = self.catalogue()
        return catalogue[catalogue["report_year"] == year].reset_index(drop=True)

    def published(self, name: str, year: int, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """One published year, all columns or these; no rows where the catalogue has no file of that year.

        Raises:
            NotMaterialised: The year has files but the dataset has not been published for it.
        """
        try:
            return store.read_partition(self.out, name, year, columns)
        except (store.NotPublished, store.StaleFile) as error:
            if len(self.files_of(year)):
                raise not_materialised(name, year) from error
            return validate(name, dataset(name).arrow.empty_table().to_pandas())

    @contextmanager
    def evaluating(self) -> Iterator[None]:
        """Hold the lock under which findings are made: two runs at once would compare years that are changing."""
        place = self.out / WORK / "evaluation.lock"
        lock = FileLock(place)
        with writing(place):
            place.parent.mkdir(parents=True, exist_ok=True)
            lock.acquire()
        try:
            yield
        finally:
            lock.release()

    def keep_evaluated_again(self, year: int, others: Sequence[int]) -> None:
        """Remember which other years' findings the run of a year replaced."""
        self.write_work(_AGAIN, year, pd.DataFrame({"report_year": pd.Series(others, dtype="int64")}))

    def evaluated_again(self, year: int) -> list[int]:
        """The other years whose findings the last run of a year replaced: what is made from them is made again."""
        path = self.work(_AGAIN, year) / store.FILE_NAME
        return pd.read_parquet(path)["report_year"].tolist() if path.is_file() else []

    def withdraw(self, name: str, year: int) -> None:
        """Remove a published year that no file stands behind any more."""
        folder = store.partition_path(self.out, name, year).parent
        if folder.is_dir():
            shutil.rmtree(folder)


def from_environment() -> Folders:
    """The folders that ``GONGKAI_RAW_DIR`` and ``GONGKAI_OUT_DIR`` name, else ``data/raw`` and ``data/parquet``."""
    return folders(raw_folder(), out_folder())


def folders(raw_dir: str | Path, out_dir: str | Path, corrections_dir: str | Path | None = None) -> Folders:
    """The resource for these folders, made absolute: a run may be somewhere else than what asks for it.

    Args:
        raw_dir: The reports.
        out_dir: The datasets.
        corrections_dir: The corrections; ``corrections_folder`` if None.
    """
    of_people = corrections_folder() if corrections_dir is None else Path(corrections_dir)
    return Folders(
        raw_dir=str(Path(raw_dir).resolve()),
        out_dir=str(Path(out_dir).resolve()),
        corrections_dir=str(of_people.resolve()),
    )


def not_materialised(asset: str, year: int) -> NotMaterialised:
    """The error for a step whose input is not there."""
    return NotMaterialised(
        f"`{asset}` has not been materialised for {year}. Materialise it first, or the whole year (job `build_year`).",
        allow_retries=False,
    )


@contextmanager
def writing(place: Path) -> Iterator[None]:
    """Turn what the operating system says against writing ``place`` into a sentence for people.

    Raises:
        NotWritable: The folder may not be written, the disk is full, and the like.
    """
    try:
        yield
    except OSError as error:
        raise _not_writable(place, error) from error


def _not_writable(place: Path, error: OSError) -> NotWritable:
    return NotWritable(
        f"{place} cannot be written ({error.strerror or error}); what it held before is still there. Give this"
        " account the right to write the output folder, or make room on its disk, and run again.",
        allow_retries=False,
    )


@contextmanager
def fresh_folder(place: Path) -> Iterator[Path]:
    """An empty folder that takes the place of ``place`` when the block ends well, so that removed files vanish.

    Raises:
        NotWritable: It cannot be made, or the disk is full before the block ends.
    """
    with writing(place):
        place.parent.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(prefix=f".{place.name}.", dir=place.parent))
    try:
        yield new
        with writing(place):
            new.chmod(0o755)
            old = Path(tempfile.mkdtemp(prefix=f".{place.name}.old.", dir=place.parent))
            if place.exists():
                place.rename(old / "old")
            new.rename(place)
            shutil.rmtree(old)
    except OSError as error:
        # Others that the block meets may be about what it reads.
        if error.errno not in DISK_FULL:
            raise
        raise _not_writable(place, error) from error
    finally:
        shutil.rmtree(new, ignore_errors=True)
