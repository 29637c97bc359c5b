export type { Columns, LogField } from './training/log/log-fields.js';
export { guessColumns } from './training/log/columns.js';
export type { DataSet } from './training/data/data-set.js';
export type { LogRow } from './training/log/log-row.js';
export { createDataSetBuilder } from './training/data/data-set.js';
export type { ObserveOptions } from './training/measure/observe.js';
export type { Coverage } from './training/data/place-items.js';
export type { Report } from './training/measure/report.js';
export type { CalibrationError } from './training/baselines/calibration-error.js';
export type { ChanceFigures, Figures } from './training/measure/figures.js';
export type { ActionScore, IntentScore, ItemScore } from './training/measure/scores.js';
export type { Lead, Standing, Verdict } from './training/measure/verdict.js';
export type { Share } from './prediction/proportions.js';
export { verdictText } from './training/measure/verdict-text.js';
export { report } from './training/measure/report.js';
export type { Cell, DrawTable } from './training/measure/tables.js';
export { reportText } from './training/measure/report-text.js';
export type { SplitOptions } from './training/data/split.js';
export { splitByTime } from './training/data/split.js';
export type { Part, PartSize, SplitLog } from './training/data/split-log.js';
export { createSplitLog, PARTS } from './training/data/split-log.js';
export type {
  PlannedTraining,
  TrainHooks,
  TrainOptions,
  TrainProgress,
} from './training/fit/train-options.js';
export { train } from './training/fit/train.js';
export type { ContinuedCounts } from './training/fit/continued-items.js';
export type { CodedChoice, CodedTrial } from './training/fit/choose-coded.js';
export type { HeldOutScore, QuantisingCost } from './training/fit/held-out-score.js';

export type { ModelConfig } from './model/config.js';
export type {
  Calibration,
  CategoryLevel,
  Model,
  ModelCard,
  VisitShares,
  Vocabulary,
} from './model/model.js';
export { readModel } from './model/model-file.js';
export { writeModel } from './model/write-model.js';
export { decode, encode, rowsOf } from './encoding/encode.js';
export type { Rows } from './encoding/encoder.js';
export type { ItemFacts } from './encoding/tokenizer.js';
export type { Token } from './encoding/token.js';
export {
  ACTION_TYPES,
  type ActionType,
  type ShopEventSource,
  type ShopEvent,
} from './events/event.js';
export type { Item } from './events/item.js';
export { PredictorError } from './lib/errors.js';
