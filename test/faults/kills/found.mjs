/** What the database and the sinks hold, read behind the product's back as the superuser. */
import { verifyAudit } from '@clin/audit';

const EFFECTS = `
  SELECT 'create report ' || id AS thing FROM intelligence.report
  UNION ALL SELECT action || ' report ' || report_id FROM intelligence.report_transition WHERE action <> 'create'
  UNION ALL SELECT 'comment ' || id FROM access.comment
  UNION ALL SELECT 'create referral ' || id FROM referrals.referral
  UNION ALL SELECT action || ' referral ' || referral_id FROM referrals.referral_step WHERE action <> 'create'`;
const NOTICES = `
  SELECT n.id, n.kind || ' ' || n.record_id || ' ' || u.email AS thing FROM notifications.notification n JOIN identity.user_account u ON u.id = n.user_id
  WHERE n.state <> 'suppressed' AND n.in_inbox`;
const CALLS = `
  SELECT d.id, o.type || ' ' || o.record_id AS thing FROM notifications.delivery d JOIN platform.outbox o ON o.id = d.event_id WHERE d.channel = 'webhook'`;
const UNSETTLED = `
  SELECT 'event ' || id || ' ' || type AS thing FROM platform.outbox WHERE done_at IS NULL
  UNION ALL SELECT state || ' ' || channel || ' ' || id || coalesce(' ' || error_class, '') FROM notifications.delivery WHERE state <> 'sent'
  UNION ALL SELECT 'job ' || event_id || ' ' || job_name || ' ' || state FROM platform.event_job WHERE state <> 'done'`;

/**
 * @param client one session, of the superuser
 * @param noted a head of the audit chain that was noted outside, earlier
 */
export async function findAll(client, { ledger, mailIds, callIds, noted, before }) {
  const things = async (text) => (await client.query(text)).rows.map(({ thing }) => thing);
  const notices = (await client.query(NOTICES)).rows;
  const calls = (await client.query(CALLS)).rows;
  const audited = await client.query(
    `SELECT DISTINCT request_id FROM audit.entry WHERE outcome = 'allowed' AND request_id = ANY ($1)`,
    [ledger.delivered],
  );
  return {
    effects: (await things(EFFECTS)).filter((thing) => !before.has(thing)),
    notices: notices.map(({ thing }) => thing),
    mails: named(mailIds, notices),
    calls: named(callIds, calls),
    audited: new Set(audited.rows.map(({ request_id: id }) => id)),
    unsettled: await things(UNSETTLED),
    chain: await verifyAudit(client, noted),
  };
}

/** What stood there before the clients came. */
export async function effectsIn(admin) {
  return new Set((await admin.query(EFFECTS)).rows.map(({ thing }) => thing));
}

/** As a sink that keeps one for each id: the first of each, by what its row is about. */
function named(ids, rows) {
  const things = new Map(rows.map(({ id, thing }) => [id, thing]));
  return [...new Set(ids)].map((id) => things.get(id) ?? `an id of no row ${id}`);
}
