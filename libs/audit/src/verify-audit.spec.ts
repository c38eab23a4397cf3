import { freshDatabase } from '@clin/harness';
import pg from 'pg';
import { verifyAudit, type Head } from './verify-audit.js';

const ROWS = 40;

/** Does what only someone with the database's superuser could: the triggers and policies are off. */
const TAMPERINGS: [string, string, { seq: number; kind: string }][] = [
  ['an edit of an outcome', `UPDATE audit.entry SET outcome = 'allowed!' WHERE id = (SELECT entry_id FROM audit.link WHERE seq = 7)`, { seq: 7, kind: 'edited' }],
  ['an edit of a time', `UPDATE audit.entry SET at = at + interval '1 microsecond' WHERE id = (SELECT entry_id FROM audit.link WHERE seq = 8)`, { seq: 8, kind: 'edited' }],
  ['an edit of a person', `UPDATE audit.entry SET user_id = gen_random_uuid() WHERE id = (SELECT entry_id FROM audit.link WHERE seq = 9)`, { seq: 9, kind: 'edited' }],
  ['an edit of record ids', `UPDATE audit.entry SET record_ids = '{}' WHERE id = (SELECT entry_id FROM audit.link WHERE seq = 10)`, { seq: 10, kind: 'edited' }],
  ['an edit of the detail', `UPDATE audit.entry SET detail = '{"n": 0}' WHERE id = (SELECT entry_id FROM audit.link WHERE seq = 11)`, { seq: 11, kind: 'edited' }],
  ['an edit of a hash', `UPDATE audit.link SET hash = sha256('x') WHERE seq = 12`, { seq: 12, kind: 'edited' }],
  ['a deletion of an entry', `DELETE FROM audit.entry WHERE id = (SELECT entry_id FROM audit.link WHERE seq = 5)`, { seq: 5, kind: 'deleted' }],
  ['a deletion of an entry and its link', `WITH gone AS (DELETE FROM audit.link WHERE seq = 5 RETURNING entry_id) DELETE FROM audit.entry WHERE id IN (SELECT entry_id FROM gone)`, { seq: 5, kind: 'removed' }],
  ['a deletion with the rest renumbered', `WITH gone AS (DELETE FROM audit.link WHERE seq = 5 RETURNING entry_id) DELETE FROM audit.entry WHERE id IN (SELECT entry_id FROM gone);
    UPDATE audit.link SET seq = -seq WHERE seq > 5; UPDATE audit.link SET seq = -seq - 1 WHERE seq < 0`, { seq: 5, kind: 'edited' }],
  ['an exchange of two entries', `UPDATE audit.link SET entry_id = -entry_id WHERE seq IN (3, 4);
    UPDATE audit.link SET entry_id = (SELECT -o.entry_id FROM (VALUES (3, 4), (4, 3)) s(a, b) JOIN audit.link o ON o.seq = s.b WHERE s.a = link.seq) WHERE seq = 3;
    UPDATE audit.link SET entry_id = (SELECT id FROM audit.entry e WHERE NOT EXISTS (SELECT 1 FROM audit.link l WHERE l.entry_id = e.id) LIMIT 1) WHERE seq = 4`, { seq: 3, kind: 'edited' }],
  ['an exchange of two links', `UPDATE audit.link SET seq = -seq WHERE seq IN (20, 21); UPDATE audit.link SET seq = CASE seq WHEN -20 THEN 21 ELSE 20 END WHERE seq < 0`, { seq: 20, kind: 'edited' }],
  ['an insertion behind the chain', `INSERT INTO audit.entry (xid, event, outcome, record_ids, detail) VALUES ('1', 'report.read', 'allowed', '{}', '{}')`, { seq: 1, kind: 'inserted' }],
  ['a cut tail', `WITH gone AS (DELETE FROM audit.link WHERE seq > 35 RETURNING entry_id) DELETE FROM audit.entry WHERE id IN (SELECT entry_id FROM gone)`, { seq: 36, kind: 'truncated' }],
  ['a cut tail, grown again', `WITH gone AS (DELETE FROM audit.link WHERE seq > 35 RETURNING entry_id) DELETE FROM audit.entry WHERE id IN (SELECT entry_id FROM gone);
    ${append(8)}; SEAL`, { seq: ROWS, kind: 'forked' }],
  ['an emptied log', `DELETE FROM audit.link; DELETE FROM audit.entry`, { seq: 1, kind: 'truncated' }],
]; // prettier-ignore

