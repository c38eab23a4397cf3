import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CurrentActor, InvalidInput, Requires, type Actor } from '@clin/platform';
import { form, page, type Page } from '@clin/web-kit';
import { AgreementDetailQuery, type AgreementDetail } from '../agreement-detail.query.js';
import { AgreementListQuery } from '../agreement-list.query.js';
import { AGREEMENT_STATUSES, STATUS_WORDS, type AgreementStatus } from '../agreement.states.js';
import { PreviewRules } from '../preview-rules.query.js';
import { agreementPage, headOf, previewWords } from './agreement.view.js';
import { Directory } from './directory.query.js';
import { STATUS_COLOURS, statusWords } from './words.js';

const FILTERS = ['status', 'party', 'due', 'cursor'] as const;

@ApiExcludeController()
@Controller('agreements')
export class AgreementPages {
  public constructor(
    private readonly list: AgreementListQuery,
    private readonly detail: AgreementDetailQuery,
    private readonly previewRules: PreviewRules,
    private readonly directory: Directory,
  ) {}

  @Get()
  @Requires('agreement.read', { boundary: 'list', event: 'agreement.list' })
  public async agreements(@CurrentActor() actor: Actor, @Query() query: Record<string, unknown>): Promise<Page> {
    const { agencies, agency } = await this.directory.for(actor);
    // What is given twice is passed on, for the query to refuse.
    const asked = Object.fromEntries(FILTERS.flatMap((name) => (query[name] ? [[name, query[name]]] : [])));
    const filters = Object.fromEntries(
      Object.entries(asked).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
    const words: Record<string, (value: string) => string> = {
      status: (value) => STATUS_WORDS[value as AgreementStatus] ?? value,
      party: agency,
      due: () => 'Review due',
    };
    const shown = {
      heading: 'Agreements',
      breadcrumbs: [{ text: 'Agreements' }],
      statuses: AGREEMENT_STATUSES.filter((status) => status !== 'replaced').map((status) => [
        status,
        STATUS_WORDS[status],
      ]),
      parties: agencies
        .filter(({ kind }) => kind !== 'funder' && kind !== 'network')
        .map(({ code, name }) => [code, name]),
      selected: Object.entries(filters)
        .filter(([name]) => name !== 'cursor')
        .map(([name, value]) => ({ label: LABELS[name], name, value, text: words[name]!(value) })),
      canDraft: actor.permissions.has('agreement.draft'),
      first: !filters['cursor'],
    };
    try {
      const { items, next } = await this.list.execute(actor, asked);
      const rows = items.map((line) => ({
        ...line,
        state: { text: statusWords(line.status, line.startsLater), colour: STATUS_COLOURS[line.status] },
        ownerName: agency(line.owner),
        partyNames: line.parties.map(agency),
      }));
      return page('agreement-list.njk', { ...shown, rows, next, filters: form(query) });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      const failed = form(query, error.fields);
      return page(
        'agreement-list.njk',
        { ...shown, rows: [], failed: true, filters: failed, form: failed },
        { status: 422 },
      );
    }
  }

  @Get(':id')
  @Requires('agreement.read', { boundary: 'own' })
  public async one(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page> {
    const [detail, known] = [await this.detail.execute(actor, id), await this.directory.for(actor)];
    return page('agreement.njk', agreementPage(detail, known, mayApply(actor, detail) ? actor.agencyCode : undefined));
  }

  @Get(':id/preview')
  @Requires('agreement.read', { boundary: 'own', event: 'agreement.preview' })
  public async preview(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page> {
    const detail = await this.detail.execute(actor, id);
    const preview = previewWords(await this.previewRules.execute(actor, id, {}));
    return page('agreement-preview.njk', {
      ...headOf(detail, 'Preview'),
      heading: 'What the standing rules would disclose',
      preview,
    });
  }
}

/** A party whose person may share records of their agency. */
const mayApply = (actor: Actor, { parties }: AgreementDetail): boolean =>
  actor.permissions.has('agreement.apply-rule') &&
  parties.some(({ agency, state }) => agency === actor.agencyCode && state === 'party');

const LABELS: Record<string, string> = { status: 'Status', party: 'Party', due: 'Review' };
