import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { versionOf } from '@clin/grading/form';
import { SaveDraft } from '@clin/intelligence';
import { excerptOf, OwnReports } from '@clin/intelligence/report-pages';
import { CurrentActor, InvalidInput, NotVisible, Requires, Stale, type Actor } from '@clin/platform';
import { page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { ageProblems, fieldsOf, foldItem, isSection, sectionOfItem, withoutRemoved } from './draft.form.js';
import { goneItemPage } from './draft-gone.view.js';
import { crumbs, frameOf, idsOf, itemOf, titleOf } from './draft.view.js';

type Posted = Record<string, unknown>;

/** Adding an item to a draft, empty or as it was typed before another window removed it; and removing one. */
@ApiExcludeController()
@Controller('reports')
export class DraftItemPages {
  public constructor(
    private readonly saveDraft: SaveDraft,
    private readonly reports: OwnReports,
  ) {}

  @Post(':id/items')
  @Requires('report.write', { boundary: 'record', event: 'report.save' })
  public async add(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    const report = await this.reports.editable(actor, id);
    const held = idsOf(report).map((item) => ({ id: item }));
    if (!('original' in body)) {
      const { itemIds } = await this.saveDraft.change(actor, id, { version: versionOf(body), items: [...held, {}] });
      return redirect(`/reports/${id}/edit/${sectionOfItem(itemIds.at(-1)!)}`);
    }
    const posted = withoutRemoved(body);
    const again = async (errors?: Readonly<Record<string, string>>, blankPeople = 0) =>
      goneItemPage(report, await this.reports.areas(actor), {
        body: posted,
        blankPeople,
        ...(errors ? { errors } : {}),
      });
    if (body['then'] !== 'item') return again(undefined, body['then'] === 'person' ? 1 : 0);
    try {
      const wrong = ageProblems(posted);
      if (Object.keys(wrong).length > 0) throw new InvalidInput(wrong);
      await this.saveDraft.change(actor, id, { version: versionOf(body), items: [...held, foldItem(posted)] });
    } catch (error) {
      if (error instanceof Stale) return again();
      if (!(error instanceof InvalidInput)) throw error;
      return again(fieldsOf(`items.${held.length}.`, error.fields));
    }
    return redirect(`/reports/${id}/edit`, { title: 'Added as a new item' });
  }

  @Get(':id/edit/:section/removal')
  @Requires('report.write', { boundary: 'record', event: 'report.read' })
  public async askRemoval(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('section') section: string,
  ): Promise<Page> {
    const report = await this.reports.editable(actor, id);
    const item = isSection(section) ? itemOf(report, section) : undefined;
    if (!item) throw new NotVisible('no-such-section');
    const heading = `Remove ${titleOf(report, sectionOfItem(item.id)).toLowerCase()}?`;
    return page('draft-removal.njk', {
      ...frameOf(report),
      heading,
      section,
      breadcrumbs: crumbs(report, heading),
      excerpt: excerptOf(item),
    });
  }

  @Post(':id/edit/:section/removal')
  @Requires('report.write', { boundary: 'record', event: 'report.save' })
  public async remove(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('section') section: string,
    @Body() body: Posted,
  ): Promise<Redirect> {
    const report = await this.reports.editable(actor, id);
    const item = isSection(section) ? itemOf(report, section) : undefined;
    if (!item) throw new NotVisible('no-such-section');
    const items = idsOf(report).filter((one) => one !== item.id);
    await this.saveDraft.change(actor, id, { version: versionOf(body), items: items.map((one) => ({ id: one })) });
    return redirect(`/reports/${id}/edit`, { title: 'Item removed' });
  }
}
