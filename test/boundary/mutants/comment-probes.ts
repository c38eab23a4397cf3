import { emergencyOf } from './mutant-world.js';
import { asked } from './policy-probes.js';
import type { Probe } from './probe.js';

const ABOUT = 'access.comment access.item_visibility access.disclosure';
const written = (record: string, agency: number, audience: string, by: string, text = 'x'): string =>
  `INSERT INTO access.comment (record_id, agency_id, audience_id, by_user, text) VALUES (@${record}, ${agency}, ${audience}, @${by}, '${text}')`;

const ROWS = [
  written('shared', 901, 'NULL', 'a.lead', 'own'),
  written('shared', 901, '902', 'a.lead', 'for-b'),
  written('shared', 902, '901', 'b.lead', 'from-b'),
  written('shared', 902, 'NULL', 'b.lead', 'own-of-b'),
  written('held', 901, 'NULL', 'a.lead', 'held'),
].join('; ');

const reading = asked(
  'comments',
  ABOUT,
  "SELECT string_agg(text, ' ' ORDER BY text) FROM access.comment",
  { 'a.peer': 'for-b from-b own', 'a.member': 'for-b from-b held own', 'a.low': '-', 'b.peer': 'for-b from-b own-of-b', 'b.low': '-', 'd.peer': '-', 'c.peer': '-', nobody: '-' },
  ROWS,
); // prettier-ignore

/** An emergency opens a record, and nothing that was said about it; whoever has it by right as well reads on. */
const inEmergency = asked(
  'comments in an emergency',
  ABOUT,
  "SELECT string_agg(text, ' ' ORDER BY text) FROM access.comment WHERE text <> 'x'",
  { 'a.second': 'for-b from-b own', 'c.lead': '-', 'b.lead': 'for-b from-b own-of-b' },
  [ROWS, written('shared', 903, 'NULL', 'c.lead', 'own-of-c'), emergencyOf('use', 'a.second', 'held'), emergencyOf('use.c', 'c.lead', 'shared'), emergencyOf('use.b', 'b.lead', 'shared')].join('; '),
); // prettier-ignore
const onDrafts = asked(
  'comments on a draft',
  ABOUT,
  "SELECT string_agg(text, ' ' ORDER BY text) FROM access.comment",
  { 'a.analyst': 'mine', 'a.peer': '-', 'b.peer': '-' },
  written('draft', 901, 'NULL', 'a.analyst', 'mine'),
);

const DENIED = '42501';
const says = (name: string, who: string, sql: string, gives: string, arrange?: string): Probe => ({
  name: `a comment ${name}`,
  about: ABOUT,
  ...(arrange ? { arrange } : {}),
  steps: [[who, sql, gives]],
});
const ended = (column: string, value: string): string =>
  `UPDATE access.disclosure SET ${column} = ${value} WHERE id = @dis.b`;

const writing: Probe[] = [
  says('of the owner for itself', 'a.peer', written('shared', 901, 'NULL', 'a.peer'), ''),
  says('of the owner for a recipient', 'a.peer', written('shared', 901, '902', 'a.peer'), ''),
  says('of a recipient for itself', 'b.peer', written('shared', 902, 'NULL', 'b.peer'), ''),
  says('of a recipient for the owner', 'b.peer', written('shared', 902, '901', 'b.peer'), ''),
  says('in another agency’s name', 'a.peer', written('shared', 902, 'NULL', 'a.peer'), DENIED),
  says('in another person’s name', 'a.peer', written('shared', 901, 'NULL', 'a.lead'), DENIED),
  says('of a stranger', 'c.peer', written('shared', 903, 'NULL', 'c.peer'), DENIED),
  says('of nobody', 'nobody', written('shared', 901, 'NULL', 'a.peer'), DENIED),
  says('with too little clearance', 'a.low', written('shared', 901, 'NULL', 'a.low'), DENIED),
  says('outside the operation', 'a.peer', written('held', 901, 'NULL', 'a.peer'), DENIED),
  says('outside the operation, in an emergency', 'a.second', written('held', 901, 'NULL', 'a.second'), DENIED, emergencyOf('use', 'a.second', 'held')),
  says('of a stranger, in an emergency', 'c.lead', written('shared', 903, 'NULL', 'c.lead'), DENIED, emergencyOf('use', 'c.lead', 'shared')),
  says('on one’s own draft', 'a.analyst', written('draft', 901, 'NULL', 'a.analyst'), ''),
  says('on another’s draft', 'a.peer', written('draft', 901, 'NULL', 'a.peer'), DENIED),
  says('inside the operation', 'a.member', written('held', 901, 'NULL', 'a.member'), ''),
  says('of a recipient for another', 'b.peer', written('shared', 902, '904', 'b.peer'), DENIED),
  says('of a recipient for a stranger', 'b.peer', written('shared', 902, '903', 'b.peer'), DENIED),
  says('of a recipient for its own agency by name', 'b.peer', written('shared', 902, '902', 'b.peer'), DENIED),
  says('of the owner for a stranger', 'a.peer', written('shared', 901, '903', 'a.peer'), DENIED),
  says('on what is not shared', 'a.peer', written('plain', 901, '902', 'a.peer'), DENIED),
  says('of another owner for a partner', 'b.peer', written('theirs', 902, '901', 'b.peer'), DENIED),
  says('after the recall', 'a.peer', written('shared', 901, '902', 'a.peer'), DENIED, ended('revoked_at', "now(), revoked_by = @a.lead, revocation_reason = 'Testing'")),
  says('at the end of the disclosure', 'a.peer', written('shared', 901, '902', 'a.peer'), DENIED, ended('expires_at', 'now()')),
  says('before the end of the disclosure', 'a.peer', written('shared', 901, '902', 'a.peer'), '', ended('expires_at', "now() + interval '1 second'")),
]; // prettier-ignore

export const commentProbes: readonly Probe[] = [...reading, ...inEmergency, ...onDrafts, ...writing];
