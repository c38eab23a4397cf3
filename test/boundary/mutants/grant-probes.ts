import { disclosureOf } from './mutant-world.js';
import type { Probe, Step } from './probe.js';

const CONFIDENCE = (record: string, gives: string): Step => ['behind', `SELECT string_agg(confidence::text, ' ' ORDER BY agency_id) FROM access.record_visibility WHERE record_id = @${record}`, gives]; // prettier-ignore
const UNGRADED = 'UPDATE access.record_visibility SET confidence = 0 WHERE record_id = @draft';
/** Of the draft’s two items the first is worse than any other, and somebody else has it alone. */
const WORSE = `UPDATE intelligence.report_item SET source_evaluation = 3 WHERE id = @draft.0; ${disclosureOf('dis.e', 902, { record: 'draft', items: ['draft.0'] })}; ${UNGRADED}`;

/** What an owner's own grant says besides who sees the record: the confidence of what is submitted, and the owner's title. */
const graded = (name: string, arrange: string, steps: readonly Step[]): Probe => ({ name, about: 'access.track_record access.track_item access.place_items access.confidence', arrange, steps }); // prettier-ignore
const grading: Probe[] = [
  graded('a draft submitted', WORSE, [['a.analyst', 'UPDATE intelligence.report SET status = 2, private_to = NULL WHERE id = @draft', ''], CONFIDENCE('draft', '2 1')]),
  graded('a draft changed', UNGRADED, [['a.analyst', "UPDATE intelligence.report SET handling = 'P' WHERE id = @draft", ''], CONFIDENCE('draft', '0')]),
  graded('a report that moves on', 'UPDATE access.record_visibility SET confidence = 1 WHERE record_id = @plain', [['behind', 'UPDATE intelligence.report SET status = 6 WHERE id = @plain', ''], CONFIDENCE('plain', '1')]),
  graded('a draft with one more item', UNGRADED, [['a.analyst', "INSERT INTO intelligence.report_item (id, report_id, source_evaluation, intelligence_assessment) VALUES (@new, @draft, 1, 'A')", ''], CONFIDENCE('draft', '0')]),
  graded('a draft and a report with one more item each', `${UNGRADED}; UPDATE access.record_visibility SET confidence = 1 WHERE record_id = @plain; ALTER TABLE intelligence.report_item DISABLE TRIGGER stays_as_it_was_insert`,
    [['behind', "INSERT INTO intelligence.report_item (id, report_id, source_evaluation, intelligence_assessment) VALUES (@new, @draft, 1, 'A'), (@new.1, @plain, 2, 'A')", ''], CONFIDENCE('draft', '0'), CONFIDENCE('plain', '2')]),
  graded('an item of a draft changed', UNGRADED, [['a.analyst', 'UPDATE intelligence.report_item SET source_evaluation = 3 WHERE id = @draft.1', ''], CONFIDENCE('draft', '0')]),
  graded('an item of a draft taken out', `DELETE FROM intelligence.report_item_area WHERE item_id = @draft.0; DELETE FROM intelligence.report_item_original WHERE item_id = @draft.0; ${UNGRADED}`,
    [['a.analyst', 'DELETE FROM intelligence.report_item WHERE id = @draft.0', ''], CONFIDENCE('draft', '0')]),
]; // prettier-ignore

/** Several items of one statement, and which of them nobody may act on or sanitise without being asked. */
const placing: Probe[] = [{
  name: 'items placed together', about: 'access.place_items',
  steps: [['a.analyst', `INSERT INTO intelligence.report_item (id, report_id, handling_code, action_code, sanitisation_code)
      VALUES (@new, @draft, 'P', 'A1', NULL), (@new.1, @draft, 'P', NULL, 'S2'), (@new.2, @draft, NULL, 'A2', 'S1'), (@new.3, @draft, 'P', NULL, NULL)`, ''],
    ['behind', 'SELECT item_id, handling, restricted FROM access.item_visibility WHERE item_id IN (@new, @new.1, @new.2, @new.3) ORDER BY item_id = @new DESC, item_id = @new.1 DESC, item_id = @new.2 DESC',
      'new P true, new.1 P true, new.2 C false, new.3 P false']],
}]; // prettier-ignore

