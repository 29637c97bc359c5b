import { ownCopy } from '../lib/own.js';
import type { Fields } from './cmp-signal.js';
import { cmpSignal, PURPOSES } from './cmp-signal.js';
import type { ConsentSignal, ConsentVerdict } from './consent-signal.js';
import { lowest, UNDECIDED } from './consent-signal.js';

/**
 * The names of sections by their id; from 7 on, of the United States and its states. Earlier platforms
 * write their version after it.
 */
const SECTIONS = (
  '- - tcfeuv2 - - tcfcav1 uspv1 usnat usca usva usco usut usct usfl usmt usor ustx usde usia usne ' +
  'usnh usnj ustn usmn usmd usin usky usri'
).split(' ');
const STATES = /^us(?!pv1)/;
/** A later interface, or section, may mean something else by the same words. */
const INTERFACE = /^1(\.|$)/;
const VERSION = /^[12]$/;

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
 * a choice. All US sections are read when one applies: that of another state can only limit further, and does not
 * stand in for one that is missing.
 * Source: IAB Tech Lab, CMP API 1.1 and the US section specifications.
 * @param host the window.
 */
export function gpp(host: object): ConsentSignal {
  return cmpSignal(host, { name: 'gpp', global: '__gpp', version: [], read });
}

function read({ pingData }: Fields): ConsentVerdict | undefined {
  const {
    gppVersion = '1.1',
    signalStatus,
    applicableSections,
    parsedSections,
  } = ownCopy(pingData as Fields);
  if (!INTERFACE.test(gppVersion as string)) return UNDECIDED;
  if (signalStatus === 'not ready') return undefined;
  if (signalStatus !== 'ready' || !Array.isArray(applicableSections)) return UNDECIDED;
  const ids = few(applicableSections) as number[];
  if (ids[0] === -1 && ids.length === 1) return { tier: 'persistent', decided: false };
  const sections = Object.entries(parsedSections as Fields);
  const verdicts = ids.flatMap((id) => {
    const begins = SECTIONS[Math.max(id, 0)];
    const isIt = ([name]: [string, unknown]) =>
      !!begins && name.startsWith(begins) && /^(v[12])?$/.test(name.slice(begins.length));
    const applies = sections.filter((one) => isIt(one) || (id > 6 && STATES.test(one[0])));
    const read = applies.map(([, section]) => verdictOf(section));
    // A section that applies but is missing may forbid: that of another state says nothing of it.
    return applies.some(isIt) ? read : [...read, UNDECIDED];
  });
  return lowest(verdicts) ?? UNDECIDED;
}

function verdictOf(section: unknown): ConsentVerdict {
  // An array of sub-sections by the specification, one object by the IAB's own library.
  const fields: Fields = ownCopy(Object.assign({}, ...few(section)));
  if (!VERSION.test((fields.Version ?? 1) as string)) return UNDECIDED;
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
