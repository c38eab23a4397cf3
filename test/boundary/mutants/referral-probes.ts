import { disclosureOf } from './mutant-world.js';
import { falseGrant } from './owner-probes.js';
import { asked } from './policy-probes.js';
import type { Probe } from './probe.js';
import { given, received, referralOf, said } from './referral-world.js';

const RECORD = 'access.record_visibility access.item_visibility ctx.withheld';
/** One sent to b, one draft of a.supervisor, and one of an operation, which b received too. */
const WORLD = `${received()}; ${referralOf({ name: 'own', status: 1 })}; ${received({ name: 'kept' })}; UPDATE referrals.referral SET compartment_id = 71 WHERE id = @kept`;
const SEEN = {
  'a.peer': 'ref',
  'a.supervisor': 'own ref',
  'a.member': 'kept ref',
  'a.low': '-',
  'b.peer': 'ref',
  'b.low': '-',
  'c.peer': '-',
  'd.peer': '-',
  'd.member': '-',
  nobody: '-',
};
/** As an emergency of the sender’s own would leave it: a grant of the owner’s agency that is no ownership. */
const OWN_EMERGENCY = `UPDATE access.record_visibility SET agency_id = 901, compartment_id = NULL, private_to = @a.lead, valid_until = now() + interval '59 minutes' WHERE disclosure_id = @dis.kept; DELETE FROM access.compartment_member WHERE user_id = @a.lead`;
const ON_DRAFT = `INSERT INTO access.record_visibility (agency_id, created_at, record_id, kind, owner_id, sensitivity, private_to, status, handling, disclosure_id)
  SELECT agency_id, now(), record_id, kind, owner_id, sensitivity, @a.lead, status, handling, @fake FROM access.record_visibility WHERE record_id = @own AND disclosure_id IS NULL`;
const COPY = given({}, 'ref', 904).replaceAll('@dis.ref', '@dis.copy');

const names = (column: string, table: string): string =>
  `SELECT string_agg(n, ' ' ORDER BY n) FROM referrals.${table} t JOIN (VALUES (@ref, 'ref'), (@own, 'own'), (@kept, 'kept'), (@ref.0, 'ref.0'), (@ref.1, 'ref.1'), (@own.0, 'own.0'), (@kept.0, 'kept.0'), (@shared.0, 'shared.0'), (@plain.0, 'plain.0'), (@plain.1, 'plain.1'), (@dis.b, 'dis.b'), (@dis.d, 'dis.d')) o (id, n) ON o.id = t.${column}`;