const NEW_REPORT = `WITH original AS (INSERT INTO intelligence.report_original VALUES (@new, 'new original', 'x', '{}', @a.analyst, NULL, now()))
  INSERT INTO intelligence.report (id, reference, owner_agency_id, created_at, sensitivity, private_to, status, handling, discovery, retention_group, review_on, version, marking, safeguarding, threat_to_life)
  SELECT @new, 'IR-new', owner_agency_id, created_at, sensitivity, private_to, status, handling, discovery, retention_group, review_on, version, marking, safeguarding, threat_to_life FROM intelligence.report WHERE id = @draft`;
const OTHERS = ['foreign', 'held', 'plain', 'secret', 'shared', 'theirs'].map((name) => `${name} original`).join(', ');
const titled = (name: string, change: string, gives: string, arrange?: string): Probe => ({
  name, about: 'intelligence.carry_title access.track_record', arrange, steps: [['a.analyst', change, ''], ['behind', 'SELECT string_agg(title, $$, $$ ORDER BY title) FROM access.record_visibility', gives]],
}); // prettier-ignore
const titles: Probe[] = [
  titled('a title changed', "UPDATE intelligence.report_original SET title = 'draft' WHERE report_id = @draft", `draft, ${OTHERS}`),
  titled('a title changed where others have a grant', "UPDATE intelligence.report_original SET title = 'draft' WHERE report_id = @draft", `draft, ${OTHERS}`, disclosureOf('dis.e', 902, { record: 'draft', items: ['draft.0'] })),
  titled('a title from the start', NEW_REPORT, `draft original, ${['foreign', 'held', 'new', 'plain', 'secret', 'shared', 'theirs'].map((name) => `${name} original`).join(', ')}`),
  titled('a title taken back', 'UPDATE intelligence.report_original SET title = NULL WHERE report_id = @draft', OTHERS),
]; // prettier-ignore

/** Grants are kept by id, so none changes. A new row has no others that hang on its id. */
const kept = (name: string, about: string, first: string, change: string, gives: string): Probe => ({ name, about, steps: [['behind', first, ''], ['behind', change, gives]] }); // prettier-ignore
const NEW_ITEM = 'INSERT INTO intelligence.report_item (id, report_id) VALUES (@new, @draft)';
const keeping: Probe[] = [
  kept('another id for a report', 'access.track_record', `${NEW_REPORT}; INSERT INTO intelligence.report_original VALUES (@new.1, 'x', 'x', '{}', @a.analyst, NULL, now())`, 'UPDATE intelligence.report SET id = @new.1 WHERE id = @new', '23505'), kept('the same id for a report', 'access.track_record', NEW_REPORT, "UPDATE intelligence.report SET id = id, version = 2 WHERE id = @new", ''),
  kept('another id for an item', 'access.track_item', NEW_ITEM, 'UPDATE intelligence.report_item SET id = @new.1 WHERE id = @new', '23505'), kept('another report for an item', 'access.track_item', `${NEW_REPORT}; INSERT INTO intelligence.report_item (id, report_id) VALUES (@new.1, @new)`, 'UPDATE intelligence.report_item SET report_id = @draft WHERE id = @new.1', '23505'),
]; // prettier-ignore

/** A disclosure is named by the owner's grant, also where another agency's, which comes first, seems to be of another kind. */
const named: Probe = {
  name: 'a disclosure named by the owner’s grant', about: 'access.name_disclosed',
  arrange: `SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; ${disclosureOf('dis.z', 901, { record: 'theirs', from: 902 })}; UPDATE access.record_visibility SET kind = 2 WHERE disclosure_id = @dis.z;
    UPDATE access.record_visibility SET kind = kind WHERE record_id = @theirs AND disclosure_id IS NULL`,
  steps: [['behind', `INSERT INTO access.disclosure (id, record_id, owner_agency_id, recipient_agency_id, purpose, legal_basis, agreement_id, conditions, expires_at, decided_by)
    VALUES (@new, @theirs, 902, 904, 'x', 'y', 901, '', now() + interval '1 day', @b.lead) RETURNING reference`, 'IR-theirs']],
}; // prettier-ignore

export const grantProbes: readonly Probe[] = [...grading, ...placing, ...titles, ...keeping, named];
