import { disclosureOf, emergencyOf } from './mutant-world.js';
import { EDITABLE, falseGrant } from './owner-probes.js';
import { asked } from './policy-probes.js';
import type { Probe } from './probe.js';

const VERSION = (
  record: string,
): string => `INSERT INTO intelligence.report_correction (id, report_id, reason, content, author_id, state)
    VALUES (@fix.${record}, @${record}, 'x', '{}', @a.analyst, 'proposed');
  INSERT INTO intelligence.report_version (report_id, correction_id, content) VALUES (@${record}, @fix.${record}, '{}')`;
const ALL = ['plain', 'shared', 'held', 'theirs'];
/** An emergency in the owner's own agency, and a grant that is wrong about who owns the record. */
const SEEMING = `${emergencyOf('use', 'a.supervisor', 'held')}; ${emergencyOf('use.2', 'a.handler', 'held')}; ${falseGrant('plain', 902, 901)}`;
const HISTORY = `${SEEMING}; ${ALL.map(VERSION).join('; ')}`;
const KEPT = {
  'a.peer': '2',
  'a.supervisor': '2',
  'a.chief': '3',
  'a.low': '0',
  'b.analyst': '1',
  'c.analyst': '0',
  'd.analyst': '0',
  nobody: '0',
};

const LABELS = `DELETE FROM access.label_change; INSERT INTO access.label_change (record_id, owner_agency_id, sensitivity, to_sensitivity) SELECT id, owner_agency_id, 1, 2 FROM intelligence.report;
  INSERT INTO access.restriction (record_id, owner_agency_id, sensitivity, reason, decided_by) SELECT id, owner_agency_id, 3, 'x', @a.lead FROM intelligence.report; ${SEEMING}`;
/** The wall of grants is down, the owner's own row is gone, and the only row says another agency: no owner is there to be told. */
const WALL_DOWN = `${LABELS}; ALTER TABLE access.record_visibility DISABLE ROW LEVEL SECURITY; DELETE FROM access.record_visibility WHERE record_id = @plain AND agency_id = 901`;
const WALL_DOWN_TOO = `${LABELS}; ${falseGrant('theirs', 904, 904)}; UPDATE access.record_visibility SET record_id = @plain WHERE record_id = @theirs AND agency_id = 904;
  ALTER TABLE access.record_visibility DISABLE ROW LEVEL SECURITY; DELETE FROM access.record_visibility WHERE record_id = @plain AND agency_id = 901`;
const MISNAMED = `${LABELS}; UPDATE access.record_visibility SET owner_id = 903 WHERE record_id = @plain AND agency_id = 901`;
/** The row beside the record says that somebody else owns it. */
const MISOWNED = `${LABELS}; UPDATE access.label_change SET owner_agency_id = 903; UPDATE access.restriction SET owner_agency_id = 903`;

const ownersOf = (table: string): Probe[] => {
  const about = `access.${table} access.record_visibility`;
  const [all, plain] = [
    `SELECT count(*) FROM access.${table}`,
    `SELECT count(*) FROM access.${table} WHERE record_id = @plain`,
  ];
  return [
    ...asked(
      `${table}s`,
      about,
      all,
      {
        'a.peer': '2',
        'a.supervisor': '2',
        'a.analyst': '3',
        'a.member': '3',
        'a.chief': '4',
        'a.low': '0',
        'b.analyst': '1',
        'd.analyst': '0',
        nobody: '0',
      },
      LABELS,
    ),
    ...asked(`${table}s with the wall of grants down`, about, plain, { 'a.peer': '0', 'b.analyst': '0' }, WALL_DOWN),
    ...asked(
      `${table}s with the wall of grants down, and another owner`,
      about,
      plain,
      { 'a.peer': '0' },
      WALL_DOWN_TOO,
    ),
    ...asked(
      `${table}s of a record that another is said to own`,
      about,
      plain,
      { 'a.peer': '0', 'c.analyst': '0' },
      MISNAMED,
    ),
    ...asked(`${table}s that name another owner`, about, plain, { 'a.peer': '0', 'c.analyst': '0' }, MISOWNED),
  ];
};

const DRAFT = (change: Record<string, string> = {}): string => {
  const row: Record<string, string> = { owner_agency_id: '901', status: '1', private_to: '@a.analyst', ...change };
  return `WITH original AS (INSERT INTO intelligence.report_original VALUES (@new, 'x', 'x', '{}', ctx.user_id(), NULL, now()))
    INSERT INTO intelligence.report (id, reference, created_at, sensitivity, handling, discovery, retention_group, review_on, version, marking, safeguarding,
    threat_to_life, ${Object.keys(row).join(', ')}) VALUES (@new, 'IR-new', now(), 2, 'C', 'silent', 3, '2032-01-01', 1, 'OFFICIAL', '{}', false, ${Object.values(row).join(', ')})`;
};
const CORRECTION = (author: string, state: string): string =>
  `INSERT INTO intelligence.report_correction (id, report_id, reason, content, author_id, state) VALUES (gen_random_uuid(), @plain, 'x', '{}', @${author}, '${state}')`;
