/** Messages for a part that is made later: what comes before it opens waits, in order. */
export interface Inbox<Message> {
  put(message: Message): void;
  /** Called once: hands over what has waited, and everything from now on. */
  open(read: (message: Message) => void): void;
}

export function createInbox<Message>(): Inbox<Message> {
  const waiting: Message[] = [];
  let put = (message: Message): void => void waiting.push(message);
  return {
    put: (message) => put(message),
    open(read) {
      // Grows meanwhile by what reading causes.
      for (const message of waiting) read(message);
      put = read;
    },
  };
}
