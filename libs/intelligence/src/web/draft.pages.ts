import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentActor, InvalidInput, NotVisible, Requires, Stale, type Actor } from '@clin/platform';
import { page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { SaveDraft } from '../save-draft.js';
import { OwnReports } from './own-reports.js';
import { fieldsOf, foldSection, isSection, itemNumber, people, versionOf, type Section } from './draft.form.js';
import { crumbs, excerptOf, frameOf, sectionsOf, taskList, titleOf } from './draft.view.js';
import { conflictPage } from './draft-conflict.view.js';
import type { OwnerReport } from '../report-detail.js';
import { missingOf } from './missing.js';
import { showSection } from './section-page.js';

type Posted = Record<string, unknown>;

/** Log a report: a task list whose sections are pages that save by themselves. */
@ApiExcludeController()
@Controller('reports')
export class DraftPages {
  public constructor(
    private readonly saveDraft: SaveDraft,
    private readonly reports: OwnReports,
  ) {}

  @Get('new')
  @Requires('report.write', { boundary: 'create', event: 'report.start' })
  public start(): Page {
    return page('draft-start.njk', {
      heading: 'Log a report',
      breadcrumbs: [{ text: 'Reports', href: '/reports' }, { text: 'Log a report' }],
    });
  }

  @Post('new')
  @Requires('report.write', { boundary: 'create', event: 'report.create' })
  public async begin(@CurrentActor() actor: Actor): Promise<Redirect> {
    const { id } = await this.saveDraft.begin(actor, { items: [{}] });
    return redirect(`/reports/${id}/edit`, {
      title: 'Draft started',
      text: 'Your draft is kept until you submit it. Only you can see it.',
    });
  }

  @Get(':id/edit')
  @Requires('report.write', { boundary: 'record', event: 'report.read' })
  public async tasks(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page> {
    const report = await this.reports.editable(actor, id);
    const heading = report.title ?? 'Log a report';
    return page('draft-tasks.njk', {
      ...frameOf(report),
      heading,
      breadcrumbs: crumbs(report),
      ...taskList(report, missingOf(report)),
    });
  }

  @Get(':id/edit/:section')
  @Requires('report.write', { boundary: 'record', event: 'report.read' })
  public async section(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('section') name: string,
    @Query('people') blank?: string,
  ): Promise<Page> {
    const { report, section } = await this.open(actor, id, name);
    return showSection(report, section, await this.reports.areas(actor), { blankPeople: blank === 'new' ? 1 : 0 });
  }

  @Post(':id/edit/:section')
  @Requires('report.write', { boundary: 'record', event: 'report.save' })
  public async save(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('section') name: string,
    @Body() body: Posted,
  ): Promise<Page | Redirect> {
    const { report, section } = await this.open(actor, id, name);
    const posted = withoutRemoved(body);
    const { change, errors } = foldSection(section, posted, idsOf(report));
    try {
      if (Object.keys(errors).length > 0) throw new InvalidInput(errors);
      await this.saveDraft.change(actor, id, change);
    } catch (error) {
      if (error instanceof Stale) return conflictPage(report, section, change, posted);
      if (!(error instanceof InvalidInput)) throw error;
      return showSection(report, section, await this.reports.areas(actor), {
        posted: { body: posted, errors: fieldsOf(section, error.fields) },
      });
    }
    return redirect(nextOf(report, section, body['then']));
  }

  /** The page's script posts here by itself; a stale version answers 409, and the script then sends the form to see both. */
  @Post(':id/edit/:section/autosave')
  @Requires('report.write', { boundary: 'record', event: 'report.save' })
  public async autosave(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('section') name: string,
    @Body() body: Posted,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const { report, section } = await this.open(actor, id, name);
    const { change, errors } = foldSection(section, body, idsOf(report));
    if (Object.keys(errors).length > 0) throw new InvalidInput(errors);
    const { version, savedAt } = await this.saveDraft.change(actor, id, change);
    reply.status(200);
    return { version, savedAt };
  }

  @Post(':id/items')
  @Requires('report.write', { boundary: 'record', event: 'report.save' })
  public async addItem(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: Posted): Promise<Redirect> {
    const report = await this.reports.editable(actor, id);
    const items = [...idsOf(report).map((item) => ({ id: item })), {}];
    await this.saveDraft.change(actor, id, { version: versionOf(body), items });
    return redirect(`/reports/${id}/edit/item-${items.length}`);
  }

  @Get(':id/edit/:section/removal')
  @Requires('report.write', { boundary: 'record', event: 'report.read' })
  public async askRemoval(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('section') name: string,
  ): Promise<Page> {
    const { report, section, number } = await this.openItem(actor, id, name);
    const heading = `Remove ${titleOf(section).toLowerCase()}?`;
    return page('draft-removal.njk', {
      ...frameOf(report),
      heading,
      section,
      breadcrumbs: crumbs(report, heading),
      excerpt: excerptOf(report.items[number - 1]),
    });
  }

  @Post(':id/edit/:section/removal')
  @Requires('report.write', { boundary: 'record', event: 'report.save' })
  public async remove(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('section') name: string,
    @Body() body: Posted,
  ): Promise<Redirect> {
    const { report, number } = await this.openItem(actor, id, name);
    const items = idsOf(report).filter((_, index) => index !== number - 1);
    await this.saveDraft.change(actor, id, { version: versionOf(body), items: items.map((item) => ({ id: item })) });
    return redirect(`/reports/${id}/edit`, { title: 'Item removed' });
  }

  private async open(actor: Actor, id: string, name: string): Promise<{ report: OwnerReport; section: Section }> {
    const report = await this.reports.editable(actor, id);
    if (!isSection(name) || (itemNumber(name) ?? 0) > report.items.length) throw new NotVisible('no-such-section');
    return { report, section: name };
  }

  private async openItem(
    actor: Actor,
    id: string,
    name: string,
  ): Promise<{ report: OwnerReport; section: Section; number: number }> {
    const opened = await this.open(actor, id, name);
    const number = itemNumber(name);
    if (number === undefined) throw new NotVisible('no-such-section');
    return { ...opened, number };
  }
}

const idsOf = (report: OwnerReport): string[] => report.items.map((item) => item.id);

/** "Remove person 2" saves the form without that person. */
function withoutRemoved(body: Posted): Posted {
  const index = /^remove-(\d{1,2})$/.exec(String(body['then'] ?? ''))?.[1];
  const rows = body['dataSubjects'];
  if (index === undefined || !Array.isArray(rows)) return body;
  return { ...body, dataSubjects: people({ dataSubjects: rows.filter((_, at) => at !== Number(index)) }) };
}

function nextOf(report: OwnerReport, section: Section, then: unknown): string {
  const here = `/reports/${report.id}/edit`;
  if (then === 'person') return `${here}/${section}?people=new#people`;
  if (typeof then === 'string' && then.startsWith('remove-')) return `${here}/${section}#people`;
  const all = sectionsOf(report);
  const next = all[all.indexOf(section) + 1];
  return then === 'next' && next ? `${here}/${next}` : then === 'next' ? `/reports/${report.id}/check` : here;
}
