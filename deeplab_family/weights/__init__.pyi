from .errors import WeightsError as WeightsError
from .fresh import is_fresh as is_fresh
from .load import load_network_weights as load_network_weights
from .load import load_trunk_weights as load_trunk_weights
from .load import published_weights as published_weights
from .load import require_weights as require_weights
from .receipt import Receipt as Receipt
from .receipt import receipt_of as receipt_of
