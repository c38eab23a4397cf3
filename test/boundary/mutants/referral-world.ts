import { disclosureOf } from './mutant-world.js';

interface Given {
  name?: string;
  status?: number;
  kind?: string;
  to?: string;
  fields?: string;
  text?: string;
  author?: string;
  clock?: string;
}

/** A referral of agency 901 to 902 as it lies in the tables, at version 3; whoever receives it has a disclosure of both its items. */
export function referralOf(given: Given = {}): string {
  const { name = 'ref', status = 2, kind = 'line', to = '902', fields = '{}', text = 'what is asked', author = 'a.supervisor' } = given;
  const clock = given.clock ?? (status >= 2 && status <= 6 ? "now() + interval '1 hour'" : 'NULL');
  return `
    INSERT INTO referrals.referral (id, reference, owner_agency_id, receiver_agency_id, created_at, sensitivity, private_to, status, handling, discovery,
        retention_group, review_on, version, marking, kind, title, threat_to_life)
      VALUES (@${name}, 'RF-${name}', 901, ${to}, '2026-01-01', 2, @${author}, 1, 'P', 'silent', 3, '2032-01-01', 3, 'OFFICIAL', '${kind}', '${name} title', ${kind === 'threat-to-life'});
    INSERT INTO referrals.referral_original VALUES (@${name}, @${author}, '${name} purpose', 'basis', 'TEST-ISA', NULL, '2030-01-01', now());
    INSERT INTO referrals.referral_item (id, report_id, part, text, fields, handling_code) VALUES
      (@${name}.0, @${name}, 'request', '${text}', '{}', 'P'), (@${name}.1, @${name}, 'details', NULL, '${fields}', 'P')
    ${status === 1 ? '' : `; UPDATE referrals.referral SET status = ${status}, private_to = NULL, sent_at = '2026-01-02', warn_at = ${clock}, due_at = ${clock}, escalate_at = ${clock} WHERE id = @${name}`}`;
} // prettier-ignore

export const given = (change: Parameters<typeof disclosureOf>[2] = {}, name = 'ref', to = 902): string =>
  disclosureOf(`dis.${name}`, to, { record: name, items: [`${name}.0`, `${name}.1`], ...change });
/** Sent, and seen by its receiver. */
export const received = (change: Given = {}): string => `${referralOf(change)}; ${given({}, change.name ?? 'ref')}`;
/** The receiver's grant as an emergency of one person. */
export const EMERGENCY = ['record', 'item'].map((what) => `UPDATE access.${what}_visibility SET private_to = @b.lead, valid_until = now() + interval '59 minutes', agreement_id = NULL WHERE disclosure_id = @dis.ref`).join('; '); // prettier-ignore

export const said = (name: string, agency: number, reader: string, of = 'ref'): string =>
  `INSERT INTO referrals.referral_step (id, referral_id, agency_id, for_agency_id, action, from_status, to_status, by_user, text) VALUES (@${name}, @${of}, ${agency}, ${reader}, 'note', 2, 2, @a.lead, '${name}')`;
