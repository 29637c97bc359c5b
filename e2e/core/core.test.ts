import { describe } from 'vitest';
import { useEngine } from './core-site.fixture.js';
import { engines } from './engines.fixture.js';
import { testDifferences } from './differences.suite.js';
import { testEvents } from './events.suite.js';
import { testPrivacy } from './privacy.suite.js';
import { testRequests } from './requests.suite.js';
import { testShelf } from './shelf.suite.js';
import { testStorage } from './storage.suite.js';
import { testWebgl } from './webgl.suite.js';

// What the library promises, in each engine: the built files and the demo, as a page gets them.
for (const { name, title, missing } of await engines()) {
  describe.skipIf(missing)(title, () => {
    const site = useEngine(name);
    testEvents(site);
    testStorage(site);
    testPrivacy(site);
    testRequests(site);
    testShelf(site);
    testWebgl(site);
    testDifferences(site, title);
  });
}
