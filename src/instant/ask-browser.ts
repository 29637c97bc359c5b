import { jsonOf } from '../lib/json-of.js';

/** How the browser is told. */
export type AskedBy = 'speculation-rules' | 'prefetch-link' | 'none';
const RULES = 'speculation-rules';
const LINKS = 'prefetch-link';

export type Mode = 'prefetch' | 'prerender';

/**
 * Tells the browser which pages to get, by speculation rules, or by prefetch links where it knows none or the
 * page's policy forbids an inline script. Elements are all it makes: the browser makes the requests.
 * @param onForbidden the policy forbids the rules, or, when told again, the links too.
 */
export function createAsking(
  nonce: string,
  onForbidden: (directive: string) => void,
  signal: AbortSignal,
) {
  let by: AskedBy = HTMLScriptElement.supports?.('speculationrules') ? RULES : linksOrNone();
  const elements: HTMLElement[] = [];
  let asked: readonly string[] = [];
  let askedMode: Mode;

  const put = <K extends 'script' | 'link'>(tag: K, fields: Partial<HTMLElementTagNameMap[K]>) => {
    const element = Object.assign(document.createElement(tag), fields);
    elements.push(element);
    document.head.append(element);
  };

  const forbidden = (directive: string) => {
    by = by === RULES ? linksOrNone() : 'none';
    const again = asked;
    ask(askedMode, []);
    ask('prefetch', again);
    onForbidden(directive);
  };

  const ask = (mode: Mode, urls: readonly string[]): void => {
    if (`${[mode, urls]}` === `${[askedMode, asked]}`) return;
    for (const element of elements.splice(0)) element.remove();
    [askedMode, asked] = [mode, urls];
    if (by === RULES && urls.length) {
      const rule = { source: 'list', urls, eagerness: 'immediate' };
      try {
        put('script', {
          type: 'speculationrules',
          nonce,
          textContent: jsonOf({ [mode]: [rule] }),
        });
      } catch {
        forbidden('trusted-types');
      }
    } else if (by === LINKS) for (const href of urls) put('link', { rel: 'prefetch', href });
  };

  // In a later task, on the script or, for the address of a link, on the document.
  document.addEventListener(
    'securitypolicyviolation',
    ({ target, blockedURI, disposition, effectiveDirective }) => {
      const isOurs = elements.includes(target as HTMLElement) || asked.includes(blockedURI);
      // A policy that is only tried out forbids nothing.
      if (isOurs && disposition === 'enforce') forbidden(effectiveDirective);
    },
    { signal },
  );

  return {
    by: () => by,
    /** Replaces what was asked for before; an empty list withdraws it. */
    ask,
  };
}

const linksOrNone = (): AskedBy =>
  document.createElement('link').relList?.supports?.('prefetch') ? LINKS : 'none';

/** The nonce of this page's scripts: browsers hide it from everything but the property. */
export const nonceOfPage = (): string =>
  (document.currentScript ?? document.querySelector<HTMLScriptElement>('script[nonce]'))?.nonce ??
  '';
