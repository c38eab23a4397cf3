import { action, CASE, DENIED, says } from './case-probes.js';
import { asked } from './policy-probes.js';
import type { Probe, Step } from './probe.js';
import { referralOf } from './referral-world.js';

const D = 'cases.case_draft';
const draft = (who: string, agency: number, name: string, at = 'now()'): string =>
  `INSERT INTO cases.case_draft VALUES (@${who}, ${agency}, '{"name": "${name}"}', 1, ${at})`;
/** Of two colleagues, and what one of them typed where they were before. */
const TWO = [draft('a.lead', 901, 'lead'), draft('a.peer', 901, 'peer'), draft('a.lead', 902, 'posted')].join('; ');
const NAMES = "SELECT string_agg(fields ->> 'name', ' ' ORDER BY fields ->> 'name') FROM cases.case_draft";
const left = (gives: string): Step[] => [['behind', NAMES, gives]];

const own: Probe[] = [
  ...asked('drafts of cases', D, NAMES, { 'a.lead': 'lead', 'a.peer': 'peer', 'a.second': '-', 'b.lead': '-', nobody: '-' }, TWO),
  says(D, 'begun', 'a.member', draft('a.member', 901, 'new'), '', TWO), says(D, 'begun for a colleague', 'a.member', draft('a.second', 901, 'new'), DENIED, TWO),
  says(D, 'begun for another agency', 'a.member', draft('a.member', 902, 'new'), DENIED, TWO), says(D, 'begun by nobody', 'nobody', draft('a.member', 901, 'new'), DENIED, TWO),
  says(D, 'changed blindly', 'a.lead', "UPDATE cases.case_draft SET fields = '{\"name\": \"changed\"}'", '', TWO, left('changed peer posted')),
  says(D, 'thrown away blindly', 'a.lead', 'DELETE FROM cases.case_draft', '', TWO, left('peer posted')),
]; // prettier-ignore

const C = 'cases.end_drafts';
const AGED = [draft('a.lead', 901, 'old', "now() - interval '28 days'"), draft('a.peer', 901, 'edge', "now() - interval '28 days' + interval '1 second'"), draft('a.lead', 902, 'posted')].join('; '); // prettier-ignore
const end = (batch: number): string => `SELECT cases.end_drafts(${batch})`;
const ending: Probe[] = [
  says(C, 'left too long', 'worker:nobody', end(9), 'a.lead', AGED, [...left('edge posted'), ['worker:nobody', end(9), '']]),
  says(C, 'left too long, none asked for', 'worker:nobody', end(0), '', AGED, left('edge old posted')),
  says(C, 'kept for longer', 'worker:nobody', end(9), '', `${AGED}; UPDATE platform.draft_retention SET days = 29 WHERE kind = 'case'`, left('edge old posted')),
  says(C, 'kept without a rule', 'worker:nobody', end(9), '', `${AGED}; DELETE FROM platform.draft_retention WHERE kind = 'case'`, left('edge old posted')),
]; // prettier-ignore

const R =
  'referrals.end_drafts referrals.draft_referred_to referrals.referral referrals.referral_item referrals.referral_original referrals.referral_pack';
const age = (name: string, at: string): string => `UPDATE referrals.referral_original SET updated_at = now() - (${at}) WHERE referral_id = @${name}`; // prettier-ignore
const packed = (name: string): string => `INSERT INTO referrals.referral_pack VALUES (@${name}, @plain, @plain.0)`;
/** One left too long, one just not, and one that was sent long ago; each with a pack. */
const DRAFTS = [
  referralOf({ status: 1 }), referralOf({ name: 'edge', status: 1 }), referralOf({ name: 'sent' }), ...['ref', 'edge', 'sent'].map(packed),
  age('ref', "interval '28 days'"), age('edge', "interval '28 days' - interval '1 second'"), age('sent', "interval '400 days'"),
].join('; '); // prettier-ignore
const erase = 'SELECT referrals.end_drafts(9)';
const all = (table: string, column: string): string =>
  `SELECT string_agg(DISTINCT coalesce(r.reference, 'gone'), ' ') FROM ${table} t LEFT JOIN referrals.referral r ON r.id = t.${column} WHERE t.${column} IN (@ref, @edge, @sent)`;
const KEPT: Step[] = (
  [
    ['referrals.referral', 'id'], ['referrals.referral_item', 'report_id'], ['referrals.referral_original', 'referral_id'],
    ['referrals.referral_pack', 'referral_id'], ['access.record_visibility', 'record_id'], ['access.item_visibility', 'record_id'],
  ] as const
).map(([table, column]): Step => ['behind', all(table, column), 'RF-edge RF-sent']); // prettier-ignore
const spoken = (name: string, about: string): Probe[] => [
  says(R, `referred to by ${name}`, 'worker:nobody', erase, '', `${CASE}; ${DRAFTS}; ${about}`),
  says(R, `referred to by ${name}, to its author`, 'a.supervisor', 'SELECT referrals.draft_referred_to(@ref), referrals.draft_referred_to(@edge)', 'true false', `${CASE}; ${DRAFTS}; ${about}`),
]; // prettier-ignore
const erasing: Probe[] = [
  says(R, 'left too long', 'worker:nobody', erase, 'ref', `${CASE}; ${DRAFTS}`, [...KEPT, ['worker:nobody', erase, '']]),
  says(R, 'left too long, none asked for', 'worker:nobody', 'SELECT referrals.end_drafts(0)', '', DRAFTS),
  says(R, 'kept for longer', 'worker:nobody', erase, '', `${DRAFTS}; UPDATE platform.draft_retention SET days = 29 WHERE kind = 'referral'`),
  says(R, 'sent, and deleted by the keeper all the same', 'behind', "SELECT string_agg(reference, ' ' ORDER BY reference) FROM referrals.referral", 'RF-edge RF-ref RF-sent',
    `${DRAFTS}; DO $$ BEGIN SET LOCAL ROLE keeper; DELETE FROM referrals.referral r WHERE r.id = @sent; RESET ROLE; END $$`),
  ...spoken('a comment', "INSERT INTO access.comment (record_id, agency_id, by_user, text) VALUES (@ref, 901, @a.supervisor, 'x')"),
  ...spoken('an action', action('of-ref', { record: 'ref', to: 901 })),
  ...spoken('a link', "INSERT INTO access.compartment_member VALUES (71, @a.supervisor, 'x', current_date + 9, 901, @a.lead); INSERT INTO cases.link (id, case_id, part_id, record_id, kind, why, by_user) VALUES (@link.ref, @case, @part.links, @ref, 2, 'x', @a.lead)"),
]; // prettier-ignore

export const draftProbes: readonly Probe[] = [...own, ...ending, ...erasing];
