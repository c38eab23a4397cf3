import { Controller, Get, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { partnersOf } from '@clin/access';
import { Clock, CurrentActor, InvalidInput, Read, Requires, type Actor } from '@clin/platform';
import { askedIn, form, page, type Page } from '@clin/web-kit';
import { ReferralListQuery, type ReferralPage } from '../referral-list.query.js';
import { KIND_WORDS, REFERRAL_KINDS, type ReferralKind } from '../referral.kinds.js';
import { STATUS_WORDS, STATUSES, type ReferralStatus } from '../referral.states.js';
import { lineView } from './referral.view.js';

const NAMES = ['box', 'status', 'kind', 'agency', 'overdue', 'cursor'] as const;
const LABELS: Record<string, string> = { status: 'Status', kind: 'Kind', agency: 'Other agency', overdue: 'Time' };

/** The inbox and what was sent: overdue first; every filter is in the address. */
@ApiExcludeController()
@Controller('referrals')
export class ReferralListPages {
  public constructor(
    private readonly list: ReferralListQuery,
    private readonly read: Read,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('referral.read', { boundary: 'list', event: 'referral.list' })
  public async referrals(@CurrentActor() actor: Actor, @Query() query: Record<string, unknown>): Promise<Page> {
    const { given, errors } = askedIn(query, NAMES);
    const box = given.box === 'sent' ? 'sent' : 'inbox';
    const agencies = await this.read.run(actor, (q) => partnersOf(q, actor));
    const names = new Map(agencies.map(({ code, name }) => [code, name]));
    const words: Record<string, (value: string) => string> = {
      status: (value) => STATUS_WORDS[value as ReferralStatus] ?? value,
      kind: (value) => KIND_WORDS[value as ReferralKind] ?? value,
      agency: (value) => names.get(value) ?? value,
      overdue: () => 'Overdue',
    };
    const data = {
      heading: 'Referrals',
      breadcrumbs: [{ text: 'Referrals' }],
      box,
      tabs: [{ text: 'Inbox', href: '/referrals', active: box === 'inbox' }, { text: 'Sent', href: '/referrals?box=sent', active: box === 'sent' }],
      statuses: STATUSES.filter((status) => box === 'sent' || !['draft', 'withdrawn'].includes(status)).map((status) => [status, STATUS_WORDS[status]]),
      kinds: REFERRAL_KINDS.map((kind) => [kind, KIND_WORDS[kind]]),
      agencies: agencies.map(({ code, name }) => [code, name]),
      canStart: actor.permissions.has('referral.write'),
      first: !given.cursor,
      filters: form(query),
    };
    try {
      if (Object.keys(errors).length > 0) throw new InvalidInput(errors);
      const found: ReferralPage = await this.list.execute(actor, { ...given, box });
      const selected = Object.entries(given).flatMap(([name, value]) => (LABELS[name] ? [{ label: LABELS[name], name, value, text: words[name]!(value) }] : []));
      return page('referral-list.njk', { ...data, selected, rows: found.items.map((line) => lineView(line, this.clock.now())), waiting: found.waiting, next: found.next, handling: ['P'] });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return page('referral-list.njk', { ...data, selected: [], rows: [], waiting: [], failed: true, filters: form(query, error.fields), form: form(query, error.fields) }, { status: 422 });
    }
  }
} // prettier-ignore
