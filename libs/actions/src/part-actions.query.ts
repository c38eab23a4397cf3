import { sql, type Actor, type Rows } from '@clin/platform';
import { DUE_FIRST, WORDS, wordsOf, type ActionWords, type WordsRow } from './action-words.js';
import type { LoggedStep } from './action.states.js';
import { colleagueName } from './colleague-name.js';

/** An action of a home, as whoever sees the item that its actions are shared by knows it. People of other agencies are nobody's names. */
export interface PartAction extends ActionWords {
  at: Date;
  by: string | null;
  agency: string;
  person: string | null;
  team: string | null;
  steps: { step: LoggedStep; at: Date; by: string | null; reason: string }[];
}

type Row = WordsRow &
  Omit<PartAction, keyof ActionWords | 'steps'> & {
    steps: { step: LoggedStep; at: string; by: string | null; reason: string }[] | null;
  };

/** Whoever names the part has asked both walls for it. What somebody still has to do stands first, by its day. */
export async function actionsOfPart(rows: Rows, actor: Actor, part: string): Promise<PartAction[]> {
  const found =
    await rows.rows<Row>(sql`SELECT ${WORDS}, a.created_at AS at, ${colleagueName(actor, sql`a.created_by`)} AS by,
      g.code AS agency, ${colleagueName(actor, sql`a.assigned_to`)} AS person, a.assigned_role AS team,
      (SELECT jsonb_agg(jsonb_build_object('step', s.step, 'at', s.at, 'by', ${colleagueName(actor, sql`s.by_user`)}, 'reason', s.reason) ORDER BY s.at) FROM cases.action_step s WHERE s.action_id = a.id) AS steps
    FROM cases.action a JOIN identity.agency g ON g.id = a.assigned_agency_id WHERE a.part_id = ${part}::uuid ORDER BY ${DUE_FIRST}`);
  return found.map(({ at, by, agency, person, team, steps, ...row }) => ({
    ...wordsOf(row),
    ...{ at, by, agency, person, team },
    steps: (steps ?? []).map((step) => ({ ...step, at: new Date(step.at) })),
  }));
}
