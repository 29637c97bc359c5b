import type { PredictorError } from './errors.js';

/** By its name: the shelf and the predictor may come from two files that each hold the library. */
export const FAULT = Symbol.for('nextaisle.fault');

/** What a predictor hears of faults by. */
export interface FaultEar {
  put(error: PredictorError): void;
  /** Faults are explained in the console. */
  isLoud: boolean;
}

const earOf = (predictor: object) => (predictor as { [FAULT]?: FaultEar })[FAULT];

/** Tells a predictor of a fault that only its shelf can see. */
export const tellFault = (predictor: object, error: PredictorError): void =>
  earOf(predictor)?.put(error);

/** Whether this is development, as that predictor sees it. */
export const isLoud = (predictor: object): boolean | undefined => earOf(predictor)?.isLoud;
