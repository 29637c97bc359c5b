/*
 * Runs before each test file. The modules stay loaded from one mutant to the next, and Stryker switches
 * a mutant on with the first test: what a file computes before that would still be of the last mutant.
 */
const { __stryker__: stryker } = globalThis as { __stryker__?: { activeMutant?: string } };
if (stryker) stryker.activeMutant = undefined;