const conditional = `${referralOf()}; ${given({ conditions: 'Wait' })}`;
const reading: Probe[] = [
  ...asked('referrals', `referrals.referral ${RECORD}`, names('id', 'referral'), SEEN, WORLD),
  ...asked('referrals with conditions', `referrals.referral ${RECORD}`, names('id', 'referral'), { 'a.peer': 'ref', 'b.peer': '-', 'b.lead': 'ref' }, `${conditional}; INSERT INTO access.acknowledgement VALUES (@dis.ref, @b.lead)`),
  ...asked('their items', `referrals.referral_item ${RECORD}`, names('id', 'referral_item'), { 'a.peer': 'ref.0 ref.1', 'b.peer': 'ref.0', 'c.peer': '-', nobody: '-' }, `${referralOf()}; ${given({ items: ['ref.0'] })}`),
  ...asked('their originals', `referrals.referral_original ${RECORD}`, names('referral_id', 'referral_original'), { ...SEEN, 'b.peer': '-' }, `${WORLD}; ${falseGrant('kept', 902, 901)}`),
  // Whoever sees one and not the other finds no trace of the pack.
  ...asked('their packs', `referrals.referral_pack ${RECORD}`, names('item_id', 'referral_pack'), { 'a.peer': 'plain.0 shared.0', 'b.peer': 'shared.0', 'd.peer': '-', 'c.peer': '-', nobody: '-' }, `${WORLD}; INSERT INTO referrals.referral_pack VALUES (@ref, @shared, @shared.0), (@ref, @plain, @plain.0)`),
  ...asked('the pack of a copy', `referrals.referral_pack ${RECORD}`, names('item_id', 'referral_pack'), { 'd.peer': 'shared.0' }, `${WORLD}; ${COPY}; INSERT INTO referrals.referral_pack VALUES (@ref, @shared, @shared.0)`),
  ...asked('the disclosures of their packs', `referrals.pack_disclosure ${RECORD}`, names('disclosure_id', 'pack_disclosure'), { 'a.peer': 'dis.b', 'b.peer': '-', 'c.peer': '-', 'd.peer': '-', nobody: '-' }, `${WORLD}; INSERT INTO referrals.pack_disclosure VALUES (@ref, @dis.b); ${falseGrant('ref', 904, 901)}`),
  ...asked('the disclosures of a pack after an emergency', `referrals.pack_disclosure ${RECORD}`, 'SELECT count(*) FROM referrals.pack_disclosure', { 'a.lead': '0', 'a.member': '1' }, `${WORLD}; INSERT INTO referrals.pack_disclosure VALUES (@kept, @dis.b); ${OWN_EMERGENCY}`),
  ...asked('the pack of a referral that one does not see', `referrals.referral_pack ${RECORD}`, names('item_id', 'referral_pack'), { 'b.peer': '-', 'a.member': 'shared.0' }, `${WORLD}; INSERT INTO referrals.referral_pack VALUES (@kept, @shared, @shared.0)`),
  ...asked('what is said', `referrals.referral_step referrals.referral ${RECORD}`, "SELECT string_agg(text, ' ' ORDER BY text) FROM referrals.referral_step",
    { 'a.peer': 'from-b home to-b to-d', 'a.low': '-', 'a.member': 'from-b home kept-home to-b to-d', 'b.peer': 'from-b home-of-b to-b', 'b.low': '-', 'd.peer': '-', 'c.peer': '-', nobody: '-' },
    `${WORLD}; ${said('home', 901, 'NULL')}; ${said('to-b', 901, '902')}; ${said('to-d', 901, '904')}; ${said('from-b', 902, '901')}; ${said('home-of-b', 902, 'NULL')}; ${said('kept-home', 901, 'NULL', 'kept')}`),
  ...asked('what is said, in an emergency', `referrals.referral_step referrals.referral ${RECORD}`, "SELECT string_agg(text, ' ' ORDER BY text) FROM referrals.referral_step", { 'a.lead': 'home', 'a.member': 'home kept-home', 'a.supervisor': 'home own-home' }, `${WORLD}; ${said('home', 901, 'NULL')}; ${said('kept-home', 901, 'NULL', 'kept')}; ${said('own-home', 901, 'NULL', 'own')}; ${OWN_EMERGENCY}`),
  ...asked('what is said, before conditions are accepted', `referrals.referral_step referrals.referral ${RECORD}`, "SELECT string_agg(text, ' ' ORDER BY text) FROM referrals.referral_step", { 'b.peer': '-', 'b.lead': 'to-b' }, `${conditional}; ${received({ name: 'kept' })}; INSERT INTO access.acknowledgement VALUES (@dis.ref, @b.lead); ${said('to-b', 901, '902')}`),
  ...asked('what is said to a copy', `referrals.referral_step referrals.referral ${RECORD}`, "SELECT string_agg(text, ' ' ORDER BY text) FROM referrals.referral_step", { 'd.peer': 'to-d' }, `${WORLD}; ${COPY}; ${said('to-b', 901, '902')}; ${said('to-d', 901, '904')}; ${said('home', 901, 'NULL')}`),
]; // prettier-ignore

const DENIED = '42501';
const INSERTED = (
  agency: number,
  who: string,
  status: number,
  private_to: string,
): string => `INSERT INTO referrals.referral (id, reference, owner_agency_id, created_at, sensitivity, private_to, status, handling, discovery, retention_group, review_on, version, marking, kind, threat_to_life${status === 1 ? '' : ', receiver_agency_id, sent_at, title, warn_at, due_at, escalate_at'})
  VALUES (@new, 'RF-${who}', ${agency}, now(), 1, ${private_to}, ${status}, 'P', 'silent', 3, '2032-01-01', 1, 'OFFICIAL', 'line', false${status === 1 ? '' : ", 904, now(), 'x', now(), now(), now()"})`;
