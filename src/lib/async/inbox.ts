/** Keeps messages, in order, for a part that is created later and calls `open`. */
export interface Inbox<Message> {
  put(message: Message): void;
  /** Hands over the waiting messages, and every later one at once. Called once. */
  open(read: (message: Message) => void): void;
}

export function createInbox<Message>(): Inbox<Message> {
  const waiting: Message[] = [];
  let put = (message: Message): void => void waiting.push(message);
  return {
    put: (message) => put(message),
    open(read) {
      // The list grows while it is read: a reader may cause the next message.
      for (const message of waiting) read(message);
      put = read;
    },
  };
}
