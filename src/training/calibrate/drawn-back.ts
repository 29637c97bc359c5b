/** Shops differ twentyfold in how many visits buy: a standard deviation in log-odds. */
const BETWEEN_SHOPS = Math.log(20) / 4;
/** From one part of a log to the next the log-odds change by about this much (base-rates.ts). */
const DRIFT = 0.3;

/**
 * How far the log-odds of a share of visits go back towards what shops have, by how unsure the share is: few
 * visits tell it, and it will drift (James and Stein 1961). Of many shops with seven orders, those that look
 * best were lucky.
 */
export function drawnBack(share: number, visits: number, usual: number): number {
  const seen = (share * visits + 0.5) / (visits + 1);
  const unsure = 1 / (visits * seen * (1 - seen)) + DRIFT ** 2;
  const back = unsure / (unsure + BETWEEN_SHOPS ** 2);
  return back * (logOdds(usual) - logOdds(seen));
}

const logOdds = (share: number) => Math.log(share / (1 - share));
