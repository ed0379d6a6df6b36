# Every config exported here is a kind of optimizer or of schedule, for recipes
# and the command line.
from .adamw_config import AdamWConfig as AdamWConfig
from .cosine_config import CosineConfig as CosineConfig
from .cosine_config import OneCycleConfig as OneCycleConfig
from .keras_optimizers import SGD as SGD
from .keras_optimizers import AdamW as AdamW
from .keras_optimizers import Lamb as Lamb
from .keras_optimizers import Lion as Lion
from .lamb_config import LAMBConfig as LAMBConfig
from .lion_config import LionConfig as LionConfig
from .loss_scale import LossScaleOptimizer as LossScaleOptimizer
from .optimizer_config import OptimizerConfig as OptimizerConfig
from .poly_config import ConstantConfig as ConstantConfig
from .poly_config import PolyConfig as PolyConfig
from .rate_schedules import Floor as Floor
from .rate_schedules import WarmUp as WarmUp
from .schedule_config import ScheduleConfig as ScheduleConfig
from .sgd_config import SGDConfig as SGDConfig
from .step_decay_config import StepDecayConfig as StepDecayConfig