const DECIDED =
  "INSERT INTO intelligence.report_correction (id, report_id, reason, content, author_id, state, decided_by, decided_at) VALUES (gen_random_uuid(), @plain, 'x', '{}', @a.peer, 'approved', @a.lead, now())";

/** What a correction would say that was not just proposed. */
const SAID: readonly [column: string, value: string][] = [['decided_at', 'now()'], ['decision_reason', "'x'"], ['proposed_at', "now() + interval '1 second'"]]; // prettier-ignore
const said = ([column, value]: (typeof SAID)[number]): Probe[] =>
  asked(`a correction that says its ${column}`, 'intelligence.report_correction', CORRECTION('a.peer', 'proposed').replace('state)', `state, ${column})`).replace("'proposed')", `'proposed', ${value})`), { 'a.peer': '42501' }); // prettier-ignore

const inserts: Probe[] = [
  ...SAID.flatMap(said),
  ...asked('a new draft', 'intelligence.report', DRAFT(), { 'a.analyst': '', 'a.peer': '42501', 'b.analyst': '42501', nobody: '42501' }),
  ...asked('a new draft for another agency', 'intelligence.report', DRAFT({ owner_agency_id: '902' }), { 'a.analyst': '42501' }),
  ...asked('a new draft of nobody', 'intelligence.report', DRAFT({ private_to: 'NULL' }), { 'a.analyst': '42501' }),
  ...asked('a new draft that names itself', 'intelligence.report', DRAFT().replace('silent', 'named'), { 'a.analyst': '42501' }),
  ...asked('a new draft that was disseminated', 'intelligence.report', DRAFT({ disseminated_at: 'now()' }), { 'a.analyst': '42501' }),
  ...asked('a new report past its draft', 'intelligence.report', DRAFT({ status: '2' }), { 'a.analyst': '42501' }),
  ...asked('a proposed correction', 'intelligence.report_correction', CORRECTION('a.peer', 'proposed'), { 'a.peer': '', 'a.analyst': '42501' }),
  ...([[2, '42501'], [4, '42501'], [5, ''], [6, ''], [7, '42501']] as const).flatMap(([status, gives]) =>
    asked(`a correction of a report in status ${status}`, 'intelligence.report_correction', CORRECTION('a.peer', 'proposed'), { 'a.peer': gives }, `UPDATE intelligence.report SET status = ${status} WHERE id = @plain`)),
  ...asked('a draft given to a colleague', 'intelligence.report', 'UPDATE intelligence.report SET private_to = @a.peer WHERE id = @draft', { 'a.analyst': '42501' }),
  ...asked('a draft kept', 'intelligence.report', 'UPDATE intelligence.report SET private_to = private_to WHERE id = @draft', { 'a.analyst': '' }),
  ...asked('a correction that is withdrawn', 'intelligence.report_correction', CORRECTION('a.peer', 'withdrawn'), { 'a.peer': '42501' }),
  ...asked('a correction decided by who wrote it', 'intelligence.report_correction', DECIDED, { 'a.peer': '42501' }),
  ...asked('a source under another agency', 'intelligence.report_item_source', "INSERT INTO intelligence.report_item_source VALUES (@plain.0, @plain, 902, 'x')", { 'a.peer': '42501' }, EDITABLE),
  ...asked('a report given away', 'intelligence.report', 'UPDATE intelligence.report SET owner_agency_id = 902 WHERE id = @plain', { 'a.peer': '42501' }),
]; // prettier-ignore

const written = (name: string, arrange: string): Probe => ({
  name, about: 'intelligence.report access.record_visibility', arrange: `${EDITABLE}; ${arrange}`,
  steps: [['b.analyst', "UPDATE intelligence.report SET version = 99", ''], ['behind', "SELECT count(*) FROM intelligence.report WHERE version = 99", '0']],
}); // prettier-ignore
const disagreeing: Probe[] = [
  written(
    'a grant that names another owner than the record',
    `UPDATE access.record_visibility SET owner_id = 901 WHERE record_id = @theirs`,
  ),
  written(
    'a record that names another owner than the grant',
    `${falseGrant('plain', 902, 902)}; DELETE FROM access.record_visibility WHERE record_id = @theirs`,
  ),
];

const DISCLOSED = 'access.disclosure access.record_visibility';
const GIVEN = `${SEEMING}; ${falseGrant('shared', 902, 901)}; ${disclosureOf('dis.h', 904, { record: 'held' })}; DELETE FROM access.record_visibility WHERE disclosure_id = @dis.h;
  INSERT INTO access.disclosure_extension (disclosure_id, extended_by, reason, expired_at, expires_at)
    SELECT id, @a.lead, 'x', expires_at - interval '1 day', expires_at FROM access.disclosure`;
const SEEN: Record<string, string> = {
  'a.peer': 'dis.b, dis.d', 'a.supervisor': 'dis.b, dis.d', 'a.member': 'dis.b, dis.d, dis.h', 'a.low': '', 'b.analyst': 'dis.b', 'b.low': '', 'd.analyst': 'dis.d', 'd.member': 'dis.d', 'c.analyst': '', nobody: '',
}; // prettier-ignore

