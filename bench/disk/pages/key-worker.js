let key;
self.onconnect = ({ ports: [port] }) => {
  port.onmessage = ({ data }) => {
    key ??= data;
    port.postMessage(key ?? null);
  };
};
