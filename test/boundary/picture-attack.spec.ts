import { seedAgreements } from '@clin/sharing';
import { loadReports } from '../../apps/admin/src/load/index.js';
import { AServer } from '../../apps/server/src/testing/a-server.js';

const MONTHS = ['2026-04', '2026-05', '2026-06', '2026-07', '2026-08', '2026-09', '2026-10', '2026-11'];
const READER = 'MER-CLTF';

type Count = number | { from: number; to: number } | null;
interface Line {
  code: string;
  count: Count;
  threatToLife: Count;
}
interface Answer {
  totals: Line;
  forces: Line[];
  agencies: Line[];
}
type Bounds = { from: number; to: number };

/**
 * The attack on the figures: ask for every period, take away one's own reports, and solve for each month. Sums over periods are differences of
 * running totals, so shortest paths give exactly what can be known.
 */
describe('asking for every period', () => {
  let server: AServer;
  const answers = new Map<string, Answer>();
  beforeAll(async () => {
    server = await AServer.start();
    await seedAgreements(server.admin);
    await loadReports(server.database.adminUrl, {
      reports: 500,
      seed: 3,
      months: 8,
      owners: 'staffed',
      now: new Date('2026-11-23T12:00:00Z'),
    });
    const token = await server.signIn('analyst@mer.example');
    for (const [start, from] of MONTHS.entries()) {
      for (const to of MONTHS.slice(start)) {
        const reply = await server.send('GET', `/api/v1/national-picture?from=${from}&to=${to}`, { token });
        answers.set(`${from} ${to}`, reply.body as unknown as Answer);
      }
    }
  });
  afterAll(() => server.stop());

  /** What is true of others' reports by cell and month, and of one's own, for the attacker to take away. */
  async function truth(
    cell: string,
    join: string,
    only: string,
  ): Promise<Map<string, { own: number; others: number }>> {
    const { rows } = await server.admin.query<{ cell: string; month: string; own: number; others: number }>(`
      SELECT ${cell} AS cell, to_char(r.event_date, 'YYYY-MM') AS month, count(DISTINCT r.id) FILTER (WHERE w.code = '${READER}')::int AS own,
        count(DISTINCT r.id) FILTER (WHERE w.code <> '${READER}')::int AS others
      FROM intelligence.report r JOIN identity.agency w ON w.id = r.owner_agency_id ${join} WHERE r.status > 4 AND ${only} GROUP BY 1, 2`);
    return new Map(rows.map((row) => [`${row.cell} ${row.month}`, row]));
  }

  /** What follows for each month from what every period says of a cell. */
  function known(said: (from: string, to: string) => Count, own: (month: string) => number): Bounds[] {
    const n = MONTHS.length + 1;
    const most = Array.from({ length: n }, (_, i) =>
      Array.from({ length: n }, (_, j) => (i === j ? 0 : j < i ? 0 : Infinity)),
    );
    for (const [start, from] of MONTHS.entries()) {
      for (let end = start; end < MONTHS.length; end += 1) {
        const count = said(from, MONTHS[end]!);
        if (count === null) continue;
        const mine = MONTHS.slice(start, end + 1).reduce((total, month) => total + own(month), 0);
        const bounds = typeof count === 'number' ? { from: count, to: count } : count;
        most[start]![end + 1] = Math.min(most[start]![end + 1]!, bounds.to - mine);
        most[end + 1]![start] = Math.min(most[end + 1]![start]!, mine - bounds.from);
      }
    }
    for (let k = 0; k < n; k += 1)
      for (let i = 0; i < n; i += 1)
        for (let j = 0; j < n; j += 1) most[i]![j] = Math.min(most[i]![j]!, most[i]![k]! + most[k]![j]!);
    return MONTHS.map((_, month) => ({ from: -most[month + 1]![month]!, to: most[month]![month + 1]! }));
  }

  const none: Line = { code: '', count: 0, threatToLife: 0 };
  const areas = `JOIN intelligence.report_item_area i ON i.report_id = r.id`;
  const attacks: [
    name: string,
    cell: string,
    join: string,
    only: string,
    said: (answer: Answer, cell: string) => Count,
  ][] = [
    [
      'reports of a force',
      'i.area',
      areas,
      'true',
      (answer, cell) => answer.forces.find((line) => line.code === cell)!.count,
    ],
    [
      'threats to life of a force',
      'i.area',
      areas,
      'r.threat_to_life',
      (answer, cell) => answer.forces.find((line) => line.code === cell)!.threatToLife,
    ],
    [
      'reports of an agency',
      'w.code',
      '',
      'true',
      (answer, cell) => (answer.agencies.find((line) => line.code === cell) ?? none).count,
    ],
    ['threats to life', `'*'`, '', 'r.threat_to_life', (answer) => answer.totals.threatToLife],
    ['all reports', `'*'`, '', 'true', (answer) => answer.totals.count],
  ];

  test.each(attacks)('leaves small counts of %s anywhere from 1 to 4', async (_name, cell, join, only, said) => {
    const facts = await truth(cell, join, only);
    let small = 0;
    for (const code of new Set([...facts.keys()].map((key) => key.split(' ')[0]!))) {
      const fact = (month: string) => facts.get(`${code} ${month}`) ?? { own: 0, others: 0 };
      const bounds = known(
        (first, last) => said(answers.get(`${first} ${last}`)!, code),
        (month) => fact(month).own,
      );
      for (const [index, month] of MONTHS.entries()) {
        const { others } = fact(month);
        const { from, to } = bounds[index]!;
        expect(from <= others && others <= to).toBe(true);
        if (others === 0 || others > 4) continue;
        small += 1;
        expect({ code, month, from: Math.min(from, 1), to: Math.max(to, 4) }).toEqual({ code, month, from, to });
      }
    }
  });

  it('would find a small month if longer periods were given exactly', () => {
    const counts = [6, 2, 9, 1, 7, 3, 8, 6];
    const sumOf = (first: string, last: string): number =>
      counts.slice(MONTHS.indexOf(first), MONTHS.indexOf(last) + 1).reduce((a, b) => a + b, 0);
    const naive = known(
      (first, last) => (sumOf(first, last) < 5 ? { from: 1, to: 4 } : sumOf(first, last)),
      () => 0,
    );
    expect(naive).toEqual(counts.map((count) => ({ from: count, to: count })));
  });
});
