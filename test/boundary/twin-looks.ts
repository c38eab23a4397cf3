import { absentId } from './a-served-world.js';
import type { Ask, Made, Twin } from './twins.js';

/** What everybody looks at after every sequence: lists with filters, pages of two, the inbox, the figures and their download. */
const ALWAYS = [
  '/api/v1/reports', '/api/v1/reports?limit=2', '/api/v1/cases', '/api/v1/actions?view=team', '/api/v1/triage', '/api/v1/referrals?box=inbox', '/api/v1/referrals?box=sent',
  '/api/v1/notifications',
]; // prettier-ignore
/** And what everybody looks at after every third. */
const OFTEN = [
  '/api/v1/reports?shared=1&status=disseminated', '/api/v1/reports?area=TEST&grade=1A', '/api/v1/reports?owner=T903', '/api/v1/national-picture?from=2026-10&to=2026-10',
  '/national-picture/figures.csv', '/api/v1/referrals?box=inbox&limit=1&overdue=1', '/api/v1/referrals?box=sent&status=sent', '/api/v1/triage?limit=1', '/api/v1/actions', '/api/v1/threats', '/api/v1/threats/waiting', '/api/v1/operations', '/',
]; // prettier-ignore

/** How many of the other doors are tried after each sequence; all have their turn. */
const AT_A_TIME = 8;

/** Asked of both networks. `hidden` asks for the first network's newest hidden record, which the other has never had. */
export interface Look {
  who: string;
  what: string;
  ask: (twin: Twin) => Ask;
}

/** Every door of the server in turn, as the watcher and as the owner's people: lists as they are, records seen and hidden ones. */
export class Looks {
  private readonly doors: { method: Ask['method']; path: string }[];
  private turn: number;

  /** `round`: whose turn it is to begin with, so that a run that goes on looks at what the run before would have. */
  public constructor(
    private readonly twins: readonly [Twin, Twin],
    private round: number,
  ) {
    this.turn = round * AT_A_TIME;
    this.doors = twins[0].served.doors
      .filter(
        ({ method, path, open }) =>
          open === undefined && !/\b(sign-out|session|password)\b/.test(path) && method !== 'HEAD',
      )
      .filter(({ method, path }) => method === 'GET' || path.includes(':'))
      .map(({ method, path }) => ({ method: method as Ask['method'], path }));
  }

  public get count(): number {
    return this.doors.length;
  }

  public next(): Look[] {
    const turns = Array.from({ length: AT_A_TIME }, () => this.doors[this.turn++ % this.doors.length]!);
    const lists = [...ALWAYS, ...OFTEN.filter((_url, at) => at % 3 === this.round % 3)];
    this.round += 1;
    return [
      ...lists.flatMap((url) => ['watcher', 'author'].map((who) => ({ who, what: url, ask: () => ({ url }) }))),
      ...turns.flatMap(({ method, path }) => (path.includes(':') ? this.ofRecord(method, path) : this.plain(path))),
    ];
  }

  private plain(url: string): Look[] {
    return ['watcher', 'assessor'].map((who) => ({ who, what: url, ask: () => ({ url }) }));
  }

  /** The newest seen thing where the door only reads; the hidden one by every method, and what it answers is what nothing answers. */
  private ofRecord(method: Ask['method'], path: string): Look[] {
    const filled = (id: string): string =>
      path.replaceAll(':section', 'item-1').replaceAll(':what', 'decision').replaceAll(/:\w+/g, id);
    const body = method === 'GET' ? {} : { body: { version: 1, reason: 'x' } };
    const [{ made }] = this.twins;
    const hidden = newest(made.hidden, path) ?? absentId();
    const look = (who: string, id: (twin: Twin) => string): Look => ({
      who,
      what: `${method} ${path}`,
      ask: (twin) => ({ method, url: filled(id(twin)), ...body }),
    });
    const seen = (twin: Twin): string => newest(twin.made.seen, path) ?? hidden;
    return [
      look('watcher', () => hidden),
      look('assessor', () => hidden),
      ...(method === 'GET' ? [look('watcher', seen), look('assessor', seen)] : []),
    ];
  }
}

/** Whose id a door takes, by its path; a report's where it does not say. */
const IDS: [path: RegExp, id: (made: Made) => string | undefined][] = [
  [/\/referrals\//, ({ referral }) => referral?.id],
  [/\/cases\//, (made) => made.case?.id],
  [/:action/, ({ action }) => action?.id],
  [/:alert/, ({ alert }) => alert?.id],
  [/\/operations\//, (made) => made.case?.operation],
];

function newest(made: readonly Made[], path: string): string | undefined {
  const id = IDS.find(([known]) => known.test(path))?.[1] ?? ((one: Made) => one.id);
  return made.map(id).findLast((one) => one !== undefined);
}
