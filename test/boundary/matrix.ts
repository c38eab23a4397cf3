import { declaredKinds } from '@clin/access';
import {
  absentId,
  fingerprint,
  type Player,
  type PlantedRecord,
  type Reply,
  type ServedWorld,
} from './a-served-world.js';
import { MALFORMED, missingComments, secretsIn } from './canaries.js';
import { KIND_LISTS, listed, LISTS, ROUTES, rightStatuses } from './oracle.js';

interface Cell {
  player: Player;
  report: PlantedRecord;
  route: string;
}

export interface Findings {
  cells: number;
  requests: number;
  controls: number;
  leaks: string[];
  wrong: string[];
  differences: string[];
  unaudited: number;
}

const TOGETHER = 8;
/** Every page without an id for everybody with CELLS (`npm run prove -- boundary`), else each third, spread over people and pages. */
const EACH = process.env['CELLS'] ? 1 : 3;

/** Roles × relations × states × routes: what each is answered, against the oracle and against the answer for an absent id. */
export class Matrix {
  private readonly denied: string[] = [];
  private readonly shown: [request: string, record: string][] = [];
  private readonly absent = new Map<string, Promise<string>>();
  private readonly found: Findings = {
    cells: 0,
    requests: 0,
    controls: 0,
    leaks: [],
    wrong: [],
    differences: [],
    unaudited: 0,
  };

  public constructor(private readonly world: ServedWorld) {}

  /** Every cell, or about as many as asked for, spread evenly over all dimensions. */
  public cells(most: number): Cell[] {
    const { players, records } = this.world;
    const all = players.flatMap((player) =>
      records.flatMap((report) => Object.keys(ROUTES).map((route) => ({ player, report, route }))),
    );
    if (most >= all.length) return all;
    // A stride without a common factor walks every combination of role, relation, state and route alike.
    const stride =
      [7, 11, 13, 17, 19, 23, 29].find((step) => all.length % step !== 0 && step >= all.length / most) ?? 31;
    return Array.from({ length: most }, (_, at) => all[(at * stride) % all.length]!);
  }

  public async run(most: number): Promise<Findings> {
    const before = await this.contents();
    const cells = this.cells(most);
    for (let at = 0; at < cells.length; at += TOGETHER)
      await Promise.all(cells.slice(at, at + TOGETHER).map((cell) => this.try(cell)));
    for (const [place, player] of this.world.players.entries()) await this.lists(player, place);
    this.found.unaudited += await this.missingRows();
    if ((await this.contents()) !== before) this.found.wrong.push('something that no cell may change was changed');
    return this.found;
  }

  private async try({ player, report, route }: Cell): Promise<void> {
    const relation = this.world.relationTo(player, report);
    const right = rightStatuses(route, player.role, relation, report);
    const { ofDisclosure } = ROUTES[route]!;
    const id = ofDisclosure ? this.world.disclosureOf(report, ofDisclosure, relation) : report.id;
    const reply = await this.send(player, route, id, report.items[0]);
    const name = `${route} by ${player.role} (${relation}) of ${report.state} ${report.kind}`;
    this.found.cells += 1;
    if (!right.includes(reply.status))
      this.found[reply.status < 300 ? 'leaks' : 'wrong'].push(`${name}: ${reply.status}, not ${right[0]}`);
    if (right[0] === 200 || right[0] === 409) this.found.controls += 1;
    for (const secret of secretsIn(reply.body + JSON.stringify(reply.headers), report, player.role, relation))
      this.found.leaks.push(`${name}: ${secret}`);
    if (reply.status === 200) this.shown.push([reply.requestId, report.id]);
    if (reply.status === 200 && route.endsWith('/records/:id/comments'))
      for (const part of missingComments(reply.body, report, player.role, relation))
        this.found.wrong.push(`${name}: misses ${part}`);
    if (right[0] !== 404) return;
    for (const other of ['absent', MALFORMED[this.found.cells % MALFORMED.length]!]) {
      if (fingerprint(reply) !== (await this.answerTo(player, route, other)))
        this.found.differences.push(`${name}: differs from ${other}`);
    }
  }

