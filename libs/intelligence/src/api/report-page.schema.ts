import type { ReportListItem } from '../report-list.query.js';

const TEXT = { type: 'string' } as const;
const NULLABLE = { type: 'string', nullable: true } as const;

/** Named one by one as the query names its columns, so that Fastify writes them without looking at each value first; nothing else gets out. */
const ITEM: Record<keyof ReportListItem, object> = {
  id: TEXT,
  reference: TEXT,
  owner: TEXT,
  ownerName: TEXT,
  title: NULLABLE,
  sanitisedTitle: NULLABLE,
  eventDate: NULLABLE,
  createdAt: { type: 'string', format: 'date-time' },
  status: TEXT,
  handling: TEXT,
  confidence: TEXT,
  marking: TEXT,
  threatToLife: { type: 'boolean', nullable: true },
  version: { type: 'integer', nullable: true },
};

/** A page of the list as JSON. */
export const REPORT_PAGE = {
  type: 'object',
  properties: {
    items: {
      type: 'array',
      items: { type: 'object', properties: ITEM, required: Object.keys(ITEM) },
    },
    next: NULLABLE,
  },
  required: ['items', 'next'],
} as const;
