/** What one tab tells the others of the same shop. */
export interface TabNews {
  /** Records that were added: foreign until parsed. */
  add?: readonly (readonly [string, unknown])[];
  gone?: readonly string[];
  /** Everything was deleted. */
  all?: boolean;
}

/** Without BroadcastChannel each tab reads the other's events at its next load. */
export interface TabChannel {
  listen(on: boolean): void;
  /** @param always even when this tab does not listen: deletions. */
  post(news: TabNews, always?: boolean): void;
}

export function createTabChannel(name: string, onNews: (news: unknown) => void): TabChannel {
  let channel: BroadcastChannel | undefined;
  const open = () => {
    try {
      return new BroadcastChannel(name);
    } catch {
      // Not there, or forbidden in this frame.
      return undefined;
    }
  };
  return {
    listen(on) {
      channel?.close();
      channel = on ? open() : undefined;
      if (channel) channel.onmessage = (message) => onNews(message.data);
    },
    post(news, always) {
      const through = channel ?? (always ? open() : undefined);
      through?.postMessage(news);
      if (through !== channel) through?.close();
    },
  };
}
