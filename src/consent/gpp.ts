import { ownCopy } from '../lib/own.js';
import type { Fields } from './cmp-signal.js';
import { cmpSignal, PURPOSES } from './cmp-signal.js';
import type { ConsentSignal, ConsentVerdict } from './consent-signal.js';
import { lowest, UNDECIDED } from './consent-signal.js';

/** Names of sections by their id. */
const SECTIONS: Readonly<Record<number, RegExp>> = {
  2: /^tcfeuv2$/,
  5: /^tcfcav1$/,
  6: /^uspv1$/,
};
/** From 7 to 27 they belong to the United States and its states; what later ids are is not known. */
const STATES = /^us(?!pv1)/;

/** `1` in the sections of the states and the nation, `Y` in the older USPrivacy: opted out. */
const OPT_OUTS = ['SaleOptOut', 'SharingOptOut', 'TargetedAdvertisingOptOut', 'OptOutSale'];
const OPTED_OUT: readonly unknown[] = [1, 'Y'];
/** Besides those: not applicable, not opted out. */
const NOT_OPTED_OUT: readonly unknown[] = [0, 2, 'N', '-'];
const NO_CHILD: readonly unknown[] = [undefined, 0, 2];
const NO_GPC: readonly unknown[] = [undefined, 0, false];

/**
 * IAB Tech Lab's Global Privacy Platform 1.1, through `__gpp`: the lowest of the sections that apply,
 * once `signalStatus` is `ready`; `applicableSections: [-1]` passes.
 *
 * Europe's and Canada's sections are read like `tcf`: expressed consent to all of `PURPOSES`. The
 * sections of the United States are about sale, sharing and targeted advertising. Nothing here is sold,
 * shared or used to advertise, but a shopper who opted out of any of them hardly wants to be
 * remembered: each opt-out is a choice of memory, which a shop can overrule by an explicit call. The
 * GPC sub-section counts as the browser's setting, and a known child without consent likewise: memory, not
 * a choice. All US sections are read when one applies: that of another state can only limit further.
 * Source: IAB Tech Lab, CMP API 1.1 and the US section specifications.
 * @param host the window.
 */
export function gpp(host: object): ConsentSignal {
  return cmpSignal(host, { name: 'gpp', global: '__gpp', version: [], read });
}

function read({ pingData }: Fields): ConsentVerdict | undefined {
  const { signalStatus, applicableSections, parsedSections } = ownCopy(pingData as Fields);
  if (signalStatus === 'not ready') return undefined;
  if (signalStatus !== 'ready' || !Array.isArray(applicableSections)) return UNDECIDED;
  const ids = few(applicableSections) as number[];
  if (ids[0] === -1 && ids.length === 1) return { tier: 'persistent', decided: false };
  const sections = Object.entries(parsedSections as Fields);
  const verdicts = ids.flatMap((id) => {
    const name = id > 6 && id < 28 && !(id % 1) ? STATES : SECTIONS[id];
    const applies = sections.filter(([prefix]) => name?.test(prefix));
    // A section that applies but is missing may forbid.
    return applies.length ? applies.map(([, section]) => verdictOf(section)) : UNDECIDED;
  });
  return lowest(verdicts) ?? UNDECIDED;
}

function verdictOf(section: unknown): ConsentVerdict {
  // An array of sub-sections by the specification, one object by the IAB's own library.
  const fields: Fields = ownCopy(Object.assign({}, ...few(section)));
  // A later version may mean something else.
  if (!(Number(fields.Version ?? 1) < 3)) return UNDECIDED;
  const consents = fields.PurposeConsents ?? fields.PurposesExpressConsent;
  if (Array.isArray(consents)) {
    // Ids by the specification, one boolean each by the library.
    const purposes = few(consents);
    const isById = typeof purposes[0] === 'number';
    const agreed = PURPOSES.every((id) =>
      isById ? purposes.includes(id) : purposes[id - 1] === true,
    );
    return { tier: agreed ? 'persistent' : 'memory', decided: true };
  }
  const answers = OPT_OUTS.map((name) => fields[name]).filter((answer) => answer !== undefined);
  if (answers.some((answer) => OPTED_OUT.includes(answer)))
    return { tier: 'memory', decided: true };
  const isRead =
    answers.length &&
    answers.every((answer) => NOT_OPTED_OUT.includes(answer)) &&
    few(fields.KnownChildSensitiveDataConsents).every((one) => NO_CHILD.includes(one)) &&
    NO_GPC.includes(fields.Gpc);
  return !isRead ? UNDECIDED : { tier: 'persistent', decided: false };
}

/** As a list, cut to more entries than a real platform has. */
function few(value: unknown): unknown[] {
  return Array.isArray(value) ? value.slice(0, 50) : [value];
}
