import { Controller, Get, Post } from '@nestjs/common';
import { Requires } from '@clin/platform';
import type { ListedDoor } from '@clin/platform/server';
import { serve } from './a-server.js';
import { absentId, fingerprint, ServedWorld, type Player, type Reply } from './a-served-world.js';

@Controller('planted')
class Undeclared {
  @Get()
  public open(): string {
    return 'open to all';
  }
}

@Controller('planted')
class Misdeclared {
  @Post()
  @Requires('nobody.declared-this', { boundary: 'own' })
  public open(): string {
    return 'for nobody';
  }
}

/** The full paths of Fastify's printed tree, whose branches carry four characters for each level. */
function routesOf(tree: string): string[] {
  const above: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const [, bars, part, methods] = /^([│├└─\s]*)(\S+)( \([A-Z, ]+\))?/.exec(line) ?? [];
    if (part === undefined || bars === undefined) return [];
    const level = bars.length / 4 - 1;
    above.splice(level, Infinity, part);
    return methods ? [above.join('').replaceAll('//', '/')] : [];
  });
}

/** T1: every door declares who may, on what, and what the log calls it. */
describe('the doors', () => {
  let world: ServedWorld;
  let stranger: Player;
  let owner: Player;
  beforeAll(async () => {
    world = await ServedWorld.create({ roles: ['supervisor'] });
    stranger = world.players.find(({ relation }) => relation === 'stranger')!;
    owner = world.players.find(({ relation }) => relation === 'author')!;
  });
  afterAll(() => world?.end());

  const declares = ({ door, open }: ListedDoor): boolean =>
    open === undefined ? Boolean(door?.permission && door.boundary && door.event) : open.length > 10 && !door;

  it('each declare a permission, a boundary and an audit event, or a reason to be public', () => {
    const { doors } = world.served;
    expect(doors.length).toBeGreaterThan(20);
    expect(doors.filter((door) => !declares(door))).toEqual([]);
    process.stdout.write(
      `doors: ${doors.length} declared, ${doors.filter(({ open }) => open !== undefined).length} of them public\n`,
    );
  });

  it('are public only for signing in, health, assets and the description of the API', () => {
    const open = world.served.doors
      .filter((door) => door.open !== undefined)
      .map(({ method, path }) => `${method} ${path}`);
    expect(
      open.filter((door) => !/ \/(sign-in|api\/v1\/session|health\/\w+|api\/openapi\.json|signed-out)$/.test(door)),
    ).toEqual([]);
  });

  it('are all that the router answers: nothing stands beside Nest but assets', async () => {
    const known = new Set(world.served.doors.map(({ path }) => path));
    const tree = world.served.app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false });
    const routes = routesOf(tree);
    expect(routes.length).toBeGreaterThanOrEqual(known.size);
    expect(routes.filter((path) => !known.has(path) && !path.startsWith('/assets/') && path !== '/*')).toEqual([]);
    // Nest's catch-all: whatever no door takes is absent, by every method.
    for (const method of ['GET', 'POST', 'PUT', 'OPTIONS', 'DELETE'])
      expect((await world.ask(owner.person, method, '/api/no/such/door')).status).toBe(404);
  });

  it('match the OpenAPI document, route by route', async () => {
    const reply = await world.ask(owner.person, 'GET', '/api/openapi.json');
    const { paths } = JSON.parse(reply.body) as { paths: Record<string, Record<string, unknown>> };
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const doors = world.served.doors.filter(({ path }) => path.startsWith('/api/v1/'));
    const served = doors.map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
    expect(described.filter((route) => route.includes('/api/v1/')).sort()).toEqual(served.sort());
  });

  it.each([
    ['without a declaration', Undeclared, /GET \/planted .*neither @Requires nor @Public/],
    ['with a permission that no room declares', Misdeclared, /POST \/planted .*nobody\.declared-this/],
  ])('fail the start when one is planted %s', async (_how, door, message) => {
    await expect(serve(world.world.database, {}, { doors: [door] })).rejects.toThrow(message);
  });

  it.each(['HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE', 'PROPFIND'])('tell nothing by %s', async (method) => {
    const { id } = world.reports.find(({ state }) => state === 'disseminated')!;
    const recordPaths = world.served.doors.map(({ path }) => path).filter((path) => path.includes(':id'));
    const ask = (player: Player, path: string, which: string): Promise<Reply | string> =>
      world.ask(player.person, method, path.replace(':id', which)).catch((error: Error) => error.message);
    for (const path of new Set(recordPaths)) {
      const hidden = await ask(stranger, path, id);
      const absent = await ask(stranger, path, absentId());
      const told = (reply: Reply | string): string => (typeof reply === 'string' ? reply : fingerprint(reply));
      expect([path, told(hidden)]).toEqual([path, told(absent)]);
      expect([200, 201, 204]).not.toContain(typeof hidden === 'string' ? 0 : hidden.status);
    }
  });

  it('answer nobody without a session, and log the refusal', async () => {
    const { doors } = world.served;
    for (const { method, path } of doors.filter(({ open }) => open === undefined)) {
      for (const token of [undefined, { token: 'made-up' }, { token: 'x'.repeat(300) }]) {
        const reply = await world.ask(
          token as never,
          method,
          path.replace(/:\w+/g, absentId()),
          method === 'GET' ? undefined : {},
        );
        expect([path, [302, 303, 401, 403].includes(reply.status)]).toEqual([path, true]);
      }
    }
  });

  it("hide other people's accounts and notifications like absent ones", async () => {
    const { rows } = await world.world.admin.query<{ id: string }>(
      'SELECT id FROM notifications.notification WHERE user_id = $1 LIMIT 1',
      [owner.person.id],
    );
    const mark = (id: string): Promise<Reply> =>
      world.ask(stranger.person, 'POST', `/api/v1/notifications/${id}/reading`);
    const theirs = fingerprint(await mark(rows[0]!.id));
    expect(theirs).toBe(fingerprint(await mark(absentId())));
    expect(theirs).toBe(fingerprint(await mark('nonsense')));
    const account = (id: string): Promise<Reply> => world.ask(stranger.person, 'GET', `/api/v1/accounts/${id}`);
    expect(fingerprint(await account(owner.person.id))).toBe(fingerprint(await account(absentId())));
  });
});
