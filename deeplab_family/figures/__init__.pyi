from .class_maps import Patch as Patch
from .class_maps import draw_class_maps as draw_class_maps
from .figure_sample import FigureSample as FigureSample
from .gradient_field import draw_fields as draw_fields
from .gradient_field import mean_field as mean_field
from .gradient_field import side_holding as side_holding
from .gridding_paths import draw_gridding as draw_gridding
from .gridding_paths import path_counts as path_counts
from .mask_maps import draw_masks as draw_masks
from .mask_maps import mask_map as mask_map
from .stage_heads import build_stage_heads as build_stage_heads
from .stage_heads import draw_stages as draw_stages
from .stage_heads import train_stage_heads as train_stage_heads
from .valid_weights import valid_weight_shares as valid_weight_shares
from .valid_weights import valid_weights_chart as valid_weights_chart

__all__ = [
    "FigureSample",
    "Patch",
    "build_stage_heads",
    "draw_class_maps",
    "draw_fields",
    "draw_gridding",
    "draw_masks",
    "draw_stages",
    "mask_map",
    "mean_field",
    "path_counts",
    "side_holding",
    "train_stage_heads",
    "valid_weight_shares",
    "valid_weights_chart",
]
