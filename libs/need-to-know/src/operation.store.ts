import { checkInput, InvalidInput, NotVisible, sql, type Tx } from '@clin/platform';
import { isUuid } from '@clin/platform/server';
import { NEED_TO_KNOW_EVENTS } from './events.js';
import { HandoverInput, MemberInput, OperationInput, ReopeningInput, TakeoverInput } from './operation.input.js';

/**
 * The steps of an operation within a transaction that is running already, so that another room's change and its operation commit together.
 * Each checks its input, lets the database decide who may, tells whom it concerns and writes its own audit row.
 * NotVisible for an operation that the actor does not know, NotPermitted inside without the standing, InvalidInput by name of the field.
 */

/** Opens one: the actor is its lead and first member. `compartmentId` is the label that records in it carry. */
export async function openOperation(tx: Tx, received: unknown): Promise<{ key: string; compartmentId: number }> {
  const { name, reason, endsOn } = checkInput(OperationInput, received);
  const made = (await tx.row<{ key: string }>(
    sql`SELECT access.open_operation(${name}, ${reason}, ${endsOn}::date) AS key`,
  ))!;
  await record(tx, 'operation.open', made.key);
  const found = await tx.row<{ id: number }>(
    sql`SELECT c.id FROM access.compartment c WHERE c.key = ${made.key}::uuid`,
  );
  return { key: made.key, compartmentId: found!.id };
}

/** Adds a person of the actor's agency, or renews the reason and the end of a membership. WrongState when it is closed. */
export async function admitMember(
  tx: Tx,
  key: string,
  received: unknown,
): Promise<{ key: string; user: string; endsOn: string }> {
  const { user, reason, endsOn } = checkInput(MemberInput, received);
  await tx.rows(sql`SELECT access.admit(${known(key)}::uuid, ${user}::uuid, ${reason}, ${endsOn}::date)`);
  await record(tx, 'operation.admit', key, { user, endsOn });
  return { key, user, endsOn };
}

/** Nobody and nothing enters any more; what is in stays in, for those who are members still. `why` when it closes with something. WrongState when it is closed. */
export async function closeOperation(tx: Tx, key: string, why = ''): Promise<{ key: string; closed: true }> {
  await tx.rows(sql`SELECT access.close_operation(${known(key)}::uuid, ${why})`);
  await record(tx, 'operation.close', key, why ? { why } : {});
  return { key, closed: true };
}

/** Memberships that ended stay ended. WrongState when it is open. */
export async function reopenOperation(tx: Tx, key: string, received: unknown): Promise<{ key: string; closed: false }> {
  const { reason } = checkInput(ReopeningInput, received);
  await tx.rows(sql`SELECT access.reopen_operation(${known(key)}::uuid, ${reason})`);
  await tell(tx, NEED_TO_KNOW_EVENTS.reopened, key);
  await record(tx, 'operation.reopen', key);
  return { key, closed: false };
}

/** By its lead, to another lead of the owner, who becomes a member until `endsOn`. */
export async function handOverOperation(
  tx: Tx,
  key: string,
  received: unknown,
): Promise<{ key: string; to: string; endsOn: string }> {
  const { to, reason, endsOn } = checkInput(HandoverInput, received);
  await tx.rows(sql`SELECT access.hand_over(${known(key)}::uuid, ${to}::uuid, ${reason}, ${endsOn}::date)`);
  await tell(tx, NEED_TO_KNOW_EVENTS.newLead, key);
  await record(tx, 'operation.hand-over', key, { to, endsOn });
  return { key, to, endsOn };
}

/** By a lead of the owner, when its lead is gone (from inside) or no lead is left in it (from outside). WrongState while it has one. */
export async function takeOverOperation(
  tx: Tx,
  key: string,
  received: unknown,
): Promise<{ key: string; endsOn: string }> {
  const { reason, endsOn } = checkInput(TakeoverInput, received);
  await tx.rows(sql`SELECT access.take_over(${known(key)}::uuid, ${reason}, ${endsOn}::date)`);
  await tell(tx, NEED_TO_KNOW_EVENTS.newLead, key);
  await record(tx, 'operation.take-over', key, { endsOn });
  return { key, endsOn };
}

/** Another agency takes part, whose leads are told and nominate their own people. */
export async function joinAgency(tx: Tx, key: string, code: string): Promise<void> {
  const agency = await agencyCalled(tx, code);
  if (agency === undefined)
    throw new InvalidInput({ agency: 'Choose another agency that an agreement in force binds to yours.' });
  await tx.rows(sql`SELECT access.join_agency(${known(key)}::uuid, ${agency}::smallint)`);
  await tx.emit({ type: NEED_TO_KNOW_EVENTS.joined, recordId: key, payload: { recipientAgencyId: agency } });
  await record(tx, 'operation.join-agency', key, { agency: code });
}

/** A joint agency leaves with all of its members, whose number it answers. */
export async function partAgency(tx: Tx, key: string, code: string): Promise<number> {
  const agency = (await agencyCalled(tx, code)) ?? -1;
  const gone = await tx.row<{ members: number }>(
    sql`SELECT access.part_agency(${known(key)}::uuid, ${agency}::smallint) AS members`,
  );
  await record(tx, 'operation.part-agency', key, { agency: code });
  return gone?.members ?? 0;
}

export async function expelMember(tx: Tx, key: string, user: string): Promise<void> {
  await tx.rows(sql`SELECT access.expel(${known(key)}::uuid, ${known(user)}::uuid)`);
  await record(tx, 'operation.expel', key, { user });
}

const record = (tx: Tx, event: string, operation: string, detail: Record<string, unknown> = {}): Promise<void> =>
  tx.record({ event, recordIds: [], detail: { operation, ...detail } });

const tell = (tx: Tx, type: string, key: string): Promise<void> => tx.emit({ type, recordId: key, payload: {} });

/** Text that is no id answers like an id that nobody has. */
function known(key: string): string {
  if (!isUuid(key)) throw new NotVisible('malformed');
  return key;
}

async function agencyCalled(tx: Tx, code: string): Promise<number | undefined> {
  return (await tx.row<{ id: number }>(sql`SELECT id FROM identity.agency WHERE code = ${code}`))?.id;
}
