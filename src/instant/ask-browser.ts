/** How the browser is told. */
export type AskedBy = 'speculation-rules' | 'prefetch-link' | 'none';
export type Mode = 'prefetch' | 'prerender';

/**
 * Tells the browser which pages to get, by speculation rules, or by prefetch links where it knows none or the
 * page's policy forbids an inline script. Elements are all it makes: the browser makes the requests.
 * @param onForbidden the policy forbids the rules; links are used from then on.
 */
export function createAsking(nonce: string | undefined, onForbidden: (why: string) => void) {
  let knowsRules = !!HTMLScriptElement.supports?.('speculationrules');
  const knowsLinks = !!document.createElement('link').relList?.supports?.('prefetch');
  const elements: HTMLElement[] = [];
  let asked = '';

  const withdraw = () => {
    for (const element of elements.splice(0)) element.remove();
    asked = '';
  };

  const put = (element: HTMLElement) => {
    elements.push(element);
    document.head.append(element);
  };

  const forbidden = (why: string, addresses: readonly string[]) => {
    knowsRules = false;
    withdraw();
    onForbidden(why);
    ask('prefetch', addresses);
  };

  const askByRules = (mode: Mode, urls: readonly string[]) => {
    const script = document.createElement('script');
    script.type = 'speculationrules';
    if (nonce) script.nonce = nonce;
    try {
      script.textContent = JSON.stringify({
        [mode]: [{ source: 'list', urls, eagerness: 'immediate' }],
      });
    } catch {
      forbidden('trusted-types', urls);
      return;
    }
    // Dispatched on the element, in a later task.
    script.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
      forbidden(effectiveDirective, urls),
    );
    put(script);
  };

  const ask = (mode: Mode, addresses: readonly string[]): void => {
    const next = mode + addresses;
    if (next === asked) return;
    withdraw();
    asked = next;
    if (!addresses.length) return;
    if (knowsRules) askByRules(mode, addresses);
    else if (knowsLinks) {
      for (const href of addresses)
        put(Object.assign(document.createElement('link'), { rel: 'prefetch', href }));
    }
  };

  return {
    by: (): AskedBy => (knowsRules ? 'speculation-rules' : knowsLinks ? 'prefetch-link' : 'none'),
    /** Replaces what was asked for before; an empty list withdraws it. */
    ask,
  };
}

/** The nonce of this page's scripts: browsers hide it from everything but the property. */
export const nonceOfPage = (): string | undefined =>
  (document.currentScript ?? document.querySelector<HTMLScriptElement>('script[nonce]'))?.nonce ||
  undefined;
