"""Training loop: the steps of a run, its evaluations, and its end.

The network is compiled and stands where its checkpoint left it. From here on
it is `fit`, cut at the evaluations, with the callbacks that count, save, judge
and tell; and what is done when a step, a signal or a file ends it.
"""

import contextlib

import keras

from deeplab_family.recipes import Recipe
from deeplab_family.recipes.recipe_tree import tree_of
from deeplab_family.tracking.trackers import tracker_callback
from deeplab_family.training.averaged_weights import KeepTrainingWeights
from deeplab_family.training.card_callback import ModelCards
from deeplab_family.training.checkpoint_callback import SaveLast
from deeplab_family.training.cluster import Cluster
from deeplab_family.training.diverged_batch import explain
from deeplab_family.training.divergence import DivergedError
from deeplab_family.training.early_stopping import EarlyStopping
from deeplab_family.training.finished_run import finished_line
from deeplab_family.training.fit_segments import plan_fit_segments
from deeplab_family.training.inference_model import without_head
from deeplab_family.training.loss_callback import LossLog
from deeplab_family.training.progress import TrainingProgress
from deeplab_family.training.segmentation_task import Segmentation
from deeplab_family.training.speed import SpeedLog
from deeplab_family.training.stop_between_steps import StopBetweenSteps
from deeplab_family.training.train_state import TrainState
from deeplab_family.training.work_directory import WorkDirectory
from deeplab_family.weights import receipt_of
from input_pipeline import OpenedData


class TrainingLoop:
    """The steps of a run from its checkpoint, or from the start, to its end.

    Args:
        model: compiled; its weights and optimizer are those of `state`.
        recipe: what to train on what, and how.
        data: `recipe.data`, opened.
        folder: of the run, held and claimed.
        state: where the run is; counted up.
        cluster: the processes that train in step.
        task: what the labels are.
    """

    def __init__(
        self,
        model: keras.Model,
        recipe: Recipe,
        data: OpenedData,
        folder: WorkDirectory,
        state: TrainState,
        cluster: Cluster,
        task: Segmentation,
    ):
        self.model, self.recipe, self.data = model, recipe, data
        self.folder, self.state, self.cluster = folder, state, cluster
        train = recipe.train
        self._progress = TrainingProgress(
            state.step, train.total_steps, recipe.data.batch_size
        )
        self._save_last = SaveLast(
            folder, train.save_every, state, cluster.is_chief
        )
        self._validation = task.validation(
            recipe,
            cluster.eval_batches(data),
            data.spec,
            folder,
            state,
            cluster,
        )
        self._signals = StopBetweenSteps()
        self._patience = EarlyStopping(
            self._validation.history,
            train.patience,
            state,
            self._progress.say,
        )
        self._callbacks = self._in_order(task)

    def run(self):
        """Trains to the end of the run.

        Raises:
            DivergedError: at a loss or a weight that is not finite, with its
                cause.
            KeyboardInterrupt: after a signal, with the step saved.
        """
        try:
            with self._signals:
                self._take_up()
                self._fit()
        except DivergedError as error:
            if not self.cluster.is_chief:
                raise  # the same everywhere; the first one tells and keeps it
            raise explain(
                error, self.model, self.recipe, self.data, self.folder
            ) from error
        except Exception:
            raise  # after an error the last checkpoint stays
        except BaseException:
            self._save_stopped()  # Ctrl-C and its like
            raise
        finally:
            self._progress.close()

    def _in_order(self, task) -> list[keras.callbacks.Callback]:
        """The callbacks: who counts before who saves, judges and tells."""
        recipe, is_chief = self.recipe, self.cluster.is_chief
        callbacks = [
            LossLog(self.state),
            self._signals,
            self._save_last,
            SpeedLog(recipe.data.batch_size),
            self._validation,
        ]
        if is_chief:
            receipt = receipt_of(without_head(self.model))
            callbacks += task.told(recipe, self._validation, receipt)
            callbacks.append(self._model_cards(task, receipt))
            callbacks.append(self._progress)
        callbacks += [self._patience, KeepTrainingWeights()]
        if recipe.train.track != "none" and is_chief:
            tracker = tracker_callback(
                recipe.train.track, self.folder.path, tree_of(recipe)
            )
            callbacks.append(tracker)
        return callbacks

    def _model_cards(self, task, receipt) -> ModelCards:
        return ModelCards(
            self.recipe,
            self.data,
            self.folder,
            self.state,
            receipt,
            task.on_the_hub,
        )

    def _take_up(self):
        """Brings the table in line with the checkpoint, and that up to date."""
        state, train = self.state, self.recipe.train
        history = self._validation.history
        total, every = train.total_steps, train.eval_every

        def look():
            history.cut(state.step)
            missing = self._validation.is_missing(total, every)
            return bool(missing), history.rows

        # All must go on alike, and only the first one is sure of its files.
        is_missing, history.rows = self.cluster.by_chief(look)
        if is_missing:
            everyone = keras.callbacks.CallbackList(
                self._callbacks, model=self.model
            )
            everyone.on_epoch_end((state.step - 1) // every, {})
        elif state.step >= total or self._patience.is_over:
            self._progress.say(finished_line(train, state))
            return
        elif history.holds(state.step):
            state.forget_losses()
        if 0 < state.step < total and not self._patience.is_over:
            self._progress.say(
                f"Continues at step {state.step:,} of {total:,}."
            )

    def _fit(self):
        train = self.recipe.train
        for segment in plan_fit_segments(
            self.state.step, train.total_steps, train.eval_every
        ):
            if self._patience.is_over:
                break
            self.model.fit(
                self.cluster.train_batches(self.data, segment.start),
                initial_epoch=segment.first_epoch,
                epochs=segment.first_epoch + segment.count,
                steps_per_epoch=segment.steps,
                callbacks=self._callbacks,
                verbose=0,
                shuffle=False,  # the batches come in their final order
            )

    def _save_stopped(self):
        """Saves where a signal stopped the run, unless within a step."""
        if not self._signals.in_step:
            with self._signals.saving(), contextlib.suppress(DivergedError):
                self._save_last.save()
