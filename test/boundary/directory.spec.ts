import { absentId, ServedWorld, type PlantedReport, type Player, type Reply } from './a-served-world.js';
import { ROUTES } from './oracle.js';
import { takeWallTwoDown } from './walls.js';

const ROLES = ['analyst', 'supervisor', 'source-handler', 'administrator', 'auditor'] as const;
/** What an administrator of accounts and a reader of the log are for: accounts by name, and who did what by number. */
const FOR_ADMINISTRATORS = /^\/(api\/v1\/)?accounts/;
const FOR_AUDITORS = /^\/(audit|api\/v1\/audit-entries)/;
/** Every door of every person and state when N is given (`npm run prove -- explanations`), else each fifth, spread over all of them. */
const EACH = process.env['N'] ? 1 : 5;

/** The people directory: a person reads names of their own agency's people and of nobody else's, on every page and in every answer. */
describe('the people directory', () => {
  let world: ServedWorld;
  beforeAll(async () => {
    world = await ServedWorld.create({ roles: ROLES });
    await world.world.admin.query("UPDATE identity.user_account SET name = 'Person ' || id");
  });
  afterAll(() => world?.end());

  const askRoute = async ({ person }: Player, route: string, report: PlantedReport): Promise<Reply> => {
    const [method, path] = route.split(' ') as [string, string];
    const { body, form, query, ofDisclosure } = ROUTES[route]!;
    const item = report.items[0];
    const url = `${path}${query ? `?${query}` : ''}`
      .replace(':id', ofDisclosure ? (report.disclosures[2] ?? absentId()) : report.id)
      .replace(':section', 'report')
      .replace(/:(item|disclosure)/, path.includes(':disclosure') ? (report.disclosures[0] ?? item) : item);
    return form === undefined
      ? world.ask(person, method, url, body?.({ item }))
      : world.ask(person, method, url, form, await world.formHeaders());
  };

  /** Ids, and with them e-mail addresses and names, of people of other agencies in an answer. */
  function strangersIn(who: Player, text: string): string[] {
    return world.players
      .filter(({ person }) => person.agencyId !== who.person.agencyId && text.includes(person.id))
      .map(({ person, relation, role }) => `${role} (${relation}) as ${text.includes(`Person ${person.id}`) ? 'name' : 'id'}`);
  } // prettier-ignore

  it('names nobody of another agency at any door of a record', async () => {
    const found: string[] = [];
    let [asked, colleaguesNamed] = [0, 0];
    const reports = ['draft', 'submitted', 'assessed', 'disseminated', 'closed'].map((state) => world.reports.find((one) => one.state === state)!);
    const people = world.players.filter(({ relation }) => ['author', 'colleague', 'recipient', 'stranger'].includes(relation));
    for (const [place, who] of people.entries()) {
      for (const [state, report] of reports.entries()) {
        for (const [door, route] of Object.keys(ROUTES).entries()) {
          if ((place + state + door) % EACH) continue;
          const { body } = await askRoute(who, route, report);
          asked += 1;
          for (const stranger of strangersIn(who, body)) found.push(`${route} of ${report.state} names ${stranger} to ${who.role} (${who.relation})`);
          if (who.relation === 'colleague' && body.includes(`Person ${report.author.person.id}`)) colleaguesNamed += 1;
        }
      }
    }
    process.stdout.write(`directory: ${JSON.stringify({ asked, colleaguesNamed, strangers: found.length })}\n`);
    expect(found).toEqual([]);
    // The positive control: the same doors name the author to colleagues.
    expect(colleaguesNamed).toBeGreaterThan(10);
  }, 600_000); // prettier-ignore

  it('names nobody of another agency on any page without a record', async () => {
    const found: string[] = [];
    const doors = world.served.doors.filter(({ method, path, open }) => method === 'GET' && !path.includes(':') && open === undefined);
    for (const who of world.players) {
      for (const { path } of doors) {
        if (who.role === 'administrator' && FOR_ADMINISTRATORS.test(path)) continue;
        const { body } = await world.ask(who.person, 'GET', path);
        const strangers = strangersIn(who, body).filter((one) => !(who.role === 'auditor' && FOR_AUDITORS.test(path) && one.endsWith('as id')));
        for (const stranger of strangers) found.push(`${path} names ${stranger} to ${who.role} (${who.relation})`);
      }
    }
    expect(found).toEqual([]);
  }, 600_000); // prettier-ignore

  it('lists colleagues for pickers, and to nobody the people of others', async () => {
    const player = (relation: Player['relation'], role = 'analyst'): Player => world.players.find((one) => one.relation === relation && one.role === role)!;
    for (const relation of ['colleague', 'recipient', 'stranger'] as const) {
      const who = player(relation);
      const { status, body } = await world.ask(who.person, 'GET', '/api/v1/people');
      const { items } = JSON.parse(body) as { items: { id: string }[] };
      const { rows } = await world.world.admin.query<{ id: string }>('SELECT id FROM identity.user_account WHERE agency_id = $1', [who.person.agencyId]);
      expect([status, items.map(({ id }) => id).sort()]).toEqual([200, rows.map(({ id }) => id).sort()]);
      expect(body).not.toContain('@');
      // Nobody asks it for another agency's.
      expect(strangersIn(who, (await world.ask(who.person, 'GET', '/api/v1/people?agency=T901')).body)).toEqual([]);
    }
    for (const role of ['administrator', 'auditor']) expect((await world.ask(player('stranger', role).person, 'GET', '/api/v1/people')).status).toBe(403);
  }); // prettier-ignore

  it('offers in pickers only agencies of agreements in force with one’s own', async () => {
    const supervisor = world.players.find(({ relation, role }) => relation === 'colleague' && role === 'supervisor')!;
    const handler = world.players.find(({ relation, role }) => relation === 'colleague' && role === 'source-handler')!;
    const report = world.reports.find(({ state }) => state === 'disseminated')!;
    const pages = [
      await world.ask(supervisor.person, 'GET', `/reports/${report.id}/disclose`),
      await world.ask(handler.person, 'GET', `/reports/${report.id}/consent/${report.items[1]}`),
    ];
    for (const { status, body } of pages) {
      expect(status).toBe(200);
      for (const party of ['T902', 'T904', 'T905', 'T906']) expect(body).toContain(`value="${party}"`);
      for (const other of ['T901', 'T903', 'T907']) expect(body).not.toContain(`value="${other}"`);
    }
  });

  it('names nobody who works elsewhere now, by wall 1 alone: their old colleagues read that somebody wrote it', async () => {
    const report = world.reports.find(({ state, author }) => state === 'disseminated' && author.role === 'analyst')!;
    const chief = world.players.find(({ relation, role }) => relation === 'colleague' && role === 'supervisor')!;
    const author = `Person ${report.author.person.id}`;
    const doors = [`/api/v1/reports/${report.id}`, `/reports/${report.id}`, `/records/${report.id}/access`, `/api/v1/records/${report.id}/comments`];
    const named = async (): Promise<string[]> => {
      const found: string[] = [];
      for (const door of doors) {
        const { status, body } = await world.ask(chief.person, 'GET', door);
        expect([door, status]).toEqual([door, 200]);
        if (body.includes(author)) found.push(door);
      }
      return found;
    };
    const before = await named();
    expect(before.length).toBeGreaterThan(1);
    await world.world.admin.query('UPDATE identity.user_account SET agency_id = 903 WHERE id = $1', [report.author.person.id]);
    expect(await named()).toEqual([]);
    await takeWallTwoDown(world.world);
    expect(await named()).toEqual([]);
  }); // prettier-ignore
});
