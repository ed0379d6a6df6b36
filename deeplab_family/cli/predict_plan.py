"""Plan of `deeplab predict`: which results are written where, before any is."""

import dataclasses
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from deeplab_family.cli.outputs import check_outputs
from deeplab_family.console.suggestions import did_you_mean
from deeplab_family.console.terminal import printable
from deeplab_family.inference.georeference import world_files
from deeplab_family.photographs import MediaFile, is_large_tiff
from deeplab_family.predicting import (
    OF_REGIONS,
    find_codec,
    own_paths,
    result_paths,
)
from input_pipeline.counted_nouns import counted_noun

RESULTS = (
    *("mask", "overlay", "confidence", "probabilities", "polygons"),
    *("coco", "labelme", "cvat", "labelstudio"),
)
USUAL = ("mask", "overlay")
STORED_IDS = "stored_ids"
SHOWN = 12


@dataclasses.dataclass(frozen=True)
class Plan:
    """Prediction plan: what is segmented, and into which files.

    Args:
        media: photographs, videos and cameras.
        output: folder of all results; None to show the plan alone.
        chosen: results by `--save`; empty for the usual ones.
        stored_ids: value of `--stored-ids`.
    """

    media: Sequence[MediaFile]
    output: Path | None
    chosen: tuple[str, ...]
    stored_ids: str = ""

    @property
    def images(self) -> list[MediaFile]:
        """Photographs that are read as a whole."""
        return [f for f in self.media if not f.is_video and not _is_large(f)]

    @property
    def large(self) -> list[MediaFile]:
        """TIFF files whose masks are TIFF files."""
        return [file for file in self.media if _is_large(file)]

    @property
    def videos(self) -> list[MediaFile]:
        return [file for file in self.media if file.is_video]

    @property
    def of_images(self) -> tuple[str, ...]:
        """Results of each photograph."""
        return self.chosen or USUAL

    @property
    def tables(self) -> list[Path]:
        """Table files written of all photographs together."""
        name = "any"
        one = own_paths(self.folder, name, self.of_images)
        return result_paths(self.folder, [name], self.of_images)[len(one) :]

    @property
    def of_frames(self) -> tuple[str, ...]:
        """Results of each frame of a video."""
        return tuple(kind for kind in self.chosen if kind != "overlay")

    @property
    def not_of_large(self) -> tuple[str, ...]:
        """Results that were asked for and large TIFF files do not get."""
        kinds = tuple(kind for kind in self.chosen if kind != "mask")
        return kinds + ((STORED_IDS,) if self.stored_ids else ())

    @property
    def draws_videos(self) -> bool:
        return not self.chosen or "overlay" in self.chosen

    def video_path(self, video: MediaFile) -> Path:
        """The video that is drawn."""
        ending = f"_overlay{find_codec().ending}"
        return self.folder / f"{video.result_name}{ending}"

    def frames_folder(self, video: MediaFile) -> Path:
        """Folder for the results of a video's frames."""
        return self.folder / video.result_name

    def large_mask(self, file: MediaFile) -> Path:
        """The mask of a large TIFF file."""
        return self.folder / f"{file.name}.tif"

    @property
    def folder(self) -> Path:
        return self.output or Path()

    def results_of(self, file: MediaFile) -> list[Path]:
        """Result files written of one file alone."""
        if file.is_video:
            drawn = [self.video_path(file)] if self.draws_videos else []
            frames = [self.frames_folder(file)] if self.of_frames else []
            return drawn + frames
        if _is_large(file):
            mask = self.large_mask(file)
            return [mask, *world_files(file.path, mask).values()]
        stored = self.folder / STORED_IDS / f"{file.name}.png"
        own = own_paths(self.folder, file.name, self.of_images)
        return own + ([stored] if self.stored_ids else [])

    def check(
        self, model: Path, words: Sequence[Path], overwrite: bool
    ) -> None:
        """Refuses what would be lost or cannot be written; see `outputs`.

        Args:
            model: what is read besides the media.
            words: as typed; a folder among them is not the output.
            overwrite: may results of an earlier call be replaced?
        """
        for folder in words:
            if folder.is_dir() and _is_one(folder, self.folder):
                raise ValueError(
                    f"--output {self.output} is the folder of the photographs, "
                    "which would hold masks among them then. Name another "
                    "folder."
                )
        files = [
            path
            for file in self.media
            for path in self.results_of(file)
            if not (self.of_frames and path == self.frames_folder(file))
        ]
        if self.images:
            files += self.tables
        inputs = (*(file.path for file in self.media), model)
        check_outputs(files, inputs, overwrite=overwrite)
        if self.of_frames:
            for video in self.videos:
                _refuse_used(self.frames_folder(video), files)


