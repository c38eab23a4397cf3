import { sql, type Sql } from '@clin/platform';
import type { OutboxEvent, WorkerTx } from '@clin/platform/events';
import { BESIDE, UNNAMED, type NotificationKind } from './notification-kinds.js';

export async function audienceOf(tx: WorkerTx, event: OutboxEvent, kind: NotificationKind): Promise<string[]> {
  const { scope, roles } = kind.audience;
  if (BESIDE.includes(scope)) {
    const beside = scope === 'shared-under' ? 'named-agency' : scope;
    const found = await tx.rows<{ userId: string }>(
      sql`SELECT user_id AS "userId" FROM notifications.audience_beside(${event.id}::bigint, ${beside}, ${[...roles]}::text[])`,
    );
    return found.map((row) => row.userId);
  }
  const rows = await tx.rows<{ userId: string }>(
    scope === 'parties'
      ? sql`SELECT user_id AS "userId" FROM notifications.parties(${event.id}::bigint, ${[...roles]}::text[])`
      : sql`SELECT user_id AS "userId" FROM notifications.audience(${event.id}::bigint, ${scope}, ${[...roles]}::text[])`,
  );
  return rows.map((row) => row.userId);
}

/** Row-level security's answer, now, for the person the transaction acts for. */
const seesRecord = (recordId: string): Sql =>
  sql`(SELECT true FROM access.record_visibility v WHERE v.record_id = ${recordId}::uuid LIMIT 1)`;

/** Whether that person knows the agreement now: as its owner, a party or somebody invited. One that left keeps the row's name only. */
const knowsAgreement = (
  agreementId: string,
): Sql => sql`(SELECT true FROM sharing.agreement g WHERE g.uid = ${agreementId}::uuid
  AND g.id = ANY (ARRAY(SELECT ctx.known_agreements())) LIMIT 1)`;

/** Something that was shared under the agreement with that person's agency, and that they see now. */
const seesSharedUnder = (
  agreementId: string,
): Sql => sql`(SELECT true FROM access.record_visibility v JOIN sharing.agreement g
  ON g.id = v.agreement_id WHERE g.uid = ${agreementId}::uuid AND v.disclosure_id IS NOT NULL LIMIT 1)`;

/** What every delivery asks, once when it is announced and again before its e-mail goes: may this person know of it now? True or nothing. */
function sightOf(kind: NotificationKind | undefined, recordId: string, needsRecord: boolean): Sql {
  if (kind?.audience.scope === 'parties') return knowsAgreement(recordId);
  if (kind?.audience.scope === 'shared-under') return seesSharedUnder(recordId);
  return needsRecord ? seesRecord(recordId) : sql`true`;
}

export async function maySee(
  tx: WorkerTx,
  kind: NotificationKind | undefined,
  { recordId, needsRecord }: { recordId: string; needsRecord: boolean },
): Promise<boolean> {
  const row = await tx.row<{ may: boolean | null }>(sql`SELECT ${sightOf(kind, recordId, needsRecord)} AS may`);
  return row?.may === true;
}

/** A recall, a notice about an agreement and what is beside records name no record, and are shown without one. */
export const namesRecord = ({ audience }: NotificationKind): boolean => !UNNAMED.includes(audience.scope);

export interface Told {
  userId: string;
  /** False: the person had been told of it before. */
  isNew: boolean;
  /** False: they may not know of it now, and it stands in no inbox. */
  visible: boolean;
  /** The e-mail to queue now, if there is one and it need not wait. */
  delivery: string | null;
}

/**
 * One row for a person and an event, whatever runs twice, and the e-mail that the person wants of it: at once, once a day or not at all, and
 * not in their quiet hours. What is mandatory asks for no choice, what is urgent for no hour. Whether they may know of it is decided in the
 * same statement, as the person: one statement each, so that many can be under way.
 */
export async function tell(
  tx: WorkerTx,
  told: { userId: string; event: OutboxEvent; kind: NotificationKind; mail: boolean },
): Promise<Told> {
  const { userId, event, kind, mail } = told;
  const mandatory = kind.mandatory === true;
  const row = await tx.row<Omit<Told, 'userId'>>(sql`
    WITH sight AS MATERIALIZED (SELECT coalesce(${sightOf(kind, event.recordId, namesRecord(kind))}, false) AS may),
      choice AS (SELECT k.in_inbox, CASE WHEN ${mandatory}::boolean THEN 'at-once' ELSE coalesce(k.email, 'at-once') END AS email
        FROM (SELECT) one LEFT JOIN notifications.kind_choice k ON k.user_id = ${userId}::uuid AND k.kind = ${kind.kind}),
      quiet AS (SELECT CASE WHEN ${kind.urgent === true}::boolean THEN NULL ELSE notifications.quiet_end(t.quiet_from, t.quiet_until, clock_timestamp()) END AS until
        FROM (SELECT) one LEFT JOIN notifications.time_choice t ON t.user_id = ${userId}::uuid),
      added AS (INSERT INTO notifications.notification (user_id, event_id, kind, record_id, needs_record, state, in_inbox)
        SELECT ${userId}::uuid, ${event.id}::bigint, ${kind.kind}, ${event.recordId}::uuid, ${namesRecord(kind)}::boolean,
          CASE WHEN NOT may THEN 'suppressed' WHEN NOT ${mail}::boolean OR email = 'never' THEN 'off' WHEN email = 'daily' THEN 'digest' ELSE 'queued' END,
          ${mandatory}::boolean OR coalesce(in_inbox, true) FROM choice, sight
        ON CONFLICT (event_id, user_id) DO NOTHING RETURNING id, state),
      queued AS (INSERT INTO notifications.delivery (channel, notification_id, user_id, event_id, kind, not_before, look_again_at)
        SELECT 'email', a.id, ${userId}::uuid, ${event.id}::bigint, ${kind.kind}, coalesce(q.until, clock_timestamp()),
          coalesce(q.until, clock_timestamp() + interval '2 minutes') FROM added a, quiet q WHERE a.state = 'queued' RETURNING id),
      before AS (SELECT d.id FROM notifications.notification n JOIN notifications.delivery d ON d.notification_id = n.id
        WHERE n.user_id = ${userId}::uuid AND n.event_id = ${event.id}::bigint AND d.state = 'queued' AND d.not_before <= clock_timestamp())
    SELECT EXISTS (SELECT FROM added) AS "isNew", may AS visible,
      coalesce((SELECT queued.id FROM queued, quiet WHERE quiet.until IS NULL), (SELECT id FROM before)) AS delivery FROM sight`);
  return { userId, ...row! };
}

/** The address of the person the transaction acts for, from their own account. */
export async function addressOf(tx: WorkerTx, userId: string): Promise<string | undefined> {
  const row = await tx.row<{ email: string }>(
    sql`SELECT email FROM identity.user_account WHERE id = ${userId}::uuid AND left_at IS NULL`,
  );
  return row?.email;
}
