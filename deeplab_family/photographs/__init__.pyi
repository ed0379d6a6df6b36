from .large_tiff import is_large_tiff as is_large_tiff
from .media_file import MediaFile as MediaFile
from .media_files import find_media as find_media
from .opencv_silence import opencv_silenced as opencv_silenced
from .pillow_pictures import rgb_of_picture as rgb_of_picture
from .reading import decode_photograph as decode_photograph
from .reading import read_image as read_image
from .reading import read_upright as read_upright
from .several_pictures import has_more_pictures as has_more_pictures
from .video_frames import VideoFrames as VideoFrames

__all__ = [
    "MediaFile",
    "VideoFrames",
    "decode_photograph",
    "find_media",
    "has_more_pictures",
    "is_large_tiff",
    "opencv_silenced",
    "read_image",
    "read_upright",
    "rgb_of_picture",
]
