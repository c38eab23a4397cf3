import { ServedWorld } from './a-served-world.js';
import { Matrix } from './matrix.js';
import { ROUTES } from './oracle.js';
import { cellsAsked, sayFindings } from './say-findings.js';
import { TriageCells } from './triage-cells.js';

/** T2: who is answered what, with both walls up. `npm run prove -- boundary` walks every cell. */
describe('the boundary matrix', () => {
  let world: ServedWorld;
  beforeAll(async () => void (world = await ServedWorld.create()));
  afterAll(() => world?.end());

  it('knows every route that takes an id', () => {
    // These have specs of their own that say who is answered what; actions are known by ids of their own.
    const others = [
      ...['accounts', 'notifications', 'agreements', 'operations', 'emergency-access', 'discovery'],
      ...['cases', 'actions', 'threats'],
    ];
    const withId = world.served.doors.filter(
      ({ path }) => path.includes(':') && !others.includes(path.replace('/api/v1', '').split('/')[1]!),
    );
    expect(withId.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(Object.keys(ROUTES).sort());
  });

  it('shows everybody what the oracle says, hides the rest as if it were absent, and logs every denial', async () => {
    const found = await new Matrix(world).run(cellsAsked(1200));
    sayFindings('both walls', found);
    expect(found).toMatchObject({ leaks: [], wrong: [], differences: [], unaudited: 0 });
    expect(found.cells).toBeGreaterThan(2000);
    expect(found.controls).toBeGreaterThan(50);
  }, 3_600_000);

  it('lists, previews, gives and takes back in triage as the oracle says, by role, relation and state', async () => {
    const triage = new TriageCells(world);
    await triage.run();
    process.stdout.write(`triage: ${triage.cells} cells, ${triage.moved} taken back, ${triage.wrong.length} wrong\n`);
    expect(triage.wrong).toEqual([]);
    expect(triage.cells).toBeGreaterThan(1500);
    expect(triage.moved).toBeGreaterThan(10);
  }, 3_600_000);
});
