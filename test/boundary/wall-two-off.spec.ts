import { ServedWorld } from './a-served-world.js';
import { Matrix } from './matrix.js';
import { cellsAsked, rolesAsked, sayFindings } from './say-findings.js';
import { takeWallTwoDown } from './walls.js';

/** T5, first half: the guards and the explicit predicates alone. */
describe('the boundary without row-level security', () => {
  let world: ServedWorld;
  beforeAll(async () => void (world = await ServedWorld.create({ before: takeWallTwoDown, roles: rolesAsked() })));
  afterAll(() => world?.end());

  it('leaks nothing', async () => {
    const found = await new Matrix(world).run(cellsAsked(900));
    sayFindings('wall 1 alone', found);
    expect(found).toMatchObject({ leaks: [], wrong: [], differences: [], unaudited: 0 });
  }, 3_600_000);
});
