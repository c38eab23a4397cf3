import { Injectable } from '@nestjs/common';
import { checkInput, Clock, InvalidInput, Read, sql, WrongState, type Actor, type Query } from '@clin/platform';
import { operationOf } from './audience.js';
import { readerGroups, rolesThatRead } from './audience.query.js';
import { explainedToOwner, type ExplainedRecord } from './explained-record.js';
import { knownAgencies } from './known-agencies.query.js';
import { dayBounds } from './london-day.js';
import { changed, differences, type GrantChange, type SightDifference } from './preview.js';
import { PreviewInput } from './preview.input.js';

export interface Preview {
  agencies: SightDifference[];
  gains: number;
  loses: number;
}

/** What a change to one's own record would reveal or hide, before it is made. */
@Injectable()
export class PreviewChange {
  public constructor(
    private readonly read: Read,
    private readonly clock: Clock,
  ) {}

  /** One change as a client describes it. Throws NotVisible unless the actor's agency owns the record, InvalidInput or WrongState as the change would. */
  public async execute(actor: Actor, id: string, received: unknown): Promise<Preview> {
    const input = checkInput(PreviewInput, received);
    const now = this.clock.now();
    return this.read.run(actor, async (q) => {
      const record = await explainedToOwner(q, actor, id, now);
      return this.compare(q, record, [await changeOf(q, actor, record, input, now)], now);
    });
  }

  /** Several changes at once, which the caller has checked: for the pages that ask before they act. */
  public async of(actor: Actor, id: string, changes: readonly GrantChange[]): Promise<Preview> {
    const now = this.clock.now();
    return this.read.run(actor, async (q) => this.compare(q, await explainedToOwner(q, actor, id, now), changes, now));
  }

  private async compare(
    q: Query,
    record: ExplainedRecord,
    changes: readonly GrantChange[],
    now: Date,
  ): Promise<Preview> {
    const after = changes.reduce(changed, record.known);
    const operations = [operationOf(record.known), operationOf(after)];
    const groups = await readerGroups(q, record.id, rolesThatRead(record.kind), operations);
    const agencies = differences(record.known, after, groups, now);
    const sum = (of: 'gains' | 'loses'): number => agencies.reduce((all, one) => all + one[of], 0);
    return { agencies, gains: sum('gains'), loses: sum('loses') };
  }
}

async function changeOf(
  q: Query,
  actor: Actor,
  record: ExplainedRecord,
  input: PreviewInput,
  now: Date,
): Promise<GrantChange> {
  if (input.change === 'revocation') {
    const held = record.known.some(({ disclosureId }) => disclosureId === input.disclosure?.toLowerCase());
    if (!held) throw new InvalidInput({ disclosure: 'Choose a disclosure of this record that has not been revoked.' });
    return { kind: 'revocation', disclosureId: input.disclosure!.toLowerCase() };
  }
  if (input.change === 'labels') {
    const { sensitivity, operation } = input;
    if (sensitivity === undefined && operation === undefined)
      throw new InvalidInput({ sensitivity: 'Give a sensitivity or an operation.' });
    return { kind: 'labels', sensitivity, operation: await operationOfKey(q, operation) };
  }
  return disclosureOf(q, actor, record, input, now);
}

async function operationOfKey(q: Query, key: string | null | undefined): Promise<number | null | undefined> {
  if (!key) return key === null ? null : undefined;
  const found = await q.row<{ id: number }>(sql`SELECT id FROM access.compartment WHERE key = ${key}::uuid
    AND id = ANY (ARRAY(SELECT ctx.compartments()))`);
  if (!found) throw new InvalidInput({ operation: 'Choose an operation that you are a member of.' });
  return found.id;
}

/** The refusals, in the words of the disclosure itself, that decide who would gain sight. */
async function disclosureOf(
  q: Query,
  actor: Actor,
  record: ExplainedRecord,
  input: PreviewInput,
  now: Date,
): Promise<GrantChange> {
  const own = record.known.find(({ disclosureId }) => disclosureId === null)!;
  if (own.privateTo !== null) throw new WrongState('A draft cannot be disclosed.');
  const agency = (await knownAgencies(q, actor)).find(({ code }) => code === input.agency);
  if (!agency || agency.id === actor.agencyId)
    throw new InvalidInput({ agency: 'Choose another agency that takes part now.' });
  if (!agency.inForce)
    throw new InvalidInput({ agency: 'No agreement in force between both agencies lets this be disclosed.' });
  const items = [...new Set((input.items ?? []).map((item) => item.toLowerCase()))];
  if (items.length === 0 || items.some((item) => !own.items.includes(item)))
    throw new InvalidInput({ items: 'Choose at least one item of this record.' });
  const validUntil = input.expires === undefined ? null : dayBounds(input.expires, 'expires').end;
  if (validUntil && validUntil <= now)
    throw new InvalidInput({ expires: 'Give a date in the future, at most five years ahead.' });
  const { id: agencyId, code, name } = agency;
  return { kind: 'disclosure', agencyId, agency: code, agencyName: name, items, validUntil, inForce: true };
}
