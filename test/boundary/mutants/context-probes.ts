import { asked } from './policy-probes.js';
import type { Probe } from './probe.js';

const SESSION =
  'identity.session identity.copy_rights identity.copy_term ctx.actor ctx.agency ctx.clearance ctx.reading_clearance ctx.user_id identity.actor_for';
const [IS, WAS] = ['b.peer', 'nobody'];
/** What happens to the session, account or agency of one person, at both sides of each edge, and whether they are still somebody. */
const EDGES: [what: string, still: boolean][] = [
  ['SELECT 1', true],
  ['UPDATE identity.session SET ended_at = now() WHERE user_id = @b.peer', false],
  ['UPDATE identity.session SET idle_until = now() WHERE user_id = @b.peer', false],
  ["UPDATE identity.session SET idle_until = now() + interval '1 second' WHERE user_id = @b.peer", true],
  ['UPDATE identity.session SET ends_at = now(), idle_until = now() WHERE user_id = @b.peer', false],
  ["UPDATE identity.session SET ends_at = now() + interval '1 second', idle_until = now() + interval '1 second' WHERE user_id = @b.peer", true],
  ['UPDATE identity.user_account SET left_at = now() WHERE id = @b.peer', false],
  ['UPDATE identity.user_account SET left_at = now() WHERE id = @b.peer; UPDATE identity.user_account SET left_at = NULL WHERE id = @b.peer', true],
  ['UPDATE identity.agency SET starts_on = current_date WHERE id = 902', true],
  ['UPDATE identity.agency SET starts_on = current_date + 1 WHERE id = 902', false],
  ['UPDATE identity.agency SET ends_on = current_date WHERE id = 902', true],
  ['UPDATE identity.agency SET ends_on = current_date - 1 WHERE id = 902', false],
]; // prettier-ignore

/** Each limit alone: a session's end without its idle end, which the application never leaves apart. */
const APART =
  'ALTER TABLE identity.session DROP CONSTRAINT IF EXISTS session_check; UPDATE identity.session SET ends_at = now() WHERE user_id = @b.peer';

const who = (name: string, arrange: string, still: boolean): Probe => ({
  name: `who asks when ${name}`, about: SESSION, arrange,
  steps: [
    ['b.peer', 'SELECT ctx.user_id(), ctx.agency(), ctx.clearance(), ctx.reading_clearance()', still ? `${IS} 902 2 2` : '- - - -'],
    ['behind', 'SELECT a.user_id, a.agency_id, a.clearance, a.session_id FROM ctx.actor() a', still ? `${IS} 902 2 session.b.peer` : '- - - -'],
    [WAS, "SELECT user_id, agency_id, agency_code, clearance, session_id, roles, must_change FROM identity.actor_for('b.peer')", still ? `${IS} 902 T902 2 session.b.peer [analyst] false` : ''],
  ],
}); // prettier-ignore

const everybody = ['a.chief', 'b.low', 'c.handler', 'd.none', 'x.lead', 'nobody'].map((name): Probe => {
  const [agency, clearance] = [{ a: 901, b: 902, c: 903, d: 904 }[name[0]!], { chief: 3, low: 1 }[name.slice(2)] ?? 2];
  const known = agency !== undefined && name !== 'nobody';
  return { name: `who is ${name}`, about: SESSION, steps: [
    [name, 'SELECT ctx.user_id(), ctx.agency(), ctx.clearance()', known ? `${name} ${agency} ${clearance}` : '- - -'],
    ['behind', 'SELECT a.user_id, a.agency_id, a.clearance FROM ctx.actor() a', known ? `${name} ${agency} ${clearance}` : '- - -'],
  ] }; // prettier-ignore
});

/** Whoever holds no role that reads records is cleared for none of them. */
const reading = (role: string, cleared: string): Probe[] =>
  asked(`for what a session of one ${role} reads`, 'ctx.reading_clearance', 'SELECT ctx.clearance(), ctx.reading_clearance()', { 'a.peer': `2 ${cleared}`, nobody: '- -' },
    `DELETE FROM identity.user_role WHERE user_id = @a.peer; INSERT INTO identity.user_role SELECT @a.peer, '${role}' WHERE '${role}' <> 'none'`); // prettier-ignore
const READING = [
  ...['administrator', 'auditor', 'reader', 'none'].flatMap((role) => reading(role, '-')),
  ...['analyst', 'supervisor', 'lead', 'officer', 'coordinator', 'source-handler', 'contact'].flatMap((role) =>
    reading(role, '2'),
  ),
];

/** A session slides by its kind, up to its end, when it is less than a minute fresh. */
const slide = (kind: string, idle: string, slides: string, ends = '2 days'): Probe => ({
  name: `a ${kind} session idle in ${idle} that ends in ${ends}`, about: 'identity.actor_for',
  arrange: `INSERT INTO identity.session (token_hash, user_id, kind, idle_until, ends_at, outbox_id) SELECT sha256('other'), @a.peer, '${kind}', now() + interval '${idle}', now() + interval '${ends}',
    CASE '${kind}' WHEN 'acting' THEN (SELECT min(id) FROM platform.outbox) END`,
  steps: [
    // With a worker's token nobody asks anything of the server.
    ['nobody', "SELECT user_id FROM identity.actor_for('other')", kind === 'acting' ? '' : 'a.peer'],
    ['behind', "SELECT extract(epoch FROM idle_until - now())::int / 60 FROM identity.session WHERE token_hash = sha256('other')", slides],
    ['behind', "SELECT count(*) FROM identity.session WHERE idle_until <= now() + interval '1 hour'", '1'],
  ],
}); // prettier-ignore

