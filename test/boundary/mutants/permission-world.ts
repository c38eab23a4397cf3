import { disclosureOf } from './mutant-world.js';
import type { Step } from './probe.js';

interface Request {
  name?: string;
  record?: string;
  items?: string[];
  asker?: number;
  to?: string;
  use?: string;
  state?: string;
  by?: string;
  until?: string;
}
/** A request as it lies in the table, with its first step. */
export const request = (given: Request = {}): string => {
  const {
    name = 'req',
    record = 'shared',
    items = ['shared.0'],
    asker = 902,
    to = '904',
    use = 'share',
    state = 'asked',
    by = 'b.analyst',
    until = "now() + interval '1 day'",
  } = given;
  return `INSERT INTO sharing.permission_request (id, reference, record_id, kind, owner_agency_id, asker_agency_id, use, to_agency_id, items, purpose, detail, urgent, remind_at, due_at, state, valid_until, answered_at, reason, ended_at, ended_by_agency_id)
      VALUES (@${name}, '${name}', @${record}, 1, 901, ${asker}, '${use}', ${to}, ${items.length}, 'x', 'x', false, now() + interval '1 day', now() + interval '2 days', '${state}', ${state === 'granted' ? until : 'NULL'}, ${['granted', 'refused'].includes(state) ? 'now()' : 'NULL'},
        ${state === 'refused' ? "'x'" : 'NULL'}, ${['withdrawn', 'ended'].includes(state) ? 'now()' : 'NULL'}, ${state === 'withdrawn' ? '902' : 'NULL'});
    INSERT INTO sharing.permission_item SELECT @${name}, i, @${record}, 901, ${asker} FROM unnest(ARRAY[${items.map((item) => `@${item}`).join(', ')}]) i;
    INSERT INTO sharing.permission_step (request_id, agency_id, action, by_user) VALUES (@${name}, ${asker}, 'ask', @${by})`;
};
export const step = (action: string, by = 'a.handler', of = 'req'): string =>
  `INSERT INTO sharing.permission_step (request_id, agency_id, action, by_user, note) VALUES (@${of}, 901, '${action}', @${by}, 'x')`;
export const steps = (gives: string): Step => [
  'behind',
  "SELECT request_id, agency_id, action, by_user FROM sharing.permission_step WHERE action <> 'ask'",
  gives,
];
export const TWO = `${request()}; ${request({ name: 'req.2', use: 'copy', to: 'NULL' })}`;
export const MIXED = `${disclosureOf('dis.e', 902, { items: ['shared.1'] })}; ${request({ items: ['shared.0', 'shared.1'] })}; ${request({ name: 'req.2', items: ['shared.1'], use: 'copy', to: 'NULL' })}`;
