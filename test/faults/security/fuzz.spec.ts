import { ServedWorld, type Player, type Reply } from '../../boundary/a-served-world.js';
import { secretsIn } from '../../boundary/canaries.js';
import { dice } from '../../boundary/tuples.js';
import { bodyFor, INNARDS, junk, pathFor, queryFor } from './fuzz.js';

const N = Number(process.env['N'] ?? 1500);
const SEED = Number(process.env['SEED'] ?? 1);

/** T11 for inputs: whatever is sent to whichever door by whomever, nobody sees a fault, the innards or another's secret. */
describe('bad input at every door', () => {
  let world: ServedWorld;
  beforeAll(async () => {
    world = await ServedWorld.create({ roles: ['analyst', 'supervisor', 'administrator', 'auditor', 'coordinator'] });
  }, 120_000);
  afterAll(() => world.end());

  it('is refused in plain words', async () => {
    const roll = dice(SEED);
    const spec = JSON.parse((await world.ask(undefined, 'GET', '/api/openapi.json')).body) as OpenApi;
    const form = await world.formHeaders();
    const doors = world.served.doors.filter(({ path }) => !/sign-in|sign-out|session|password/.test(path));
    const known = [
      ...world.reports.slice(0, 8).flatMap(({ id, items, disclosures }) => [id, ...items, ...disclosures]),
      ...world.players.slice(0, 4).map(({ person }) => person.id),
    ];
    const statuses = new Map<string, number>();
    const faults: string[] = [];
    /** Who accepted conditions by chance has the right to read from then on. */
    const accepted = new Set<Player>();
    for (let n = 0; n < N; n += 1) {
      const door = doors[roll(doors.length)]!;
      const player = world.players[roll(world.players.length)]!;
      const operation = spec.paths[door.path.replace(/:(\w+)/g, '{$1}')]?.[door.method.toLowerCase()];
      const url =
        pathFor(roll, door.path, known) +
        queryFor(
          roll,
          (operation?.parameters ?? []).map(({ name }) => name),
        );
      const api = door.path.startsWith('/api');
      const schema = operation?.requestBody?.content['application/json']?.schema;
      const body =
        door.method === 'GET'
          ? undefined
          : api
            ? JSON.stringify(bodyFor(roll, schema, spec.components.schemas, known))
            : formOf(roll);
      const reply = await world.ask(player.person, door.method, url, body, api ? keyOf(roll) : form);
      const kind = `${Math.floor(reply.status / 100)}xx`;
      statuses.set(kind, (statuses.get(kind) ?? 0) + 1);
      if (/(disclosures|shared)\/:id\/acknowledgement$/.test(door.path) && reply.status < 400) accepted.add(player);
      const fault = faultOf(world, player, reply, accepted.has(player));
      if (fault)
        faults.push(
          `${n}: ${fault}: ${player.relation} ${player.role} ${door.method} ${url} ${String(body).slice(0, 300)}`,
        );
    }
    process.stdout.write(
      `inputs: ${N} at ${doors.length} doors, ${[...statuses]
        .sort()
        .map(([kind, count]) => `${kind} ${count}`)
        .join(', ')}, ${faults.length} faults, seed ${SEED}\n`,
    );
    expect(faults.slice(0, 5)).toEqual([]);
    expect(statuses.get('2xx')).toBeGreaterThan(0);
  }, 3_600_000);
});

interface OpenApi {
  paths: Record<
    string,
    Record<string, { parameters?: { name: string }[]; requestBody?: { content: Record<string, { schema?: object }> } }>
  >;
  components: { schemas: Record<string, object> };
}

const formOf = (roll: (n: number) => number): string =>
  Array.from(
    { length: roll(6) },
    () =>
      `${encodeURIComponent(['version', 'then', 'title', 'to[0][agency]', 'items', 'expires[day]', 'x', '__proto__[x]'][roll(8)]!)}=${encodeURIComponent(String(junk(roll)).toWellFormed())}`,
  ).join('&');

const keyOf = (roll: (n: number) => number): Record<string, string> =>
  roll(10) === 0 ? { 'idempotency-key': ['a', 'b', ' ', 'x'.repeat(300)][roll(4)]! } : {};

function faultOf(world: ServedWorld, player: Player, { status, body }: Reply, accepted: boolean): string | undefined {
  if (status >= 500) return `status ${status}`;
  if (INNARDS.test(body)) return `innards "${INNARDS.exec(body)?.[0]}"`;
  for (const report of world.reports) {
    const relation = world.relationTo(player, report);
    const told = secretsIn(body, report, player.role, relation === 'asked' && accepted ? 'recipient' : relation).filter(
      (part) => !/^(id|item|disclosure|author)/.test(part) || /^item \d$/.test(part),
    );
    if (told.length > 0) return `secret ${told.join(', ')}`;
  }
  return undefined;
}
