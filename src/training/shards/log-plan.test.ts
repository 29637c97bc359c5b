import { expect, test } from 'vitest';
import { createActionReader } from '../log/action-names.js';
import { planShards } from './log-plan.js';
import { NotPlain } from './not-plain.js';

const plan = (line: Record<string, string>) =>
  planShards('log.csv', Array(20).fill(line), {}, createActionReader(new Map()), false).plan;
const sale = { customer_id: 'c1', product_id: 'p1', purchase_date: '2024-01-02 10:00:00' };

test('lines of what was bought are read as train does where they have a quantity, which may be below 0', () => {
  expect(() => plan({ ...sale, quantity: '1' })).toThrow(NotPlain);
  expect(plan(sale)).toMatchObject({ act: 'purchase' });
  expect(plan({ ...sale, event_type: 'view', quantity: '1' })).toMatchObject({
    type: ['event_type'],
  });
});
