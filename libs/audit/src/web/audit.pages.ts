import { Controller, Get, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CurrentActor, InvalidInput, Requires, type Actor } from '@clin/platform';
import { askedIn, form, page, type NavItem, type Page } from '@clin/web-kit';
import { AuditLogQuery, type AuditLine, type AuditPage } from '../audit-log.query.js';
import { AUDIT_FILTERS, OUTCOMES } from '../audit-search.js';

const LABELS: Record<string, string> = {
  from: 'From',
  to: 'To',
  person: 'Person',
  event: 'Event',
  record: 'Record',
  outcome: 'Outcome',
  routine: 'Routine',
};
/** Day and time, to the second: the order of events matters here. */
const DAY = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', dateStyle: 'medium' });
const TIME = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', timeStyle: 'medium' });
const whenOf = (at: string): string[] => [DAY, TIME].map((format) => format.format(new Date(at)));
const ROUTINE = { value: '1', text: 'Show what open pages ask by themselves' };
const NOTHING: AuditPage = { items: [], next: null };

/** Who did it, where no person did. Only doors are asked by somebody who is not signed in. */
function nobodyWords({ by, door }: AuditLine): string {
  const [, what, name] = /^(schedule|job) (.+)$/.exec(by ?? '') ?? [];
  if (name) return `The system, by ${what} “${name.replaceAll('-', ' ')}”`;
  return door ? 'Nobody signed in' : 'The system';
}

@ApiExcludeController()
@Controller('audit')
export class AuditPages {
  public constructor(private readonly log: AuditLogQuery) {}

  @Get()
  @Requires('audit.read', { boundary: 'list', event: 'audit.search' })
  public async search(@CurrentActor() actor: Actor, @Query() query: Record<string, unknown>): Promise<Page> {
    const { given: search, errors } = askedIn(query, AUDIT_FILTERS);
    try {
      if (Object.keys(errors).length > 0) throw new InvalidInput(errors);
      return this.show(search, await this.log.page(actor, search));
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return this.show(search, NOTHING, error.fields);
    }
  }

  private show(search: Record<string, unknown>, log: AuditPage, errors: Record<string, string> = {}): Page {
    const { cursor, ...filters } = search;
    const selected = Object.entries(filters).map(([name, value]) => ({
      label: LABELS[name],
      name,
      value,
      text: name === 'routine' ? ROUTINE.text : value,
    }));
    const failed = Object.keys(errors).length > 0;
    return page(
      'audit-log.njk',
      {
        heading: 'Audit log',
        breadcrumbs: [{ text: 'Audit log' }],
        filters: form(filters, errors),
        selected,
        outcomes: OUTCOMES,
        routine: [ROUTINE],
        first: !cursor,
        items: log.items.map((item) => ({ ...item, when: whenOf(item.at), nobody: nobodyWords(item) })),
        next: log.next,
      },
      failed ? { status: 422 } : {},
    );
  }
}

export const auditNav: NavItem = { text: 'Audit log', href: '/audit', permission: 'audit.read', order: 90 };
