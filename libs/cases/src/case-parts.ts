/** The parts of a case, in the order of its page. Each is an item of the record: the owner shares or keeps it by itself, and keeps it unless told. */
export const PARTS = ['actions', 'decisions', 'summary', 'plan', 'risks', 'results', 'links'] as const;
export type Part = (typeof PARTS)[number];

export const PART_WORDS: Record<Part, string> = {
  summary: 'Summary, lines and people',
  plan: '4P plan',
  actions: 'Actions',
  risks: 'Risks and threat assessments',
  decisions: 'Decision log',
  results: 'Disruptions and results',
  links: 'Linked records',
};

/** Texts by part; in a case's own row there is its name alone. */
export const TEXT_FIELDS = {
  summary: 'summary',
  lines: 'summary',
  people: 'summary',
  pursue: 'plan',
  prevent: 'plan',
  protect: 'plan',
  prepare: 'plan',
} as const satisfies Record<string, Part>;
export type TextField = keyof typeof TEXT_FIELDS;
export const TEXTS = Object.keys(TEXT_FIELDS) as TextField[];

export const TEXT_WORDS: Record<TextField, string> = {
  summary: 'Summary',
  lines: 'County lines',
  people: 'People',
  pursue: 'Pursue: prosecute and disrupt',
  prevent: 'Prevent: keep people from engaging in it',
  protect: 'Protect: strengthen against it',
  prepare: 'Prepare: reduce its impact',
};

/** Part ids that a reader may open, by part. */
export type PartIds = Partial<Record<Part, string>>;
