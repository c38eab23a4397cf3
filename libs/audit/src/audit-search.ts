import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { InvalidInput, sql, type Sql } from '@clin/platform';
import { CursorInput } from '@clin/platform/fields';

const Asked = (description: string): PropertyDecorator =>
  applyDecorators(ApiProperty({ type: String, required: false, description }), IsOptional());

/** What an auditor asks for, as it stands in the URL; conditionsOf says whether it makes sense. */
export class AuditSearch extends CursorInput {
  @Asked('First day, like 2026-11-23') public from?: string;
  @Asked('Last day') public to?: string;
  @Asked('Identifier of an account') public person?: string;
  @Asked('An event such as report.read, or its beginning') public event?: string;
  @Asked('Reference or identifier of a record') public record?: string;
  @Asked('allowed, denied, invalid or failed') public outcome?: string;
  @Asked('1 to include what open pages ask by themselves, such as the number of notifications') public routine?: string;
}

export const AUDIT_FILTERS = ['from', 'to', 'person', 'event', 'record', 'outcome', 'routine', 'cursor'] as const;

export const OUTCOMES = ['allowed', 'denied', 'invalid', 'failed'];

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Each filter that is set as a condition. What pages ask by themselves stays out unless it is asked for, as a whole or by its event.
 * Throws InvalidInput with one message per field.
 */
export function conditionsOf(search: AuditSearch, routineEvents: readonly string[]): Sql[] {
  const { from, to, person, event, record, outcome, routine, cursor } = search;
  const errors: Record<string, string> = {};
  if (from && !isDate(from)) errors['from'] = 'From must be a date, like 2026-11-23';
  if (to && !isDate(to)) errors['to'] = 'To must be a date, like 2026-11-23';
  if (person && !UUID.test(person)) errors['person'] = 'Person must be the identifier of an account';
  if (event && !/^[a-z.-]{1,60}$/.test(event)) errors['event'] = 'Event must be like report.read, or its beginning';
  if (record && !/^[0-9A-Za-z-]{1,40}$/.test(record)) errors['record'] = 'Record must be a reference or an identifier';
  if (outcome && !OUTCOMES.includes(outcome)) errors['outcome'] = 'Outcome must be allowed, denied, invalid or failed';
  if (routine && routine !== '1') errors['routine'] = 'Routine must be 1 or left out';
  if (cursor && !/^\d{1,18}$/.test(cursor)) errors['cursor'] = 'Cursor must be the "next" of an earlier page';
  if (Object.keys(errors).length > 0) throw new InvalidInput(errors);
  const conditions: Sql[] = [];
  if (from) conditions.push(sql`e.at >= ${from}::date::timestamp AT TIME ZONE 'Europe/London'`);
  if (to) conditions.push(sql`e.at < (${to}::date + 1)::timestamp AT TIME ZONE 'Europe/London'`);
  if (person) conditions.push(sql`e.user_id = ${person}::uuid`);
  if (!routine && !event) conditions.push(sql`e.event <> ALL (${routineEvents}::text[])`);
  if (event) conditions.push(sql`e.event ^@ ${event}`);
  if (outcome) conditions.push(sql`e.outcome = ${outcome}`);
  if (record) conditions.push(UUID.test(record) ? concerning(record) : concerningReference(record.toUpperCase()));
  if (cursor) conditions.push(sql`e.id < ${cursor}::bigint`);
  return conditions;
}

/** Entries that returned or changed the record, and denials of it. */
function concerning(id: string): Sql {
  return sql`(e.record_ids @> ARRAY[${id}::uuid] OR e.detail ->> 'asked' = ${id.toLowerCase()})`;
}

/** Entries of the record whose creation, or opening in an emergency, named this reference. */
function concerningReference(reference: string): Sql {
  return sql`(e.detail ->> 'reference' = ${reference} OR e.record_ids && ARRAY(SELECT unnest(o.record_ids)
    FROM audit.entry o WHERE o.event = 'report.create' AND o.detail ->> 'reference' = ${reference}))`;
}

function isDate(text: string): boolean {
  return (
    DATE.test(text) &&
    !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) &&
    new Date(`${text}T00:00:00Z`).toISOString().startsWith(text)
  );
}
