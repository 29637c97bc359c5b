import { say } from './say.js';

/** A reason of the predictor that names a category: it is in the language of the page, the name is not. */
export const REASON = /^(.*[„：])([^“]+)(“?)$/;

export const reasonIn = (_, before, name, after) => before + say(name) + after;
