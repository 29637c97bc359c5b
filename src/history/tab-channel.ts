import type { Forget } from './forget.js';

/** What one tab tells the others of the same shop. */
export interface TabMessage {
  /** Added records, not parsed yet. */
  add?: readonly (readonly [string, unknown])[];
  /** Deleted keys. */
  gone?: readonly string[];
  /** What was forgotten: this tab may have more of it than the store had. */
  forgot?: Forget;
}

/** Without BroadcastChannel each tab reads the others' events at its next load. */
export interface TabChannel {
  /** Listens; without a listener, no longer. */
  listen(onMessage?: (data: unknown) => void): void;
  /** @param always even when this tab does not listen: deletions. */
  post(message: TabMessage, always?: boolean): void;
}

export function createTabChannel(name: string): TabChannel {
  let channel: BroadcastChannel | undefined;
  const open = () => {
    try {
      return new BroadcastChannel(name);
    } catch {
      // Not supported, or forbidden in this frame.
      return undefined;
    }
  };
  return {
    listen(onMessage) {
      channel?.close();
      channel = onMessage && open();
      if (channel) channel.onmessage = ({ data }) => onMessage?.(data);
    },
    post(message, always) {
      const through = channel ?? (always ? open() : undefined);
      through?.postMessage(message);
      if (through !== channel) through?.close();
    },
  };
}