function append(count: number): string {
  return `SELECT audit.append(jsonb_agg(jsonb_build_object('event', 'report.read', 'outcome', 'allowed', 'requestId', 'r' || n,
    'reason', E'tab\\t "quoted" back\\\\slash \\u2028 naïve ' || n, 'recordIds', jsonb_build_array(gen_random_uuid(), gen_random_uuid()),
    'detail', jsonb_build_object('n', n, 'z', 1.50, 'a', jsonb_build_array('é', null, true))))) FROM generate_series(1, ${count}) n`;
}

describe('verifying the audit chain', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let admin: pg.Client;
  let noted: Head;

  beforeAll(async () => {
    database = await freshDatabase();
    admin = new pg.Client({ connectionString: database.adminUrl });
    await admin.connect();
    await admin.query(append(ROWS - 10));
    await admin.query(append(10));
    await sealAll(admin, 15);
    noted = (await verifyAudit(admin)).head!;
  });
  afterAll(async () => {
    await admin.end();
    await database.drop();
  });

  it('agrees with the database about every sealed row, and counts the unsealed', async () => {
    const whole = await verifyAudit(admin, noted);
    expect(whole).toMatchObject({ rows: ROWS, unsealed: 0, head: { seq: ROWS } });
    expect(whole).not.toHaveProperty('broken');
  });

  it('counts entries that wait for the sealer', async () => {
    const waiting = new pg.Client({ connectionString: database.adminUrl });
    await waiting.connect();
    try {
      await waiting.query(append(3));
      expect(await verifyAudit(admin, noted)).toMatchObject({ rows: ROWS, unsealed: 3 });
      await sealAll(waiting);
      expect(await verifyAudit(admin, noted)).toMatchObject({ rows: ROWS + 3, unsealed: 0 });
      await waiting.query(`SET session_replication_role = replica`);
      await waiting.query(`DELETE FROM audit.entry e USING audit.link l WHERE l.entry_id = e.id AND l.seq > ${ROWS}`);
      await waiting.query(`DELETE FROM audit.link WHERE seq > ${ROWS}`);
    } finally {
      await waiting.end();
    }
  });

  it.each(TAMPERINGS)('finds %s', async (_name, tampering, expected) => {
    await tampered(database.adminUrl, tampering, async () => {
      expect((await verifyAudit(admin, noted)).broken).toEqual(expected);
    });
    expect(await verifyAudit(admin, noted)).not.toHaveProperty('broken');
  });

  it('is append-only for everyone whose triggers are on', async () => {
    for (const statement of [
      'UPDATE audit.entry SET outcome = outcome',
      'DELETE FROM audit.link',
      'TRUNCATE audit.link',
    ]) {
      await expect(admin.query(statement)).rejects.toThrow('append-only');
    }
  });
});

/** Until nothing waits: a transaction in any other database of the server makes the sealer wait for its end. */
async function sealAll(client: pg.Client, batch = 500): Promise<void> {
  const unsealed = 'SELECT (SELECT count(*) FROM audit.entry)::int - (SELECT count(*) FROM audit.link)::int AS waiting';
  while ((await client.query(unsealed)).rows[0].waiting > 0) await client.query('SELECT audit.seal($1)', [batch]);
}

/** Tampers for the duration of the check, then puts both tables back as they were. */
async function tampered(adminUrl: string, tampering: string, check: () => Promise<void>): Promise<void> {
  const hand = new pg.Client({ connectionString: adminUrl });
  await hand.connect();
  const restore = `DELETE FROM audit.link; DELETE FROM audit.entry;
    INSERT INTO audit.entry OVERRIDING SYSTEM VALUE SELECT * FROM kept_entry; INSERT INTO audit.link SELECT * FROM kept_link`;
  try {
    await hand.query('SET session_replication_role = replica');
    await hand.query(
      'CREATE TEMP TABLE kept_entry AS SELECT * FROM audit.entry; CREATE TEMP TABLE kept_link AS SELECT * FROM audit.link',
    );
    // One transaction each: the sealer links only what was committed before it looked.
    for (const statement of tampering.split(';'))
      await (statement.trim() === 'SEAL' ? sealAll(hand) : hand.query(statement));
    await check();
  } finally {
    await hand.query(restore);
    await hand.end();
  }
}
