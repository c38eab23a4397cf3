import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Clock, CurrentActor, InvalidInput, Requires, type Actor } from '@clin/platform';
import { askedIn, form, monthUk, page, type Choice, type Page } from '@clin/web-kit';
import { MEASURES } from '../counts.js';
import { NationalPictureQuery } from '../national-picture.query.js';
import { PictureInput } from '../picture.input.js';
import { periodOf } from '../period.js';
import { asCsv } from './picture-csv.js';
import { MEASURE_WORDS, measureOf, viewOf } from './picture.view.js';

const OFFERED_MONTHS = 24;

@ApiExcludeController()
@Controller('national-picture')
export class NationalPicturePages {
  public constructor(
    private readonly picture: NationalPictureQuery,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('picture.read', { boundary: 'list' })
  public async show(@CurrentActor() actor: Actor, @Query() query: Record<string, unknown>): Promise<Page> {
    const { given: asked, errors } = askedIn(query, ['from', 'to']);
    const measure = measureOf(query['measure']);
    const sort = typeof query['sort'] === 'string' ? query['sort'] : '-reports';
    const frame = {
      heading: 'National picture',
      breadcrumbs: [{ text: 'National picture' }],
      sort,
      measures: Object.entries(MEASURE_WORDS),
    };
    try {
      if (Object.keys(errors).length > 0) throw new InvalidInput(errors);
      const picture = await this.picture.execute(actor, asked);
      const [from, to] = [picture.period.months[0]!.slice(0, 7), picture.period.months.at(-1)!.slice(0, 7)];
      return page('national-picture.njk', {
        ...frame,
        ...viewOf(picture, measure, sort),
        filters: form({ from, to, measure }),
        monthChoices: this.months(from, to),
        selected:
          MEASURES.indexOf(measure) > 0
            ? [{ label: 'Show', name: 'measure', value: measure, text: MEASURE_WORDS[measure] }]
            : [],
      });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      const filters = form({ ...asked, measure }, error.fields);
      return page(
        'national-picture.njk',
        { ...frame, form: filters, filters, monthChoices: this.months(), selected: [], failed: true },
        { status: 422 },
      );
    }
  }

  @Get('figures.csv')
  @Requires('picture.read', { boundary: 'list', event: 'picture.download' })
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="national-picture-OFFICIAL-SENSITIVE.csv"')
  public async download(@CurrentActor() actor: Actor, @Query() asked: PictureInput): Promise<string> {
    return asCsv(await this.picture.execute(actor, asked));
  }

  /** The months on offer, newest first, with those that the address asks for. */
  private months(...chosen: string[]): Choice[] {
    const now = this.clock.now();
    const earliest = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - OFFERED_MONTHS + 1, 1))
      .toISOString()
      .slice(0, 7);
    const { months } = periodOf({ from: earliest }, now);
    return [...new Set([...chosen, ...months.map((month) => month.slice(0, 7))])]
      .sort()
      .reverse()
      .map((month): Choice => [month, monthUk(month)]);
  }
}
