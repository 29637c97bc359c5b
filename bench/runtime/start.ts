/** Runs before all other modules, so that its time is the start of the script. */
export const scriptStart: number = performance.now();
