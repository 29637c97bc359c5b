import { tryWrapMethod } from '../../lib/page/wrap-method.js';

/** An answer the page's own script asked for. */
export interface Reply {
  /** Path of the address asked. */
  path: string;
  /** The body that was sent, as the page gave it. */
  sent: unknown;
  /** Text where it is no JSON. */
  json: unknown;
}

type Xhr = InstanceType<(typeof globalThis)['XMLHttpRequest']>;

const MAX_CHARS = 2_000_000;

/**
 * Reads JSON answers to requests that the page makes to its own origin, with fetch or XMLHttpRequest.
 * It makes no request, and what the page gets is what it would have got: the promise is handed on
 * untouched and a clone is read.
 * @param wanted which paths: nothing else is looked at.
 * @returns the undo, and `whenRead`: when the answers that have arrived are read.
 */
export function tapReplies(
  host: Window & typeof globalThis,
  wanted: (path: string) => boolean,
  read: (reply: Reply) => void,
): { stop(): void; whenRead(): Promise<unknown> } {
  let live = true;
  const reading = new Set<Promise<void>>();
  const parse = (path: string, sent: unknown, text: unknown) => {
    if (!live || (typeof text === 'string' && text.length > MAX_CHARS)) return;
    let json = text;
    try {
      json = JSON.parse(String(text));
    } catch {
      // A page, or a section of one; or XMLHttpRequest has parsed it.
    }
    read({ path, sent, json });
  };
  const pathOf = (address: unknown): string | undefined => {
    const { location } = host;
    const text = isRequest(address) ? address.url : String(address);
    if (text.length > 2000) return undefined;
    const { origin, pathname } = new URL(text, location.href);
    return origin === location.origin && wanted(pathname) ? pathname : undefined;
  };

  const undoFetch = tryWrapMethod(host, 'fetch', ([address, init], call) => {
    let path: string | undefined;
    let sent: unknown;
    try {
      path = pathOf(address);
      // A copy, before the body is sent.
      sent = Object(init).body ?? (path && Object(address).clone?.());
    } catch {}
    const reply = call() as Promise<Response>;
    try {
      // Ours is the first handler of the promise, so the body is not read yet.
      if (path) reply.then(follow.bind(null, path, sent), () => {});
    } catch {}
    return reply;
  });
  const follow = (path: string, sent: unknown, response: Response) => {
    try {
      if (!live || !response.ok) return;
      // What a request or a blob has in it; all else as it is.
      const body: unknown = Object(sent).text?.() ?? sent;
      const work = Promise.all([response.clone().text(), body])
        .then(([text, body]) => parse(path, body, text))
        .catch(() => {});
      reading.add(work);
      work.then(() => reading.delete(work));
    } catch {
      // Somebody below us has read the body.
    }
  };

  const undoSend = tryWrapMethod(host.XMLHttpRequest.prototype, 'send', ([sent], call, self) => {
    const xhr = self as Xhr;
    const loaded = () => {
      try {
        const path = live && xhr.status < 300 ? pathOf(xhr.responseURL) : undefined;
        const text = /^(text)?$/.test(xhr.responseType) ? xhr.responseText : xhr.response;
        if (path) parse(path, sent, text);
      } catch {}
    };
    // Called on something else, it throws as it would without us.
    if (xhr instanceof host.XMLHttpRequest) xhr.addEventListener('load', loaded);
    return call();
  });
  return {
    whenRead: () => Promise.all(reading),
    stop() {
      live = false;
      undoSend();
      undoFetch();
    },
  };
}

function isRequest(input: unknown): input is { url: string } {
  return typeof (input as { url?: unknown } | undefined)?.url === 'string';
}