/** What a session carries, from its beginning and when it changes at the person or the agency. */
const carried = (name: string, arrange: string, gives: string): Probe => ({
  name: `a session ${name}`, about: 'identity.session identity.copy_rights identity.copy_term ctx.agency ctx.clearance', arrange,
  steps: [['b.peer', 'SELECT ctx.user_id(), ctx.agency(), ctx.clearance()', gives]],
}); // prettier-ignore
const ANEW = `DELETE FROM identity.session WHERE user_id = @b.peer; INSERT INTO identity.session (token_hash, user_id, kind, idle_until, ends_at)
  VALUES (sha256('b.peer'), @b.peer, 'page', now() + interval '1 hour', now() + interval '1 hour')`;
const OVER = 'UPDATE identity.agency SET ends_on = current_date - 1';
const carries = [
  carried('of somebody cleared otherwise', `UPDATE identity.user_account SET clearance = 3 WHERE id = @b.peer`, 'b.peer 902 3'),
  carried('of somebody posted elsewhere', `UPDATE identity.user_account SET agency_id = 903 WHERE id = @b.peer`, 'b.peer 903 2'),
  carried('of somebody posted where nobody works', `${OVER} WHERE id = 903; UPDATE identity.user_account SET agency_id = 903 WHERE id = @b.peer`, '- - -'),
  carried('of somebody posted away from there', `${OVER} WHERE id = 902; UPDATE identity.user_account SET agency_id = 903 WHERE id = @b.peer`, 'b.peer 903 2'),
  carried('begun now', ANEW, 'b.peer 902 2'), carried('begun by a leaver', `UPDATE identity.user_account SET left_at = now() WHERE id = @b.peer; ${ANEW}`, '- - -'),
  carried('begun where nobody works', `${OVER} WHERE id = 902; ${ANEW}`, '- - -'), carried('begun as another ends', `${OVER} WHERE id = 901; ${ANEW}`, 'b.peer 902 2'),
  carried('begun by somebody cleared otherwise', `UPDATE identity.user_account SET clearance = 3 WHERE id = @b.peer; ${ANEW}`, 'b.peer 902 3'),
]; // prettier-ignore

const mustChange = asked('who must change the password', 'identity.actor_for', "SELECT must_change FROM identity.actor_for('a.peer')", { nobody: 'true' },
  "INSERT INTO identity.credential (user_id, password_hash, must_change) VALUES (@a.analyst, 'x', false), (@a.peer, 'x', true)"); // prettier-ignore
const mayKeep = asked('who need not change it', 'identity.actor_for', "SELECT must_change FROM identity.actor_for('a.peer')", { nobody: 'false' },
  "INSERT INTO identity.credential (user_id, password_hash, must_change) VALUES (@a.analyst, 'x', true), (@a.peer, 'x', false)"); // prettier-ignore

const slides = [
  slide('page', '13 minutes', '15'), slide('page', '14 minutes', '14'), slide('api', '58 minutes', '60'), slide('api', '59 minutes', '59'),
  slide('acting', '1 minute', '1'), slide('page', '5 minutes', '10', '10 minutes'), slide('page', '10 minutes', '10', '10 minutes'),
]; // prettier-ignore

const EVENT = '(SELECT min(id) FROM platform.outbox)';
const NEW_EVENT =
  "INSERT INTO platform.outbox (type, record_id, actor_id, agency_id, payload) VALUES ('new', @plain, @a.lead, 901, '{}')";
const old = (name: string, kind: string, ended: string): string =>
  `INSERT INTO identity.session (token_hash, user_id, kind, idle_until, ends_at, outbox_id)
   SELECT '${name}', @a.peer, '${kind}', now(), now() - interval '${ended}', CASE '${kind}' WHEN 'acting' THEN ${EVENT} END`;
const actFor = (event: string): string => `SELECT length(ctx.act_for(@a.peer, ${event}))`;

const acting: Probe[] = [
  { name: 'acting for somebody', about: 'ctx.act_for platform.outbox identity.session', steps: [
    ['worker:nobody', actFor(EVENT), '64'],
    ['behind', "SELECT user_id, kind, (idle_until - now())::text, (ends_at - now())::text FROM identity.session WHERE kind = 'acting'", 'a.peer acting 00:01:00 00:01:00'],
  ] },
  { name: 'acting for somebody without an event', about: 'ctx.act_for', steps: [['worker:nobody', actFor('0'), 'CL404']] },
  { name: 'acting for somebody by an event of one’s own transaction', about: 'ctx.act_for', arrange: NEW_EVENT, steps: [['worker:nobody', actFor('(SELECT max(id) FROM platform.outbox)'), 'CL404']] },
  { name: 'acting tidies up what is over', about: 'ctx.act_for', arrange: [old('1', 'acting', '59 seconds'), old('2', 'acting', '60 seconds'), old('3', 'acting', '61 seconds'), old('4', 'page', '2 hours'), old('5', 'acting', '61 seconds').replace('@a.peer', '@a.lead')].join('; '), steps: [
    ['worker:nobody', actFor(EVENT), '64'],
    ['behind', "SELECT convert_from(token_hash, 'UTF8') FROM identity.session WHERE ends_at < now() ORDER BY 1", '1, 2, 4, 5'],
  ] },
]; // prettier-ignore

