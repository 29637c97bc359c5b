import { expect, test } from 'vitest';
import { UNDECIDED } from './consent-signal.js';
import { listen } from './fake-platform.fixture.js';
import { doNotTrack, globalPrivacyControl } from './global-privacy-control.js';

test.each([
  [{}, undefined],
  [{ doNotTrack: null }, undefined],
  [{ doNotTrack: '0' }, undefined],
  [{ doNotTrack: 'unspecified' }, undefined],
  [{ doNotTrack: 'no' }, undefined],
  [{ doNotTrack: '1' }, UNDECIDED],
  [{ doNotTrack: 'yes' }, UNDECIDED],
  [{ doNotTrack: '' }, UNDECIDED],
])('Do Not Track in %j', (navigator, verdict) =>
  expect(listen(doNotTrack(navigator)).reports).toEqual([verdict]),
);

test.each([
  [{}, undefined],
  [{ globalPrivacyControl: false }, undefined],
  [{ globalPrivacyControl: true }, UNDECIDED],
  [{ globalPrivacyControl: '' }, UNDECIDED],
])('Global Privacy Control in %j', (navigator, verdict) =>
  expect(listen(globalPrivacyControl(navigator)).reports).toEqual([verdict]),
);
