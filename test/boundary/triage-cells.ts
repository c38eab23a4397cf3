import { randomUUID } from 'node:crypto';
import type { Person } from './a-world.js';
import { absentId, type Player, type PlantedRecord, type ServedWorld } from './a-served-world.js';
import {
  ACTION_STATES,
  mayDecide,
  mayLook,
  notGiven,
  notTakenBack,
  ownNotTakenBack,
  sideOf,
  TO,
  waits,
  type ActionState,
  type Side,
  type To,
  type Where,
} from './triage-oracle.js';

interface Planted {
  id: string;
  where: Where;
  state: ActionState;
}
interface Row {
  id: string;
  why: string | null;
  moved?: unknown;
}
/** Every way of giving for everybody with CELLS; else one for each person, in turn, and each third of those who see nothing. */
const ALL = Boolean(process.env['CELLS']);
const AGENCY: Record<Where, number> = { home: 901, asked: 902 };
/** The step that left an action in its state, and the side that took it. */
const LAST: Record<ActionState, [step: string, by: 'doer' | 'raiser']> = {
  assigned: ['raise', 'raiser'], accepted: ['accept', 'doer'], 'handed-back': ['hand-back', 'doer'], done: ['complete', 'doer'],
  verified: ['verify', 'raiser'], withdrawn: ['withdraw', 'raiser'], left: ['left', 'raiser'],
}; // prettier-ignore

/** Roles × relations × states × the doors of triage, against the oracle, and against the answer for an id of nothing. */
export class TriageCells {
  public readonly wrong: string[] = [];
  public cells = 0;
  public moved = 0;
  private readonly planted: Planted[] = [];
  private workers!: Record<Where, Person>;
  private raiser!: Person;
  private report!: PlantedRecord;

  public constructor(private readonly world: ServedWorld) {}

  public async run(): Promise<void> {
    await this.plant();
    const others = this.world.players.filter((player) => this.sideOf(player) === 'none');
    for (const [place, player] of this.world.players.entries())
      if (ALL || this.sideOf(player) !== 'none' || others.indexOf(player) % 3 === 0) await this.try(player, place);
  }

  private async plant(): Promise<void> {
    const { world, reports } = this.world;
    this.workers = { home: await world.aPerson(901), asked: await world.aPerson(902) };
    this.raiser = await world.aPerson(901);
    this.report = reports.find(({ state, author }) => state === 'disseminated' && author.role === 'supervisor')!;
    for (const where of ['home', 'asked'] as const)
      for (const state of Object.keys(ACTION_STATES) as ActionState[]) {
        const [step, by] = LAST[state];
        const done = state === 'done' || state === 'verified' ? this.workers[where].id : null;
        const holder = state === 'accepted' ? this.workers[where].id : done;
        const id = await this.action(where, state, holder, done);
        await this.step(id, step, null, state, by === 'raiser' ? this.raiser : this.workers[where]);
        this.planted.push({ id, where, state });
      }
  }

  private async action(where: Where, state: ActionState, holder: string | null, done: string | null): Promise<string> {
    const id = randomUUID();
    await this.world.world.admin.query(
      `INSERT INTO cases.action (id, reference, owner_agency_id, record_id, kind, what, why, outcome_needed, priority, due_on, due_at, created_by,
        assigned_agency_id, assigned_to, assigned_role, state, version, result, completed_by)
       VALUES ($1, $2, 901, $3, 1, $4, 'x', 'x', 2, current_date + 9, now() + interval '9 days', $5, $6, $7, $8, $9, 1, $10, $11)`,
      [id, `AC-${id.slice(0, 8)}`, this.report.id, `canary-${where}-${state}`, this.raiser.id, AGENCY[where], holder,
        where === 'home' ? 'lead' : null, ACTION_STATES[state], done && 'x', done],
    ); // prettier-ignore
    return id;
  }

  private step(id: string, step: string, from: ActionState | null, to: ActionState, by: Person): Promise<unknown> {
    return this.world.world.admin.query(
      `INSERT INTO cases.action_step (action_id, step, from_state, to_state, by_user, by_agency, reason) VALUES ($1, $2, $3, $4, $5, $6, 'x')`,
      [id, step, from && ACTION_STATES[from], ACTION_STATES[to], by.id, by.agencyId],
    );
  }