const AGREED = (
  change: string,
): string => `INSERT INTO sharing.agreement (id, uid, reference, title, purpose, legal_basis, owner_agency_id, status, starts_on, ends_on)
    VALUES (903, @third, 'T904-X', 'Third', 'Testing', 'Test basis', 904, 'active', '2020-01-01', '2099-12-31');
  INSERT INTO sharing.agreement_party VALUES (903, 904); INSERT INTO sharing.agreement_invitation (agreement_id, agency_id, version) VALUES (903, 902, 1); ${change}`;
const agreements: Probe[] = [
  ...asked('agreements known', 'ctx.known_agreements', 'SELECT k FROM ctx.known_agreements() k ORDER BY 1', { 'a.lead': '901', 'b.none': '901, 903', 'c.lead': '902', 'd.lead': '901, 903', nobody: '' }, AGREED('SELECT 1')),
  ...asked('agreements of a party alone', 'ctx.my_agreements', 'SELECT k FROM ctx.my_agreements() k ORDER BY 1', { 'a.lead': '901', 'b.none': '901', 'c.lead': '', 'd.lead': '901, 903', nobody: '' }, AGREED('SELECT 1')),
  ...asked('agreements left', 'ctx.left_agreements', 'SELECT k FROM ctx.left_agreements() k ORDER BY 1', { 'b.none': '', 'd.lead': '' }, AGREED('SELECT 1')),
  ...asked('agreements left by one', 'ctx.left_agreements', 'SELECT k FROM ctx.left_agreements() k ORDER BY 1', { 'b.none': '903', 'd.lead': '', 'a.lead': '', nobody: '' }, AGREED('UPDATE sharing.agreement_invitation SET left_at = now()')),
  ...asked('agreements known after leaving', 'ctx.known_agreements', 'SELECT k FROM ctx.known_agreements() k ORDER BY 1', { 'b.none': '901', 'd.lead': '901, 903' }, AGREED('UPDATE sharing.agreement_invitation SET left_at = now()')),
  { name: 'an agreement that somebody joins', about: 'sharing.date_party ctx.lapsed_agreements', arrange: AGREED('SELECT 1'), steps: [['behind', 'INSERT INTO sharing.agreement_party VALUES (903, 902)', ''], ['a.lead', 'SELECT k FROM ctx.lapsed_agreements() k ORDER BY 1', '902, 903']] },
  ...asked('agreements not in force', 'ctx.lapsed_agreements', 'SELECT k FROM ctx.lapsed_agreements() k ORDER BY 1', { 'a.lead': '902' }),
]; // prettier-ignore

const compartments: Probe[] = [
  ...asked('operations of a member', 'ctx.compartments', 'SELECT k FROM ctx.compartments() k ORDER BY 1', { 'a.lead': '71', 'd.member': '71', 'c.lead': '72', 'a.peer': '', 'd.lead': '', nobody: '' }),
  ...asked('operations of a member until yesterday', 'ctx.compartments', 'SELECT k FROM ctx.compartments() k', { 'a.lead': '' }, 'UPDATE access.compartment_member SET ends_on = current_date - 1'),
  ...asked('operations of a member until today', 'ctx.compartments', 'SELECT k FROM ctx.compartments() k', { 'a.lead': '71' }, 'UPDATE access.compartment_member SET ends_on = current_date'),
  ...asked('operations of a member who reads no record', 'ctx.compartments', 'SELECT k FROM ctx.compartments() k', { 'a.lead': '' }, "UPDATE identity.user_role SET role = 'auditor' WHERE user_id = @a.lead"),
  ...asked('operations that one nominates for', 'ctx.nominating', 'SELECT k FROM ctx.nominating() k', { 'd.lead': '71', 'd.second': '71', 'd.supervisor': '', 'd.member': '', 'a.lead': '', 'b.lead': '', nobody: '' }),
  ...asked('roles', 'ctx.has_role', "SELECT ctx.has_role('lead'), ctx.has_role('analyst')", { 'a.lead': 'true false', 'b.analyst': 'false true', 'a.low': 'true true', 'a.none': 'false false', nobody: 'false false', 'x.lead': 'false false' }),
]; // prettier-ignore

export const contextProbes: readonly Probe[] = [
  ...EDGES.map(([what, still]) => who(what, what, still)), who('its session alone has ended', APART, false),
  ...everybody, ...READING, ...carries, ...slides, ...mustChange, ...mayKeep, ...acting, ...agreements, ...compartments,
]; // prettier-ignore
