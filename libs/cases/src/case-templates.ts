import { Injectable } from '@nestjs/common';
import { Read, sql, type Actor, type Rows } from '@clin/platform';
import type { TextField } from './case-parts.js';

export interface TemplateRisk {
  kind: 'risk' | 'threat';
  what: string;
  likelihood: number;
  impact: number;
  control: string;
  /** Working days from the opening of the case, as for actions. */
  reviewIn: number;
}

export interface TemplateAction {
  what: string;
  why: string;
  outcomeNeeded: string;
  priority: 1 | 2 | 3;
  workingDays: number;
}

/** What a case of a kind begins with. Its texts are changed before or after it opens; risks and actions are the opener's to begin with. */
export interface CaseTemplate {
  words: string;
  texts: Partial<Record<TextField, string>>;
  risks: readonly TemplateRisk[];
  actions: readonly TemplateAction[];
}

/** By name, in their order. */
export type CaseTemplates = ReadonlyMap<string, CaseTemplate>;

/** Reference data, the same for every agency: of each name the newest that has begun, unless it has ended. */
export async function templatesNow(rows: Rows): Promise<CaseTemplates> {
  const found = await rows.rows<CaseTemplate & { name: string }>(sql`SELECT t.name, t.words, t.texts, t.risks, t.actions
    FROM (SELECT DISTINCT ON (name) * FROM cases.template WHERE effective_from <= (now() AT TIME ZONE 'Europe/London')::date ORDER BY name, effective_from DESC) t
    WHERE t.ends_on IS NULL OR t.ends_on >= (now() AT TIME ZONE 'Europe/London')::date ORDER BY t.position, t.name`);
  return new Map(found.map(({ name, ...template }) => [name, template]));
}

@Injectable()
export class CaseTemplatesQuery {
  public constructor(private readonly read: Read) {}

  public execute(actor: Actor): Promise<CaseTemplates> {
    return this.read.run(actor, (q) => templatesNow(q));
  }
}
