import { randomUUID } from 'node:crypto';
import type { Person, World } from './a-world.js';

/**
 * A referral of agency 901 to agency 902 in a given state, whose every text holds the canary, written through the database's own rules; what
 * each side said, to itself and to the other, is put beside it behind the walls.
 */
export async function aReferral(
  world: World,
  author: Person,
  canary: string,
  status = 2,
): Promise<{ id: string; items: [string, string] }> {
  const id = randomUUID();
  const items: [string, string] = [randomUUID(), randomUUID()];
  await author.sql(
    `INSERT INTO referrals.referral (id, reference, owner_agency_id, receiver_agency_id, created_at, sensitivity, private_to, status, handling, discovery,
      retention_group, review_on, version, marking, kind, title, threat_to_life)
     VALUES ($1, $2, $3, 902, now(), 2, $4, 1, 'P', 'silent', 3, '2032-01-01', 1, 'OFFICIAL-SENSITIVE', 'line', $5, false)`,
    [id, `RF-${id.slice(0, 8)}`, author.agencyId, author.id, `${canary} title`],
  );
  await author.sql(
    `INSERT INTO referrals.referral_original VALUES ($1, $2, $3, 'Test basis', 'TEST-ISA', NULL, '2030-01-01', now())`,
    [id, author.id, `${canary} original`],
  );
  for (const [at, part] of ['request', 'details'].entries())
    await author.sql(
      `INSERT INTO referrals.referral_item (id, report_id, part, text, fields, handling_code) VALUES ($1, $2, $3, $4, $5, 'P')`,
      [items[at], id, part, `${canary} item ${at}`, { lineName: `${canary} item ${at}`, importedTo: 'Testing' }],
    );
  if (status === 1) return { id, items };
  const waits = status <= 6;
  await world.admin.query(
    `UPDATE referrals.referral SET status = $2, private_to = NULL, sent_at = now(), warn_at = w.at, due_at = w.at, escalate_at = w.at
     FROM (SELECT CASE WHEN $3 THEN '2030-01-01'::timestamptz END AS at) w WHERE id = $1`,
    [id, status, waits],
  );
  await world.admin.query(
    `INSERT INTO referrals.referral_step (referral_id, agency_id, for_agency_id, action, from_status, to_status, by_user, text)
     SELECT $1, agency, reader, 'note', 2, 2, $2, text FROM (VALUES (901, NULL, $3 || ' note of 901'), (902, NULL, $3 || ' note of 902'),
       (901, 902, $3 || ' said to 902')) AS said (agency, reader, text)`,
    [id, author.id, canary],
  );
  return { id, items };
}
