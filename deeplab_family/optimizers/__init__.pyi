# Every config exported here is a kind of optimizer or of schedule, for recipes
# and the command line.
from .discriminative import DiscriminativeAdamW as DiscriminativeAdamW
from .discriminative import DiscriminativeSGD as DiscriminativeSGD
from .optimizer_config import AdamWConfig as AdamWConfig
from .optimizer_config import OptimizerConfig as OptimizerConfig
from .optimizer_config import SGDConfig as SGDConfig
from .schedule_config import ConstantConfig as ConstantConfig
from .schedule_config import PolyConfig as PolyConfig
from .schedule_config import ScheduleConfig as ScheduleConfig
