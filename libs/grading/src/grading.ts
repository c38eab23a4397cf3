/** The 3x5x2 scales (College of Policing, intelligence report; domain.md). Confidence is reference data: access.confidence_matrix. */
export const SOURCE_EVALUATIONS = [1, 2, 3] as const;
export type SourceEvaluation = (typeof SOURCE_EVALUATIONS)[number];
export const INTELLIGENCE_ASSESSMENTS = ['A', 'B', 'C', 'D', 'E'] as const;
export type IntelligenceAssessment = (typeof INTELLIGENCE_ASSESSMENTS)[number];
export const HANDLING_CODES = ['P', 'C'] as const;
export type HandlingCode = (typeof HANDLING_CODES)[number];
export const ACTION_CODES = ['A1', 'A2', 'A3'] as const;
export type ActionCode = (typeof ACTION_CODES)[number];
export const SANITISATION_CODES = ['S1', 'S2'] as const;
export type SanitisationCode = (typeof SANITISATION_CODES)[number];
/** In the order of the smallint that the visibility tables carry: 0 until an item is graded. */
export const CONFIDENCES = ['ungraded', 'low', 'medium', 'high'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

export const SOURCE_WORDS: Record<SourceEvaluation, string> = { 1: 'reliable', 2: 'untested', 3: 'not reliable' };
export const ASSESSMENT_WORDS: Record<IntelligenceAssessment, string> = {
  A: 'known directly to the source',
  B: 'known indirectly to the source but corroborated',
  C: 'known indirectly to the source',
  D: 'not known',
  E: 'suspected to be false',
};

export interface Grading {
  sourceEvaluation: number | null;
  intelligenceAssessment: string | null;
}

export interface Conditions {
  handlingCode: string | null;
  actionCode: string | null;
  sanitisationCode: string | null;
}

/** "1A", or "" until both halves are given. */
export function gradeOf({ sourceEvaluation, intelligenceAssessment }: Grading): string {
  return sourceEvaluation && intelligenceAssessment ? `${sourceEvaluation}${intelligenceAssessment}` : '';
}

/** A grade, or half of one, as people type it in a filter ("1A", "3", "E"); undefined when it is none. */
export function readGrade(
  text: string,
): { source?: SourceEvaluation; assessment?: IntelligenceAssessment } | undefined {
  const parts = /^([123])?([A-E])?$/.exec(text.trim().toUpperCase());
  if (!parts || parts[0] === '') return undefined;
  return {
    ...(parts[1] ? { source: Number(parts[1]) as SourceEvaluation } : {}),
    ...(parts[2] ? { assessment: parts[2] as IntelligenceAssessment } : {}),
  };
}

/** "C A1 S2": the code line of the handling strip and the marking bars. Ungraded counts as C, the stricter. */
export function codeLine({ handlingCode, actionCode, sanitisationCode }: Conditions): string {
  return [handlingCode ?? 'C', actionCode, sanitisationCode].filter(Boolean).join(' ');
}

/** Under A1 and S2 the originator is asked before anything is acted on or passed on. */
export function needsOriginator({
  actionCode,
  sanitisationCode,
}: Pick<Conditions, 'actionCode' | 'sanitisationCode'>): boolean {
  return actionCode === 'A1' || sanitisationCode === 'S2';
}

/** The handling of a whole report: P only when every item is P; empty means nothing may travel. */
export function strictest(items: readonly Pick<Conditions, 'handlingCode'>[]): HandlingCode {
  return items.length > 0 && items.every((item) => item.handlingCode === 'P') ? 'P' : 'C';
}
