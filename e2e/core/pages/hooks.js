// Loaded first: `heard` lists all that scripts of this page ask, send, store or tell, as [how, what].
window.heard = [];
{
  const hear = (how, ...what) => heard.push([how, what.map(textOf).join(' ')]);
  const textOf = (one) => {
    if (one instanceof Request) return one.url;
    if (typeof one === 'string' || one instanceof URL) return String(one);
    try {
      return JSON.stringify(one) ?? String(one);
    } catch {
      return String(one);
    }
  };
  const method = (owner, name, how = name) => {
    const original = owner?.[name];
    if (!original) return;
    owner[name] = function (...given) {
      hear(how, ...given);
      return original.apply(this, given);
    };
  };
  const maker = (name) => {
    const Original = window[name];
    if (!Original) return;
    window[name] = class extends Original {
      constructor(...given) {
        super(...given);
        hear(name, given[0] ?? '');
      }
    };
  };
  const setter = (owner, name, how) => {
    const { get, set } = Object.getOwnPropertyDescriptor(owner, name);
    Object.defineProperty(owner, name, {
      configurable: true,
      get,
      set(value) {
        hear(how, value);
        set.call(this, value);
      },
    });
  };
  method(window, 'fetch');
  method(window, 'open');
  method(window, 'postMessage');
  method(XMLHttpRequest.prototype, 'open', 'XMLHttpRequest');
  method(Navigator.prototype, 'sendBeacon');
  method(Storage.prototype, 'setItem');
  method(IDBFactory.prototype, 'open', 'indexedDB');
  method(HTMLFormElement.prototype, 'submit');
  method(MessagePort.prototype, 'postMessage', 'MessagePort');
  method(window.CacheStorage?.prototype, 'open', 'caches');
  method(window.CookieStore?.prototype, 'set', 'cookie');
  for (const name of [
    'WebSocket',
    'EventSource',
    'Worker',
    'SharedWorker',
    'RTCPeerConnection',
    'WebTransport',
  ])
    maker(name);
  setter(Document.prototype, 'cookie', 'cookie');
  setter(HTMLImageElement.prototype, 'src', 'image');
  setter(HTMLIFrameElement.prototype, 'src', 'frame');
  const tell = BroadcastChannel.prototype.postMessage;
  BroadcastChannel.prototype.postMessage = function (message) {
    hear('BroadcastChannel', this.name, message);
    tell.call(this, message);
  };
}
