import { deal, other, rule, terms } from './agreement-world.js';
import { disclosureOf } from './mutant-world.js';
import type { Probe } from './probe.js';

/**
 * A condition that picks one row is missed only when another row comes first, and which does is the plan's to say. Each of these asks so that
 * either order gives a wrong answer: of two that differ, about both; or with the right row last in its table, which is put in order for it, and in its index.
 */
const LAST = `${disclosureOf('dis.x', 901, { record: 'theirs', from: 902 })}; UPDATE access.record_visibility SET sensitivity = 3, owner_id = 904 WHERE disclosure_id = @dis.x;
  CLUSTER access.record_visibility USING record_visibility_grant`;
const concerned = (of: number): string => `SELECT x FROM sharing.concerned(${of}, 2) x ORDER BY 1`;
const [TO_B, TO_D] = [rule({ from: 'T901', to: 'T902' }), rule({ from: 'T901', to: 'T904' })];
const rules = (before: object[], after: object[]) => ({
  versions: [
    { n: 1, state: 'active', terms: terms({ rules: before }) },
    { n: 2, state: 'proposed', terms: terms({ rules: after }) },
  ],
});
const people = (of: string): string => `SELECT agency FROM sharing.people_at_parties(@${of}) ORDER BY 1`;

export const orderProbes: readonly Probe[] = [
  {
    name: 'an emergency of a record whose grants say other things than its owner',
    about: 'access.open_emergency',
    arrange: `${LAST}; INSERT INTO access.attempt (user_id, what, reference) VALUES (@c.lead, 'emergency', 'IR-theirs')`,
    steps: [
      ['c.lead', "SELECT outcome FROM access.open_emergency('IR-theirs', 'A child is missing tonight')", 'opened'],
    ],
  },
  {
    name: 'the owner’s people, where a grant names another owner',
    about: 'notifications.audience',
    arrange: `${LAST}; UPDATE platform.outbox SET record_id = @theirs`,
    steps: [
      [
        'behind',
        "SELECT user_id FROM notifications.audience((SELECT min(id) FROM platform.outbox), 'owner', '{contact}')",
        'b.contact',
      ],
    ],
  },
  {
    name: 'whom the rules of each of two agreements concern',
    about: 'sharing.concerned',
    arrange: `${deal(rules([], [TO_B]))}; ${other(rules([TO_B], [TO_B, TO_D]))}`,
    steps: [
      ['behind', concerned(910), '901, 902'],
      ['behind', concerned(911), '901, 904'],
    ],
  },
  {
    name: 'the people at each of two agreements',
    about: 'sharing.people_at_parties',
    arrange: `${deal({ invited: [] })}; ${other({ parties: [901, 902], invited: [] })}`,
    steps: [
      ['a.peer', people('deal'), 'T901, T902, T904'],
      ['a.peer', people('deal.2'), 'T901, T902'],
    ],
  },
];
