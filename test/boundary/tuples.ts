import { randomUUID } from 'node:crypto';
import { judge, visibleTo, type Grant } from '@clin/access';
import type { Actor } from '@clin/platform';
import { World, type Person } from './a-world.js';
import { mayRead, type GrantFact, type ReaderFact } from './tuples-oracle.js';

const AGENCIES = [901, 902, 903];
const AGREEMENTS = 9;
const COMPARTMENTS = 4;

interface Reader extends ReaderFact {
  person: Person;
}

/** One person, one record, one answer that differs from the oracle's. */
export interface Disagreement {
  surface: string;
  reader: ReaderFact;
  record: string;
  oracle: boolean;
}

export interface Tally {
  people: number;
  records: number;
  tuples: number;
  readable: number;
  disagreements: Disagreement[];
}

/** A random whole number below n; the same seed gives the same world. */
export function dice(seed: number): (n: number) => number {
  let state = seed >>> 0;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

/** A world of random grants, with every label, agreement state and date at, before and after its edge. */
export class RandomWorld {
  public readonly readers: Reader[] = [];
  public readonly grants = new Map<string, GrantFact[]>();

  private constructor(private readonly world: World) {}

  public static async create(seed: number, people: number, records: number): Promise<RandomWorld> {
    const made = new RandomWorld(await World.create());
    const roll = dice(seed);
    const agreements = await made.makeAgreements();
    await made.makeReaders(roll, people);
    await made.makeRecords(roll, records, agreements);
    await made.world.admin.query('ANALYZE access.record_visibility; ANALYZE intelligence.report');
    return made;
  }

  public async close(): Promise<void> {
    await this.world.end();
  }

  /** Asks every surface about every record for every person, and compares each answer with the oracle's. */
  public async compare(): Promise<Tally> {
    const ids = [...this.grants.keys()];
    const tally: Tally = {
      people: this.readers.length,
      records: ids.length,
      tuples: this.readers.length * ids.length,
      readable: 0,
      disagreements: [],
    };
    for (const reader of this.readers) {
      const expected = new Set(ids.filter((id) => mayRead(reader, this.grants.get(id)!)));
      tally.readable += expected.size;
      for (const [surface, seen] of Object.entries(await this.answers(reader, ids))) {
        for (const record of ids) {
          if (seen.has(record) === expected.has(record)) continue;
          tally.disagreements.push({ surface, reader: factsOf(reader), record, oracle: expected.has(record) });
        }
      }
    }
    return tally;
  }

  private async answers(reader: Reader, ids: readonly string[]): Promise<Record<string, Set<string>>> {
    const seen = (rows: Record<string, unknown>[]) => new Set(rows.map((row) => row['id'] as string));
    const { person } = reader;
    return {
      'row-level security on grants': seen(await person.sql('SELECT record_id AS id FROM access.record_visibility')),
      'row-level security on reports': seen(await person.sql('SELECT id FROM intelligence.report')),
      'predicate of lists': seen(await this.listed(reader)),
      'guard of one record': await this.guarded(reader, ids),
    };
  }

  /** Wall 1's list predicate alone: as a superuser, whom no policy restrains. */
  private async listed({ person, agencyId, clearance, userId }: Reader): Promise<Record<string, unknown>[]> {
    const { text, values } = visibleTo({ agencyId, clearance, userId } as Actor, 'v');
    await this.world.admin.query("SELECT set_config('ctx.token', $1, false)", [person.token]);
    return (
      await this.world.admin.query(`SELECT v.record_id AS id FROM access.record_visibility v WHERE ${text}`, values)
    ).rows as Record<string, unknown>[];
  }

  /** The guard's own function over what the guard reads for each record. */
  private async guarded({ person, userId, clearance }: Reader, ids: readonly string[]): Promise<Set<string>> {
    const compartments = await person.sql('SELECT unnest(ARRAY(SELECT ctx.compartments())) AS id');
    const rows = await person.sql(
      `SELECT asked.id AS record, g.owner_id AS "ownerId", g.sensitivity, g.compartment_id AS "compartmentId", g.private_to AS "privateTo",
        g.valid_until AS "validUntil", g.disclosure_id AS "disclosureId", g.agreement_in_force AS "agreementInForce"
       FROM unnest($1::uuid[]) AS asked (id), access.my_grants(asked.id) g`,
      [ids],
    );
    const byRecord = new Map<string, Grant[]>();
    for (const { record, ...grant } of rows) {
      const id = record as string;
      byRecord.set(id, [...(byRecord.get(id) ?? []), grant as unknown as Grant]);
    }
    const judged = { userId, clearance, compartments: compartments.map((row) => row['id'] as number) };
    return new Set(ids.filter((id) => judge(judged, byRecord.get(id) ?? [], new Date()).allowed));
  }

  private async makeAgreements(): Promise<{ id: number; inForce: boolean }[]> {
    const states: [string, string, string, boolean][] = [
      ['active', '-30', '30', true],
      ['active', '0', '30', true],
      ['active', '-30', '0', true],
      ['active', '1', '30', false],
      ['active', '-30', '-1', false],
      ['suspended', '-30', '30', false],
      ['lapsed', '-30', '30', false],
      ['draft', '-30', '30', false],
      ['replaced', '-30', '30', false],
    ];
    for (const [index, [status, from, to]] of states.entries()) {
      await this.world.admin.query(
        `INSERT INTO sharing.agreement (id, reference, title, purpose, legal_basis, owner_agency_id, status, starts_on, ends_on)
         VALUES ($1, $2, 'Random', 'Testing', 'Test basis', 901, $3, current_date + $4::int, current_date + $5::int)`,
        [910 + index, `RANDOM-${index}`, status, from, to],
      );
    }
    return states.slice(0, AGREEMENTS).map(([, , , inForce], index) => ({ id: 910 + index, inForce }));
  }

  private async makeReaders(roll: (n: number) => number, people: number): Promise<void> {
    for (let n = 0; n < people; n += 1) {
      const [agencyId, clearance] = [AGENCIES[roll(AGENCIES.length)]!, roll(4)];
      const person = await this.world.aPerson(agencyId, ['analyst'], clearance);
      const compartments = new Set<number>();
      for (let compartment = 1; compartment <= COMPARTMENTS; compartment += 1) {
        const ends = [-1, 0, 1, undefined, undefined][roll(5)];
        if (ends === undefined) continue;
        await this.join(compartment, person.id, ends);
        if (ends >= 0) compartments.add(compartment);
      }
      this.readers.push({ person, userId: person.id, agencyId, clearance, compartments });
    }
  }

  private async join(compartment: number, userId: string, ends: number): Promise<void> {
    await this.world.admin.query(
      `INSERT INTO access.compartment_member (compartment_id, user_id, reason, ends_on) VALUES ($1, $2, 'Random', current_date + $3::int)`,
      [compartment, userId, ends],
    );
  }

  private async makeRecords(
    roll: (n: number) => number,
    records: number,
    agreements: readonly { id: number; inForce: boolean }[],
  ): Promise<void> {
    for (let n = 0; n < records; n += 1) {
      const id = randomUUID();
      const owner = AGENCIES[roll(AGENCIES.length)]!;
      await this.world.admin.query(
        `WITH original AS (INSERT INTO intelligence.report_original VALUES ($1, 'x', 'x', '{}', $1, NULL, now()))
         INSERT INTO intelligence.report (id, reference, owner_agency_id, created_at, sensitivity, status, handling, discovery, retention_group,
          review_on, version, marking, safeguarding, threat_to_life)
         VALUES ($1, $2, $3, now(), 2, 5, 'P', 'silent', 3, '2032-01-01', 1, 'OFFICIAL-SENSITIVE', '{}', false)`,
        [id, `IR-${id}`, owner],
      );
      // Its grants are replaced by random ones: the policy must hold for whatever labels a row carries.
      await this.world.admin.query('DELETE FROM access.record_visibility WHERE record_id = $1', [id]);
      const facts = Array.from({ length: roll(5) }, () => this.someGrant(roll, owner, agreements));
      const written: GrantFact[] = [];
      for (const fact of facts) if (await this.insertGrant(id, owner, fact)) written.push(fact);
      this.grants.set(id, written);
    }
  }

  private someGrant(
    roll: (n: number) => number,
    owner: number,
    agreements: readonly { id: number; inForce: boolean }[],
  ): GrantFact {
    const agency = AGENCIES[roll(AGENCIES.length)]!;
    const shared = agency !== owner || roll(4) === 0;
    const agreement = shared && roll(5) > 0 ? agreements[roll(agreements.length)] : undefined;
    const labels = { sensitivity: 1 + roll(3), compartment: roll(3) === 0 ? 1 + roll(COMPARTMENTS) : null };
    const privateTo = roll(6) === 0 ? this.readers[roll(this.readers.length)]!.userId : null;
    const ends = roll(3) === 0 ? roll(3) - 1 || 2 : null;
    return {
      agency,
      ...labels,
      privateTo,
      // One person's own ends within an hour, or is a draft's.
      endsInHours: privateTo && ends ? Math.min(ends, 1) : ends,
      agreement: agreement?.id ?? null,
      agreementInForce: agreement?.inForce ?? true,
      disclosed: shared,
    };
  }

  /** False for a second undisclosed grant of one agency, which the table refuses. */
  private async insertGrant(record: string, owner: number, fact: GrantFact): Promise<boolean> {
    const { rowCount } = await this.world.admin.query(
      `INSERT INTO access.record_visibility (agency_id, created_at, record_id, kind, owner_id, sensitivity, compartment_id, private_to, status,
        handling, valid_until, agreement_id, disclosure_id)
       VALUES ($1, now(), $2, 1, $3, $4, $5, $6, 5, 'P', now() + make_interval(hours => $7::int), $8, $9) ON CONFLICT DO NOTHING`,
      [
        fact.agency,
        record,
        owner,
        fact.sensitivity,
        fact.compartment,
        fact.privateTo,
        fact.endsInHours,
        fact.agreement,
        fact.disclosed ? randomUUID() : null,
      ],
    );
    return rowCount === 1;
  }
}

const factsOf = ({ person: _person, ...facts }: Reader): ReaderFact => facts;