  private async try(player: Player, place: number): Promise<void> {
    const side = this.sideOf(player);
    await this.lists(player, side, place);
    for (const to of ALL ? TO : [TO[place % TO.length]!]) {
      const given = { step: 'give', reason: 'x', ...this.whom(to, player) };
      await this.rows(player, 'preview', given, (row) => notGiven(player.role, side, row.where, row.state, to), to);
      // As the preview said, but that the version is another: nothing moves.
      await this.rows(player, '', { ...given, version: 9999, every: ALL ? 1 : 5, place }, (row) => {
        const why = notGiven(player.role, side, row.where, row.state, to);
        return why === null || why === 'unseen' ? 'changed' : why;
      }, to); // prettier-ignore
    }
    const undo = { every: ALL ? 1 : 5, place };
    await this.rows(player, 'undo', undo, (row) => notTakenBack(side, row.where, row.state), 'taking back');
    if (side !== 'none' && mayDecide(player.role)) await this.own(player, side);
  }

  private sideOf(player: Player): Side {
    return sideOf(this.world.relationTo(player, this.report));
  }

  private whom(to: To, player: Player): object {
    const worker = player.person.agencyId === AGENCY.asked ? this.workers.asked : this.workers.home;
    if (to === 'person') return { to, person: worker.id };
    if (to === 'team') return { to, team: 'lead' };
    const partner = player.person.agencyId === AGENCY.asked ? 'T901' : 'T902';
    return { to: 'agency', agency: to === 'agency' ? partner : 'T903' };
  }

  private async lists(player: Player, side: Side, place: number): Promise<void> {
    const { status, body } = await this.world.ask(player.person, 'GET', '/api/v1/triage?limit=100');
    this.says(player, 'the list', String(mayLook(player.role) ? 200 : 403), String(status));
    const shown = status === 200 ? (JSON.parse(body) as { items: Row[] }).items.map(({ id }) => id) : [];
    const page = ALL || place % 4 === 0 ? await this.world.ask(player.person, 'GET', '/triage') : undefined;
    for (const { id, where, state } of this.planted) {
      const right = mayLook(player.role) && waits(side, where, state);
      this.says(player, `the list, ${where} ${state}`, String(right), String(shown.includes(id)));
      if (page) this.says(player, `the page, ${where} ${state}`, String(right), String(page.body.includes(`row-${id}`) || page.body.includes(id))); // prettier-ignore
    }
  }

  /** One request for many cells; among them stands an id of nothing, and what is hidden is answered like it. */
  private async rows(
    player: Player,
    door: string,
    {
      version = 1,
      every = 1,
      place = 0,
      ...decision
    }: { version?: number; every?: number; place?: number } & Record<string, unknown>,
    right: (row: Planted) => string | null,
    about: string,
  ): Promise<void> {
    const asked = this.planted.filter((_row, at) => (at + place) % every === 0);
    const nothing = absentId();
    const rows = [nothing, ...asked.map(({ id }) => id)].map((id) => ({ id, version }));
    const { status, body } = await this.world.ask(player.person, 'POST', `/api/v1/triage${door && `/${door}`}`, { ...decision, rows }); // prettier-ignore
    this.says(player, `${door} ${about}`, String(mayDecide(player.role) ? 200 : 403), String(status));
    if (status !== 200) return;
    const answers = (JSON.parse(body) as { rows: Row[] }).rows;
    const same = (id: string): string => JSON.stringify({ ...answers.find((row) => row.id === id), id: 'ID' });
    for (const row of asked) {
      const name = `${door || 'deciding'} (${about}), ${row.where} ${row.state}`;
      this.says(player, name, String(right(row)), String(answers.find(({ id }) => id === row.id)?.why));
      if (right(row) === 'absent') this.says(player, `${name}: as nothing`, same(nothing), same(row.id));
    }
  }

  /** One's own last step comes back to where it was. */
  private async own(player: Player, side: Side): Promise<void> {
    const [where, step, to] = side === 'raiser' ? (['home', 'withdraw', 'withdrawn'] as const) : (['asked', 'hand-back', 'handed-back'] as const); // prettier-ignore
    const id = await this.action(where, to, null, null);
    await this.step(id, step, 'assigned', to, player.person);
    const { body } = await this.world.ask(player.person, 'POST', '/api/v1/triage/undo', { rows: [{ id, version: 1 }] });
    const [row] = (JSON.parse(body) as { rows: Row[] }).rows;
    const why = ownNotTakenBack(player.role, side);
    const moved = why === null ? { id, version: 2, state: 'assigned' } : null;
    this.says(player, 'taking back one’s own', JSON.stringify([why, moved]), JSON.stringify([row?.why, row?.moved]));
    if (moved) this.moved += 1;
  }

  private says(player: Player, about: string, right: string, said: string): void {
    this.cells += 1;
    if (right !== said) this.wrong.push(`${player.role} (${player.relation}), ${about}: ${said} instead of ${right}`);
  }
}