const writes = (
  table: string,
  list: [
    name: string,
    who: string,
    sql: string,
    gives: string,
    then?: [sql: string, gives: string],
    arrange?: string,
  ][],
): Probe[] =>
  list.map(([name, who, sql, gives, then, arrange]) => ({
    name: `${table}, ${name}: ${who}`,
    about: `referrals.${table} ${RECORD}`,
    arrange: arrange ?? WORLD,
    steps: [[who, sql, gives], ...(then ? ([['behind', ...then]] as const) : [])],
  }));
const VERSIONS = "SELECT string_agg(reference, ' ' ORDER BY reference) FROM referrals.referral WHERE version = 99";
const WIDE = `${WORLD}; ${falseGrant('ref', 902, 901)}`;
const item = (record: string): string =>
  `INSERT INTO referrals.referral_item (id, report_id, part, fields, handling_code) VALUES (gen_random_uuid(), @${record}, 'details', '{}', 'P')`;
const LACKING = `${WORLD}; DELETE FROM access.disclosure_item WHERE item_id IN (@ref.1, @kept.1); DELETE FROM referrals.referral_item WHERE part = 'details'; ${falseGrant('ref', 902, 901)}; UPDATE access.record_visibility SET status = 1 WHERE record_id = @ref AND agency_id = 902`;
const TEXTS =
  "SELECT string_agg(r.reference, ' ' ORDER BY r.reference) FROM referrals.referral_item i JOIN referrals.referral r ON r.id = i.report_id WHERE i.text = 'SEEN' AND i.part = 'request'";
const packed = (record: string, of: string): string =>
  `INSERT INTO referrals.referral_pack VALUES (@${record}, @${of}, @${of}.0)`;
const PACKS = `${WORLD}; ${packed('ref', 'plain')}; ${packed('own', 'plain')}`;
const LEFT =
  "SELECT string_agg(o.n, ' ' ORDER BY o.n) FROM referrals.referral_pack t JOIN (VALUES (@ref, 'ref'), (@own, 'own')) o (id, n) ON o.id = t.referral_id";
const under = (record: string, disclosure: string): string =>
  `INSERT INTO referrals.pack_disclosure VALUES (@${record}, @${disclosure})`;

const decides = (who: string): string => `UPDATE access.disclosure SET decided_by = @${who}`;

