import { performance } from 'node:perf_hooks';
import { World, type Person } from './a-world.js';

/** 20,000 in the suite; `npm run prove -- suspension` takes the figure. */
const DISCLOSURES = Number(process.env['N'] ?? 20_000);

/** Suspending is one row, however much was disclosed: the next request sees nothing of it. */
describe('suspending an agreement with many disclosures', () => {
  let world: World;
  let owner: Person;
  let second: Person;
  let reader: Person;
  beforeAll(async () => {
    world = await World.create();
    owner = await world.aPerson(901, ['lead']);
    second = await world.aPerson(901, ['lead']);
    reader = await world.aPerson(902);
    // Grants alone, without the records they stand for: no trigger has anything to read.
    await world.admin.query('SET session_replication_role = replica');
    await world.admin.query(
      `INSERT INTO access.disclosure (id, reference, record_id, owner_agency_id, recipient_agency_id, purpose, legal_basis, agreement_id, conditions, expires_at, decided_by)
       SELECT ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'DT-' || n, ('00000000-0000-4000-9000-' || lpad(n::text, 12, '0'))::uuid, 901, 902, 'p', 'l', 901,
         '', '2090-01-01', $2 FROM generate_series(1, $1) n`,
      [DISCLOSURES, owner.id],
    );
    await world.admin.query(
      `INSERT INTO access.record_visibility (agency_id, created_at, record_id, kind, owner_id, sensitivity, status, handling, valid_until, agreement_id, disclosure_id)
       SELECT a, now() - n * interval '1 s', ('00000000-0000-4000-9000-' || lpad(n::text, 12, '0'))::uuid, 1, 901, 1, 5, 'P', CASE a WHEN 902 THEN '2090-01-01'::timestamptz END,
         CASE a WHEN 902 THEN 901 END, CASE a WHEN 902 THEN ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid END
       FROM generate_series(1, $1) n, (VALUES (901::smallint), (902::smallint)) agencies (a)`,
      [DISCLOSURES],
    );
    await world.admin.query('RESET session_replication_role');
    await world.admin.query('ANALYZE access.record_visibility; ANALYZE access.disclosure');
  });
  afterAll(() => world?.end());

  const uid = "(SELECT uid FROM sharing.agreement WHERE reference = 'TEST-ISA')";
  const seen = async (): Promise<number> =>
    (await reader.sql('SELECT count(*)::int AS n FROM access.record_visibility WHERE agreement_id = 901'))[0]![
      'n'
    ] as number;
  async function timed(work: () => Promise<unknown>): Promise<number> {
    const start = performance.now();
    await work();
    return performance.now() - start;
  }

  it('takes effect within 50 ms on the next request, and reinstating restores all of it', async () => {
    expect(await seen()).toBe(DISCLOSURES);
    const times: { suspend: number; reinstate: number }[] = [];
    for (let round = 0; round < 5; round += 1) {
      const suspend = await timed(() => owner.sql(`SELECT sharing.suspend(${uid}, 'testing')`));
      expect(await seen()).toBe(0);
      const reinstate = await timed(() => second.sql(`SELECT sharing.reinstate(${uid}, 'testing')`));
      expect(await seen()).toBe(DISCLOSURES);
      times.push({ suspend, reinstate });
    }
    const middle = (of: 'suspend' | 'reinstate'): number => times.map((one) => one[of]).sort((a, b) => a - b)[2]!;
    const [suspend, reinstate] = [middle('suspend'), middle('reinstate')];
    process.stdout.write(
      `suspension: ${JSON.stringify({ disclosures: DISCLOSURES, suspendMs: +suspend.toFixed(1), reinstateMs: +reinstate.toFixed(1) })}\n`,
    );
    expect(suspend).toBeLessThan(50);
    expect(reinstate).toBeLessThan(50);
  });
});
