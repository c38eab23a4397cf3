import { Injectable } from '@nestjs/common';
import { checkInput, InvalidInput, rawSql, sql, Stale, Work, type Actor, type Tx } from '@clin/platform';
import { ownRecord, type OwnRecord } from './own-record.query.js';
import { RestrictionInput } from './restriction.input.js';

export interface Restricted {
  id: string;
  restriction: string;
  version: number;
}

/** Puts a record into an operation or raises its sensitivity: gone at once for everybody who is outside or not cleared. */
@Injectable()
export class RestrictRecord {
  public constructor(private readonly work: Work) {}

  /**
   * NotVisible for another's record, NotPermitted without the role, Stale for another version, WrongState for a draft or when it is in an
   * operation already, InvalidInput for a closed or unknown operation and for a level that is no higher or above one's own clearance.
   */
  public async execute(actor: Actor, id: string, received: unknown): Promise<Restricted> {
    const input = checkInput(RestrictionInput, received);
    if (!input.compartment && !input.sensitivity)
      throw new InvalidInput({ compartment: 'Choose an operation or a higher sensitivity.' });
    return this.work.run(actor, async (tx) => {
      const record = await lockedAt(tx, actor, id, input.version);
      const made = await tx.row<{ id: string; compartment: number | null }>(sql`SELECT id, compartment_id AS compartment
        FROM access.restrict(${id}::uuid, ${input.compartment ?? null}::uuid, ${input.sensitivity ?? null}::smallint, ${input.reason})`);
      const version = await relabel(tx, record, {
        compartmentId: made!.compartment ?? record.compartmentId,
        sensitivity: input.sensitivity ?? record.sensitivity,
      });
      await tx.record({ event: 'record.restrict', recordIds: [id], detail: { restriction: made!.id } });
      return { id, restriction: made!.id, version };
    });
  }
}

/** The record's row, locked before its grants are, as every verb of its own room does it. */
export async function lockedAt(tx: Tx, actor: Actor, id: string, version: number | undefined): Promise<OwnRecord> {
  const record = await ownRecord(tx, actor, id, true);
  if (version !== undefined && version !== record.version)
    throw new Stale({ id, version: record.version, yours: version });
  return record;
}

/** Labels change on the record's own row; a trigger carries them to every grant in the same commit. Answers the new version. */
export async function relabel(
  tx: Tx,
  { table, id }: OwnRecord,
  labels: { compartmentId: number | null; sensitivity: number },
): Promise<number> {
  const row = await tx.row<{
    version: number;
  }>(sql`UPDATE ${rawSql(table)} SET compartment_id = ${labels.compartmentId}::int,
    sensitivity = ${labels.sensitivity}::smallint, version = version + 1 WHERE id = ${id}::uuid RETURNING version`);
  if (!row) throw new Stale({ id });
  return row.version;
}
