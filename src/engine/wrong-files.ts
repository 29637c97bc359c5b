import type { Model } from '../model/model.js';

/** Files whose answers were wrong: none of them is used again in this page. */
export const wrongFiles = new Set<string>();

/** Two copies of a file are the same. */
export const fileName = ({ card }: Model): string => Object.values(card).join();
