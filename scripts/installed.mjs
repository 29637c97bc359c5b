// Runs before a command whose first lines import packages: installs them where they are missing.
import { ensureInstalled } from './install.mjs';

await ensureInstalled();
