import { loadWords } from '../profile/load-words.js';
import type { ProfileOptions } from '../profile/options.js';
import type { Profile } from '../profile/portrait.js';
import { type ProfileSource, profileOf as read } from '../profile/profile.js';
import type { Tools } from '../profile/tools.js';

/** Loaded at the first `profile()`; its sentences are files of their own. */
export const profileOf = (
  source: ProfileSource,
  given: ProfileOptions | undefined,
  ...tools: Tools
): Promise<Profile> => read(source, given, tools, loadWords);
