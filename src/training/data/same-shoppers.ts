import { counted } from '../log/counted.js';
const SEVERAL = -1;

/** Joins what one person did under two ids: before a log-in only the browser's is known. */
export function createSameShoppers() {
  /** By another id: the one shopper it was seen with. */
  const seenWith = new Map<string, number>();
  let joined = 0;
  let shared = 0;
  return {
    /** On one line, `also` and a shopper are the same person. */
    link(also: string, shopper: number): void {
      const known = seenWith.get(also);
      if (known === undefined) seenWith.set(also, shopper);
      else if (known !== shopper) seenWith.set(also, SEVERAL);
    },
    /**
     * Numbers shoppers anew, in place. A browser that several accounts used stays a shopper of its own.
     * @param ids the number of each id that rows have.
     * @returns the id of each shopper, by its new number.
     */
    join(shopper: Int32Array, ids: ReadonlyMap<string, number>): string[] {
      const same = new Int32Array(ids.size).fill(SEVERAL);
      joined = 0;
      shared = 0;
      for (const [also, to] of seenWith) {
        const from = ids.get(also);
        if (from === undefined || from === to) continue;
        if (to === SEVERAL) shared++;
        else {
          same[from] = to;
          joined++;
        }
      }
      const names = [...ids.keys()];
      if (!joined) return names;
      const numbers = new Int32Array(ids.size).fill(SEVERAL);
      const joinedNames: string[] = [];
      for (let row = 0; row < shopper.length; row++) {
        const person = same[shopper[row]] < 0 ? shopper[row] : same[shopper[row]];
        if (numbers[person] < 0) numbers[person] = joinedNames.push(names[person]) - 1;
        shopper[row] = numbers[person];
      }
      return joinedNames;
    },
    notes: (): string[] => sameShopperNotes({ joined, shared }),
  };
}

/** What is said of browsers: how many were `joined` to an account, and how many were `shared` by several. */
export function sameShopperNotes({ joined, shared }: { joined: number; shared: number }): string[] {
  const notes: string[] = [];
  if (joined) {
    notes.push(
      `${counted(joined, 'anonymous shopper')} later had an account: what they did before is counted with it`,
    );
  }
  if (shared)
    notes.push(
      `${counted(shared, 'browser was', 'browsers were')} used by several accounts: what was done there without one stays apart`,
    );
  return notes;
}