  /** Lists and every other page without an id: no foreign canary, and the list of each kind is exactly what the oracle allows. */
  private async lists(player: Player, place: number): Promise<void> {
    const doors = this.world.served.doors
      .filter(({ method, path, open }) => method === 'GET' && !path.includes(':') && open === undefined)
      .filter(({ path }, at) => (place + at) % EACH === 0 || path in KIND_LISTS);
    const seen = new Set<string>();
    for (const { path } of doors) {
      const reply = await this.ask(player, 'GET', path);
      this.found.cells += 1;
      this.judgeText(player, reply, path);
      if (path in KIND_LISTS && reply.status === 200) await this.walk(player, path, seen);
      for (const query of LISTS[path] ?? []) this.judgeText(player, await this.ask(player, 'GET', path + query), path);
    }
    for (const report of this.world.records) {
      const expected = listed(player.role, this.world.relationTo(player, report), report.state);
      if (seen.has(report.id) && !expected)
        this.found.leaks.push(`list: ${player.role} (${player.relation}) is given ${report.canary}`);
      if (!seen.has(report.id) && expected)
        this.found.wrong.push(`list: ${player.role} (${player.relation}) misses ${report.canary}`);
    }
  }

  private async walk(player: Player, path: string, seen: Set<string>): Promise<void> {
    for (let next: string | null = '', page = 0; next !== null && page < 20; page += 1) {
      const reply: Reply = await this.ask(
        player,
        'GET',
        `${path}?limit=5${next ? `&cursor=${encodeURIComponent(next)}` : ''}`,
      );
      this.judgeText(player, reply, path);
      const body = JSON.parse(reply.body) as { items: { id: string }[]; next: string | null };
      for (const { id } of body.items) seen.add(id);
      next = body.next;
    }
  }

  private judgeText(player: Player, reply: Reply, path: string): void {
    for (const report of this.world.records) {
      const secrets = secretsIn(reply.body, report, player.role, this.world.relationTo(player, report), true);
      for (const secret of secrets)
        this.found.leaks.push(`GET ${path} by ${player.role} (${player.relation}): ${report.canary} ${secret}`);
    }
  }

  private answerTo(player: Player, route: string, id: string): Promise<string> {
    const key = `${player.person.id} ${route} ${id}`;
    const known =
      this.absent.get(key) ?? this.send(player, route, id === 'absent' ? absentId() : id, absentId()).then(fingerprint);
    this.absent.set(key, known);
    return known;
  }

  private async send(player: Player, route: string, id: string, item: string): Promise<Reply> {
    const [method, path] = route.split(' ') as [string, string];
    const { body, form, query } = ROUTES[route]!;
    const url = `${path}${query ? `?${query}` : ''}`
      .replace(':id', id)
      .replace(':section', 'report')
      .replace(':step', 'acknowledge')
      .replace(':item', item)
      .replace(':disclosure', item);
    return form === undefined
      ? this.ask(player, method, url, body?.({ item }))
      : this.ask(player, method, url, form, await this.world.formHeaders());
  }

  private async ask(player: Player, method: string, url: string, body?: object | string, headers = {}): Promise<Reply> {
    const reply = await this.world.ask(player.person, method, url, body, headers);
    this.found.requests += 1;
    if (reply.status === 403 || reply.status === 404) this.denied.push(reply.requestId);
    if (reply.status >= 500) this.found.wrong.push(`${method} ${url}: ${reply.status}`);
    return reply;
  }

  /** Denials without their audit row, and content shown without the record's id in its row. */
  private async missingRows(): Promise<number> {
    const { admin } = this.world.world;
    const denials = await admin.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM unnest($1::text[]) asked (id) WHERE NOT EXISTS
        (SELECT 1 FROM audit.entry e WHERE e.request_id = asked.id AND e.outcome = 'denied' AND e.user_id IS NOT NULL)`,
      [this.denied],
    );
    const reads = await admin.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM unnest($1::text[], $2::uuid[]) shown (id, record) WHERE NOT EXISTS
        (SELECT 1 FROM audit.entry e WHERE e.request_id = shown.id AND e.outcome = 'allowed' AND shown.record = ANY (e.record_ids))`,
      [this.shown.map(([request]) => request), this.shown.map(([, record]) => record)],
    );
    return denials.rows[0]!.n + reads.rows[0]!.n;
  }

  private async contents(): Promise<string> {
    const tables = [
      ...[...declaredKinds().values()].flatMap(({ tables: { records, items } }) => [records, items]),
      'intelligence.report_original',
      'referrals.referral_original',
      'referrals.referral_step',
      'referrals.referral_pack',
      'access.disclosure',
      'access.record_visibility',
      'access.disclosure_extension',
      'access.acknowledgement',
      'access.comment',
      'sharing.permission_request',
      'sharing.permission_step',
    ];
    const dumps = tables.map((table) => `(SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM ${table} t)`);
    const { rows } = await this.world.world.admin.query<{ sum: string }>(`SELECT concat(${dumps.join(', ')}) AS sum`);
    return rows[0]!.sum;
  }
}