def chosen_results(save: str) -> tuple[str, ...]:
    """The value of `--save`.

    Raises:
        ValueError: if a word is no result.
    """
    words = [word.strip() for word in save.split(",") if word.strip()]
    for word in words:
        if word not in RESULTS:
            raise ValueError(
                f"--save takes {', '.join(RESULTS)}, divided by commas. "
                f"Received: {word!r}{did_you_mean(word, RESULTS)}"
            )
    return tuple(dict.fromkeys(words))


def check_region_flags(chosen: Sequence[str], options) -> None:
    """Refuses flags of results that are not written.

    Raises:
        ValueError: names the flag and the results that it is for.
    """
    if options.smallest_region and not {*chosen} & {*OF_REGIONS}:
        raise ValueError(
            "--smallest-region leaves out small regions, and no result has "
            f"regions. Add one of {', '.join(OF_REGIONS)} to --save, or leave "
            "it out"
        )
    if options.url_prefix and "labelstudio" not in chosen:
        raise ValueError(
            "--url-prefix is for the addresses of Label Studio. Add "
            "labelstudio to --save, or leave it out"
        )


def show_plan(plan: Plan, model: Path, words: Sequence[Path]) -> None:
    """Prints what would be written if a folder were named."""
    if not model.exists():
        raise ValueError(f"{model}: there is no such model")
    print(printable(f"{count(plan)} would be segmented by {model}:"))
    for file in plan.media[:SHOWN]:
        results = ", ".join(map(str, plan.results_of(file)))
        print(printable(f"  {file.path} -> {results}"))
    if (more := len(plan.media) - SHOWN) > 0:
        print(f"  and {more:,} more")
    if plan.images and plan.tables:
        print(f"  all together -> {', '.join(map(str, plan.tables))}")
    shown = shlex.join(map(str, words[:2])) + (" ..." if len(words) > 2 else "")
    line = f"deeplab predict {shlex.quote(str(model))} {shown} --output masks"
    print(printable(f"Nothing is written without --output FOLDER: {line}"))


def tell_left_out(plan: Plan) -> None:
    """Says which results large TIFF files do not get, though asked for.

    Raises:
        ValueError: if they would get none.
    """
    if not plan.large or not plan.not_of_large:
        return
    first, more = plan.large[0].path, len(plan.large) - 1
    files = f"{first} and {more:,} more" if more else f"{first}"
    why = "over 25 million pixels or GeoTIFF tags"
    if plan.chosen and "mask" not in plan.chosen:
        raise ValueError(
            f"Of large TIFF files ({why}) masks alone are written. Add mask "
            f"to --save {','.join(plan.chosen)}, or leave out {files}"
        )
    kinds = ", ".join(plan.not_of_large)
    print(
        printable(f"Without {kinds}, a mask alone: {files} ({why})"),
        file=sys.stderr,
    )


def count(plan: Plan) -> str:
    """Photographs and videos in words: "1 image and 3 videos"."""
    parts = [
        counted_noun(len(files), what)
        for files, what in (
            (plan.images, "image"),
            (plan.large, "large TIFF file"),
            (plan.videos, "video"),
        )
        if files
    ]
    return " and ".join(parts)


def _is_large(file: MediaFile) -> bool:
    return not file.is_video and is_large_tiff(file.path)


def _refuse_used(folder: Path, files: Sequence[Path]) -> None:
    """Refuses a folder of frames that other results would lie in."""
    for path in files:
        if folder in (path, *path.parents):
            raise ValueError(
                f"{path}, a result of another file, would lie among those of "
                f"a video's frames in {folder}. Segment the video alone."
            )
    if folder.is_dir() and any(folder.iterdir()):
        raise ValueError(
            f"{folder} holds files already, and the results of frames would "
            "lie among them. Remove it or name another --output."
        )
    if folder.exists() and not folder.is_dir():
        raise ValueError(f"{folder} is a file. Name another --output.")


def _is_one(folder: Path, other: Path) -> bool:
    return other.is_dir() and folder.samefile(other)
