import type { Reply } from './a-served-world.js';

/** Requests in flight on each surface while the change runs. */
const AROUND = 2;
/** Requests on each surface that begin after the change, in every round. */
export const EACH = Number(process.env['EACH'] ?? 1);
/** So many requests after a change on each surface are asked for (`--n 10000`); as few as a quick run says without. */
export const roundsOf = (quick: number): number => Math.ceil(Number(process.env['N'] ?? quick * EACH) / EACH);

/** One place where something shows; `shows` where it is not a matter of the canaries in an answer. */
export interface Surface {
  name: string;
  ask: () => Promise<Reply>;
  shows?: (reply: Reply) => boolean;
}

/** What may be seen until the change was answered, on every surface, by these words. */
export interface Round {
  canaries: string[];
  surfaces: Surface[];
  change: () => Promise<unknown>;
}

interface Counted {
  rounds: number;
  /** How often it was asked, or could have said something, after a change. */
  asked: number;
  before: number;
  beside: number;
  after: number;
}

/** Asks before, beside and after a change, and counts for each surface how often it showed something. */
export class Race {
  public readonly counted = new Map<string, Counted>();

  public constructor(private readonly scene: string) {}

  public async run({ canaries, surfaces, change }: Round): Promise<void> {
    const told = ({ shows }: Surface, reply: Reply): boolean => {
      if (reply.status >= 500) throw new Error(`${this.scene}: ${reply.status} ${reply.body.slice(0, 200)}`);
      return shows ? shows(reply) : reply.status < 300 && canaries.some((canary) => reply.body.includes(canary));
    };
    const add = (surface: Surface, when: keyof Counted, reply: Reply): void => {
      if (told(surface, reply)) this.of(surface)[when] += 1;
    };
    for (const surface of surfaces) {
      this.of(surface).rounds += 1;
      add(surface, 'before', await surface.ask());
    }
    const beside = Array.from({ length: AROUND }, () => surfaces.map((surface) => surface.ask())).flat();
    await change();
    // Begun after the answer, while those beside may still run.
    for (let wave = 0; wave < EACH; wave += 1) {
      const after = await Promise.all(surfaces.map((surface) => surface.ask()));
      for (const [at, reply] of after.entries()) {
        this.of(surfaces[at]!).asked += 1;
        add(surfaces[at]!, 'after', reply);
      }
    }
    for (const [at, reply] of (await Promise.all(beside)).entries())
      add(surfaces[at % surfaces.length]!, 'beside', reply);
  }

  /** One round of a surface that says something by itself, about so many records that changed. */
  public count(name: string, seen: { before: boolean; after: boolean }, asked = 1): void {
    const counted = this.of({ name });
    counted.rounds += 1;
    counted.asked += asked;
    if (seen.before) counted.before += 1;
    if (seen.after) counted.after += 1;
  }

  /** Rounds of all surfaces together, and how often one showed something: all of them by name where rounds were asked for (`N`), else their sum. */
  public say(): void {
    const sum = (part: keyof Counted): number => [...this.counted.values()].reduce((all, one) => all + one[part], 0);
    const told = { surfaces: this.counted.size, rounds: sum('rounds'), askedAfter: sum('asked'), before: sum('before'), beside: sum('beside'), after: sum('after') }; // prettier-ignore
    process.stdout.write(`races, ${this.scene}: ${JSON.stringify(told)}\n`);
    if (process.env['N'])
      for (const [name, counted] of this.counted) process.stdout.write(`  ${name}: ${JSON.stringify(counted)}\n`);
  }

  /** Surfaces that showed something after the change, or that did not before it: each of these is a failure. */
  public get wrong(): string[] {
    return [...this.counted].flatMap(([name, { rounds, before, after }]) => [
      ...(after > 0 ? [`${name}: shown ${after} times after`] : []),
      ...(before < rounds ? [`${name}: shown before in ${before} rounds of ${rounds}`] : []),
    ]);
  }

  private of({ name }: Pick<Surface, 'name'>): Counted {
    if (!this.counted.has(name)) this.counted.set(name, { rounds: 0, asked: 0, before: 0, beside: 0, after: 0 });
    return this.counted.get(name)!;
  }
}
