import { foldGraded, list, text, versionOf, whole, type Fields } from '@clin/grading/form';
import type { ReportChange, ReportInput, ReportItemInput } from '@clin/intelligence';
import { foldDates } from '@clin/web-kit';

type Posted = Record<string, unknown>;

/** A section's page of the task list. Items are sections of their own by id: positions change when another window removes one. */
export type Section = 'report' | 'areas' | 'safety' | `item-${string}`;

export const sectionOfItem = (id: string): Section => `item-${id}`;
export const itemIdOf = (section: string): string | undefined => /^item-([0-9a-f-]{36})$/.exec(section)?.[1];

export const isSection = (section: string): section is Section =>
  ['report', 'areas', 'safety'].includes(section) || itemIdOf(section) !== undefined;

/**
 * What one section's page posts, as the change that the verb and the API know. Only this section's fields are in it: what other pages
 * hold stays as it is. Date parts that make no date are returned as errors, and nothing may be saved then.
 */
export function foldSection(
  section: Section,
  body: Posted,
  itemIds: readonly string[],
): { change: ReportChange; errors: Fields } {
  const version = versionOf(body);
  const mine = itemIdOf(section);
  if (mine !== undefined) {
    const items = itemIds.map((id) => (id === mine ? { id, ...foldItem(body) } : { id }));
    return { change: { version, items }, errors: ageProblems(body) };
  }
  if (section === 'areas') return { change: { version, areas: list(body['areas']) }, errors: {} };
  if (section === 'safety') {
    return {
      change: { version, safeguarding: list(body['safeguarding']), threatToLife: body['threatToLife'] === 'yes' },
      errors: {},
    };
  }
  const { change, errors } = foldReport(body);
  return { change: { version, ...change }, errors };
}

function foldReport(body: Posted): { change: ReportInput; errors: Fields } {
  const { input, errors } = foldDates(body, { eventDate: 'Event date' });
  const change: ReportInput = {
    title: text(input['title']),
    sanitisedTitle: text(input['sanitisedTitle']),
    eventDate: text(input['eventDate']),
    provenance: text(input['provenance']),
    marking: text(input['marking']),
  };
  return { change, errors };
}

export function foldItem(body: Posted): ReportItemInput {
  const risk = (body['riskToSource'] ?? {}) as Posted;
  const source = text(body['sourceRef']);
  return {
    ...foldGraded(body),
    original: text(body['original']),
    riskToSource:
      text(risk['why']) || text(risk['reducedBy'])
        ? { why: text(risk['why']), reducedBy: text(risk['reducedBy']) }
        : null,
    dataSubjects: people(body).map(({ who, categories, age }) => ({
      who: text(who) ?? '',
      categories: list(categories),
      age: whole(age),
    })),
    ...(body['forgetSource'] === 'yes' ? { sourceRef: null } : source ? { sourceRef: source } : {}),
  };
}

/** The people as posted; a row left wholly empty is nobody. */
export function people(body: Posted): Posted[] {
  const posted = body['dataSubjects'];
  const rows = Array.isArray(posted) ? (posted as Posted[]) : [];
  return rows.filter(
    (row) => text(row['who']) !== null || text(row['age']) !== null || list(row['categories']).length > 0,
  );
}

/** "Remove person 2" saves the form without that person. */
export function withoutRemoved(body: Posted): Posted {
  const index = /^remove-(\d{1,2})$/.exec(text(body['then']) ?? '')?.[1];
  const rows = body['dataSubjects'];
  if (index === undefined || !Array.isArray(rows)) return body;
  return { ...body, dataSubjects: people({ dataSubjects: rows.filter((_, at) => at !== Number(index)) }) };
}

export function ageProblems(body: Posted): Fields {
  const wrong = people(body).flatMap(({ age }, index) =>
    Number.isNaN(whole(age)) ? [[`dataSubjects.${index}.age`, 'Age must be a number, like 15']] : [],
  );
  return Object.fromEntries(wrong) as Fields;
}

/** The verb names fields of the whole report (`items.1.reason`); the page of one item knows them as its own (`reason`). */
export function fieldsOf(mine: string, fields: Readonly<Fields>): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([path, message]) => [path.startsWith(mine) ? path.slice(mine.length) : path, message]),
  );
}

/** Where to correct a field that the check of the whole report names. */
export function sectionOf(path: string, itemIds: readonly string[]): Section {
  const item = itemIds[Number(/^items\.(\d+)\./.exec(path)?.[1])];
  if (item !== undefined) return sectionOfItem(item);
  if (path === 'areas') return 'areas';
  return path === 'safeguarding' || path === 'threatToLife' ? 'safety' : 'report';
}
