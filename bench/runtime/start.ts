/** The first module of the page to run: its time is the script's start. */
export const scriptStart: number = performance.now();
