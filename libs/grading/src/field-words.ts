import { propertyWords } from '@clin/platform';

/** What people call a report's fields, in the order in which a page shows them. */
export const FIELD_WORDS: Readonly<Record<string, string>> = {
  title: 'Title',
  sanitisedTitle: 'Sanitised title',
  eventDate: 'Event date',
  provenance: 'Where it comes from',
  marking: 'Marking',
  areas: 'Areas',
  safeguarding: 'Safeguarding',
  threatToLife: 'Threat to life',
  original: 'Original text',
  sanitised: 'Sanitised text',
  sourceEvaluation: 'Source evaluation',
  intelligenceAssessment: 'Intelligence assessment',
  handlingCode: 'Handling code',
  reason: 'Reason',
  actionCode: 'Action code',
  sanitisationCode: 'Sanitisation code',
  instructions: 'Instructions',
  usage: 'How it may be used',
  riskToSource: 'Risk to the source',
  dataSubjects: 'People',
};

const PARTS: Readonly<Record<string, string>> = {
  sourceRef: 'Source reference',
  why: 'Why the source is at risk',
  reducedBy: 'How the risk is reduced',
  who: 'Who this is',
  expires: 'Shared until',
  dueBy: 'Date to correct it by',
};

/** For messages: a field's name as the forms give it, or its own name in words. */
export const fieldWords = (property: string): string =>
  FIELD_WORDS[property] ?? PARTS[property] ?? propertyWords(property);
