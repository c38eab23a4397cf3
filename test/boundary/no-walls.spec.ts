import { ServedWorld } from './a-served-world.js';
import { Matrix } from './matrix.js';
import { sayFindings } from './say-findings.js';
import { takeWallTwoDown } from './walls.js';

jest.mock('../../libs/access/src/visible-to', () => jest.requireActual('./wall-one-down'));
jest.mock('../../libs/access/src/grant', () => jest.requireActual('./wall-one-down'));

/** The matrix must see what it looks for: with both walls down it finds leaks by id and in lists. */
describe('the boundary without walls', () => {
  let world: ServedWorld;
  beforeAll(
    async () => void (world = await ServedWorld.create({ before: takeWallTwoDown, roles: ['analyst', 'supervisor'] })),
  );
  afterAll(() => world?.end());

  it('is seen to leak', async () => {
    const found = await new Matrix(world).run(600);
    sayFindings('no walls', found);
    expect(found.leaks.filter((leak) => leak.startsWith('GET /api/v1/reports/:id'))).not.toEqual([]);
    expect(found.leaks.filter((leak) => leak.startsWith('list:'))).not.toEqual([]);
  });
});
