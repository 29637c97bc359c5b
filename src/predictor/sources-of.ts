import type { QueueHost } from '../lib/tap-queue.js';
import { dom } from '../sources/dom.js';
import { ga4 } from '../sources/ga4.js';
import type { Source } from '../sources/source.js';
import type { SourceName, SourceOption } from './options.js';

const BY_NAME: Readonly<Record<SourceName, () => Source>> = {
  ga4: () => ga4(window as unknown as QueueHost),
  dom: () => dom(document),
};

/** The sources an option stands for; an unknown name has been reported when the options were read. */
export function sourcesOf(option: SourceOption): Source[] {
  const chosen = option === 'auto' ? (Object.keys(BY_NAME) as SourceName[]) : option;
  return chosen.flatMap((one) => {
    if (typeof one === 'object') return one;
    return Object.hasOwn(BY_NAME, one) ? BY_NAME[one]() : [];
  });
}