const disclosures: Probe[] = [
  ...asked('disclosures', DISCLOSED, 'SELECT id FROM access.disclosure ORDER BY reference', SEEN, GIVEN),
  ...asked('items of disclosures', `${DISCLOSED} access.disclosure_item`, 'SELECT i.disclosure_id FROM access.disclosure_item i JOIN (VALUES (@dis.b, 1), (@dis.d, 2), (@dis.h, 3)) o (id, n) ON o.id = i.disclosure_id ORDER BY o.n', SEEN, GIVEN),
  ...asked('extensions of disclosures', `${DISCLOSED} access.disclosure_extension`, 'SELECT i.disclosure_id FROM access.disclosure_extension i JOIN (VALUES (@dis.b, 1), (@dis.d, 2), (@dis.h, 3)) o (id, n) ON o.id = i.disclosure_id ORDER BY o.n', SEEN, GIVEN),
  ...asked('a disclosure that is over', DISCLOSED, 'SELECT id FROM access.disclosure ORDER BY reference', { 'b.analyst': '', 'a.peer': 'dis.b, dis.d' }, 'DELETE FROM access.record_visibility WHERE disclosure_id = @dis.b'),
]; // prettier-ignore

const consent = (change: Record<string, string> = {}): string => {
  const row: Record<string, string> = {
    item_id: '@plain.1',
    record_id: '@plain',
    owner_agency_id: '901',
    given_by: '@a.handler',
    ...change,
  };
  return `INSERT INTO access.originator_consent (id, recipient_agency_id, statement, ${Object.keys(row).join(', ')}) VALUES (gen_random_uuid(), 902, 'x', ${Object.values(row).join(', ')})`;
};
const CONSENTS = `${SEEMING}; ${['plain', 'held', 'theirs'].map((record) => consent({ item_id: `@${record}.1`, record_id: `@${record}`, owner_agency_id: record === 'theirs' ? '902' : '901' })).join('; ')}`;
const ORIGIN = 'access.originator_consent access.item_visibility';
const consents: Probe[] = [
  ...asked('consents', ORIGIN, 'SELECT record_id FROM access.originator_consent ORDER BY owner_agency_id, record_id = @plain', {
    'a.peer': 'plain', 'a.supervisor': 'plain', 'a.member': 'held, plain', 'a.low': '', 'b.analyst': 'theirs', 'd.analyst': '', nobody: '',
  }, CONSENTS),
  ...asked('consents that name another owner', ORIGIN, 'SELECT record_id FROM access.originator_consent', { 'a.peer': '', 'b.analyst': 'plain' }, `${SEEMING}; ${consent({ owner_agency_id: '902' })}`).filter(({ name }) => name.endsWith('a.peer')),
  ...asked('a consent', ORIGIN, consent(), { 'a.handler': '', 'a.second': '42501', 'b.handler': '42501', nobody: '42501' }),
  ...asked('a consent by who handles no sources', ORIGIN, consent({ given_by: '@a.peer' }), { 'a.peer': '42501' }),
  ...asked('a consent in another agency’s name', ORIGIN, consent({ owner_agency_id: '902' }), { 'a.handler': '42501' }),
  ...asked('a consent of a colleague', ORIGIN, consent({ given_by: '@a.second' }), { 'a.handler': '42501' }),
  ...asked('a consent for an item that is not seen', ORIGIN, consent({ item_id: '@held.1', record_id: '@held' }), { 'a.handler': '42501' }, SEEMING),
  ...asked('a consent for an item of another record', ORIGIN, consent({ item_id: '@plain.1', record_id: '@shared' }), { 'a.handler': '42501' }),
  ...asked('a consent for another item than is seen', ORIGIN, consent({ item_id: '@held.1' }), { 'a.handler': '42501' }),
  ...asked('a consent by who only received it', ORIGIN, consent({ item_id: '@shared.0', record_id: '@shared', owner_agency_id: '902', given_by: '@b.handler' }), { 'b.handler': '42501' }),
]; // prettier-ignore

const SOURCES = 'SELECT item_id FROM intelligence.report_item_source s ORDER BY source_ref';
const sources = asked('sources', 'intelligence.report_item_source access.record_visibility', SOURCES, {
  'a.handler': 'plain.1, shared.1', 'a.second': 'plain.1, shared.1', 'a.peer': '', 'a.low': '', 'b.handler': 'theirs.1', 'c.handler': 'foreign.1', 'd.handler': '', nobody: '',
}, SEEMING); // prettier-ignore

export const recordRowProbes: readonly Probe[] = [
  ...asked('versions before a correction', 'intelligence.report_version access.record_visibility', 'SELECT count(*) FROM intelligence.report_version', KEPT, HISTORY),
  ...asked('corrections', 'intelligence.report_correction access.record_visibility', 'SELECT count(*) FROM intelligence.report_correction', KEPT, HISTORY),
  ...ownersOf('label_change'), ...ownersOf('restriction'), ...inserts, ...disagreeing, ...disclosures, ...consents, ...sources,
]; // prettier-ignore