const writing: Probe[] = [
  ...writes('referral', [
    ['a draft of one’s own', 'a.lead', INSERTED(901, 'a.lead', 1, '@a.lead'), ''], ['in another agency’s name', 'a.lead', INSERTED(902, 'a.lead', 1, '@a.lead'), DENIED], ['in another person’s name', 'a.lead', INSERTED(901, 'a.lead', 1, '@a.peer'), DENIED],
    ['a draft that names itself', 'a.lead', INSERTED(901, 'a.lead', 1, '@a.lead').replace('silent', 'named'), DENIED], ['sent at once', 'a.lead', INSERTED(901, 'a.lead', 2, 'NULL'), DENIED], ['by nobody', 'nobody', INSERTED(901, 'nobody', 1, '@a.lead'), DENIED],
    ['a new version by the owner', 'a.peer', "UPDATE referrals.referral SET version = 99", '', [VERSIONS, 'RF-ref'], WIDE], ['a new version by its author', 'a.supervisor', "UPDATE referrals.referral SET version = 99", '', [VERSIONS, 'RF-own RF-ref'], WIDE],
    ['labels in the operation', 'a.member', "UPDATE referrals.referral SET version = 99", '', [VERSIONS, 'RF-kept RF-ref'], WIDE], ['labels by a receiver with a wrong grant', 'b.peer', "UPDATE referrals.referral SET version = 99", '', [VERSIONS, '-'], WIDE],
    ['labels by a stranger', 'c.peer', "UPDATE referrals.referral SET version = 99", '', [VERSIONS, '-'], WIDE], ['labels after an emergency of the owner’s own', 'a.lead', "UPDATE referrals.referral SET version = 99 WHERE id = @kept", '', [VERSIONS, '-'], `${WORLD}; ${OWN_EMERGENCY}`],
  ]),
  ...writes('referral_item', [
    ['more under a draft', 'a.supervisor', item('own'), '', undefined, LACKING], ['more under what was sent', 'a.peer', item('ref'), DENIED, undefined, LACKING], ['more by a receiver with a wrong grant', 'b.peer', item('ref'), DENIED, undefined, LACKING], ['more under another’s draft', 'a.lead', item('own'), DENIED, undefined, LACKING], ['more by a stranger', 'c.peer', item('own'), DENIED, undefined, LACKING], ['more under what was sent, beside a draft', 'a.supervisor', item('ref'), DENIED, undefined, LACKING], ['more after an emergency on a draft', 'a.lead', item('own'), DENIED, undefined, `${LACKING}; ${ON_DRAFT}`], ['everything rewritten after one', 'a.lead', "UPDATE referrals.referral_item SET text = 'SEEN'", '', [TEXTS, '-'], `${WORLD}; ${ON_DRAFT}`],
    ['everything rewritten by an author', 'a.supervisor', "UPDATE referrals.referral_item SET text = 'SEEN'", '', [TEXTS, 'RF-own']], ['everything rewritten by a colleague', 'a.peer', "UPDATE referrals.referral_item SET text = 'SEEN'", '', [TEXTS, '-']], ['everything rewritten by a receiver', 'b.peer', "UPDATE referrals.referral_item SET text = 'SEEN'", '', [TEXTS, '-'], LACKING],
  ]),
  ...writes('referral_original', [
    ['more under one’s own', 'a.officer', 'INSERT INTO referrals.referral_original (referral_id, author_id, updated_at) VALUES (@ref, @a.officer, now())', '', undefined, `${WIDE}; DELETE FROM referrals.referral_original`], ['more by a receiver', 'b.peer', 'INSERT INTO referrals.referral_original (referral_id, author_id, updated_at) VALUES (@ref, @b.peer, now())', DENIED, undefined, `${WIDE}; DELETE FROM referrals.referral_original`],
    ['more by a stranger', 'c.peer', 'INSERT INTO referrals.referral_original (referral_id, author_id, updated_at) VALUES (@ref, @c.peer, now())', DENIED, undefined, `${WIDE}; DELETE FROM referrals.referral_original`], ['more after an emergency of the owner’s own', 'a.lead', 'INSERT INTO referrals.referral_original (referral_id, author_id, updated_at) VALUES (@kept, @a.lead, now())', DENIED, undefined, `${WORLD}; DELETE FROM referrals.referral_original; ${OWN_EMERGENCY}`],
    ['read after an emergency of the owner’s own', 'a.lead', 'SELECT count(*) FROM referrals.referral_original WHERE referral_id = @kept', '0', undefined, `${WORLD}; ${OWN_EMERGENCY}`],
  ]),
  ...writes('referral_pack', [
    ['an own item under a draft', 'a.supervisor', packed('own', 'plain'), ''], ['an own item under what was sent', 'a.peer', packed('ref', 'plain'), DENIED], ['an item that another shared', 'a.supervisor', packed('own', 'theirs'), DENIED, undefined, `${WORLD}; ${disclosureOf('dis.t', 901, { record: 'theirs', from: 902 })}`], ['an item of an operation', 'a.supervisor', packed('own', 'held'), DENIED], ['an item that is not there', 'a.supervisor', packed('own', 'absent'), DENIED],
    ['an item under another record', 'a.supervisor', 'INSERT INTO referrals.referral_pack VALUES (@own, @shared, @plain.0)', DENIED], ['another item of its record', 'a.supervisor', 'INSERT INTO referrals.referral_pack VALUES (@own, @plain, @plain.9)', DENIED], ['under another’s draft', 'a.lead', packed('own', 'plain'), DENIED], ['by a receiver with a wrong grant', 'b.peer', packed('ref', 'theirs'), DENIED, undefined, LACKING],
    ['an item with a wrong grant', 'b.analyst', packed('mine', 'plain'), DENIED, undefined, `${WORLD}; ${falseGrant('plain', 902, 901)}; ${referralOf({ name: 'mine', status: 1, to: '904', author: 'b.analyst' }).replace("'RF-mine', 901", "'RF-mine', 902")}`], ['an item of one’s own draft elsewhere', 'b.officer', packed('mine', 'theirs'), '', undefined, `${WORLD}; ${referralOf({ name: 'mine', status: 1, to: '904', author: 'b.officer' }).replace("'RF-mine', 901", "'RF-mine', 902")}`],
    ['an own item through a disclosure', 'a.supervisor', packed('own', 'plain'), DENIED, undefined, `${WORLD}; UPDATE access.item_visibility SET disclosure_id = @dis.b WHERE item_id = @plain.0`],
    ['emptied by an author', 'a.supervisor', 'DELETE FROM referrals.referral_pack', '', [LEFT, 'ref'], PACKS], ['an own item under what was sent, beside a draft', 'a.supervisor', packed('ref', 'plain'), DENIED], ['an own item after an emergency on a draft', 'a.lead', packed('own', 'plain'), DENIED, undefined, `${WORLD}; ${ON_DRAFT}`], ['emptied after one', 'a.lead', 'DELETE FROM referrals.referral_pack', '', [LEFT, 'own ref'], `${PACKS}; ${ON_DRAFT}`],
    ['emptied by a colleague', 'a.lead', 'DELETE FROM referrals.referral_pack', '', [LEFT, 'own ref'], PACKS], ['emptied by a receiver', 'b.peer', 'DELETE FROM referrals.referral_pack', '', [LEFT, 'own ref'], `${PACKS}; ${falseGrant('ref', 902, 901)}; ${falseGrant('plain', 902, 901)}; UPDATE access.record_visibility SET status = 1 WHERE record_id = @ref AND agency_id = 902`],
  ]),
  ...writes('pack_disclosure', [
    ['of one’s own', 'a.supervisor', under('ref', 'dis.b'), ''], ['that a colleague decided', 'a.lead', under('ref', 'dis.b'), DENIED], ['of a receiver', 'b.peer', under('ref', 'dis.b'), DENIED, undefined, `${WIDE}; ${decides('b.peer')}`], ['of a receiver with a disclosure of its own', 'b.peer', under('ref', 'dis.t'), DENIED, undefined, `${WIDE}; ${disclosureOf('dis.t', 901, { record: 'theirs', from: 902 })}; ${decides('b.peer')}`], ['after an emergency of the sender’s own', 'a.lead', under('kept', 'dis.b'), DENIED, undefined, `${WORLD}; ${OWN_EMERGENCY}; ${decides('a.lead')}`],
    ['of a stranger', 'c.peer', under('ref', 'dis.b'), DENIED, undefined, `${WORLD}; ${decides('c.peer')}`], ['of another owner', 'a.supervisor', under('ref', 'dis.t'), DENIED, undefined, `${WORLD}; ${disclosureOf('dis.t', 901, { record: 'theirs', from: 902 })}`], ['under another record', 'a.supervisor', under('kept', 'dis.b'), DENIED], ['of a restricted record', 'a.supervisor', under('ref', 'dis.h'), DENIED, undefined, `${WORLD}; ${disclosureOf('dis.h', 902, { record: 'held' })}`],
  ]),
  { name: 'the keeper looks a referral up', about: 'referrals.referral', arrange: WORLD, steps: [['behind', "SELECT record FROM access.held_under('RF-ref')", 'ref']] },
  { name: 'no step is written but by the keeper', about: 'referrals.referral_step', arrange: WORLD, steps: [['a.peer', said('mine', 901, 'NULL'), DENIED]] },
]; // prettier-ignore

export const referralProbes: readonly Probe[] = [...reading, ...writing];
