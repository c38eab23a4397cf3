import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { SaveDraft, type OwnerReport } from '@clin/intelligence';
import { OwnReports } from '@clin/intelligence/report-pages';
import { CurrentActor, InvalidInput, NotVisible, Requires, Stale, WrongState, type Actor } from '@clin/platform';
import { page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { fieldsOf, foldSection, isSection, itemIdOf, withoutRemoved, type Section } from './draft.form.js';
import { crumbs, frameOf, idsOf, itemOf, sectionsOf, taskList } from './draft.view.js';
import { conflictPage, lockedPage, type Unsaved } from './draft-conflict.view.js';
import { goneItemPage } from './draft-gone.view.js';
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
    if (isGone(report, section)) throw new NotVisible('no-such-section');
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
    const report = await this.reports.owned(actor, id);
    if (!isSection(name)) throw new NotVisible('no-such-section');
    const posted = withoutRemoved(body);
    const { change, errors } = foldSection(name, posted, idsOf(report));
    const unsaved = { section: name, change, body: posted };
    if (isGone(report, name) || !report.actions.includes('save')) return this.notSaved(actor, id, unsaved);
    try {
      if (Object.keys(errors).length > 0) throw new InvalidInput(errors);
      await this.saveDraft.change(actor, id, change);
    } catch (error) {
      if (error instanceof Stale || error instanceof WrongState) return this.notSaved(actor, id, unsaved);
      if (!(error instanceof InvalidInput)) throw error;
      const mine = `items.${idsOf(report).indexOf(itemIdOf(name) ?? '')}.`;
      const shown = { body: posted, errors: fieldsOf(mine, error.fields) };
      return showSection(report, name, await this.reports.areas(actor), { posted: shown });
    }
    return redirect(nextOf(report, name, body['then']));
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
    if (isGone(report, section)) throw new Stale({ id, version: report.version });
    const { change, errors } = foldSection(section, body, idsOf(report));
    if (Object.keys(errors).length > 0) throw new InvalidInput(errors);
    const { version, savedAt } = await this.saveDraft.change(actor, id, change);
    reply.status(200);
    return { version, savedAt };
  }

  /** Why, with all that was typed: the report moved on, the item was removed, or somebody saved another version. */
  private async notSaved(actor: Actor, id: string, unsaved: Unsaved): Promise<Page> {
    const [report, areas] = await Promise.all([this.reports.owned(actor, id), this.reports.areas(actor)]);
    if (!report.actions.includes('save')) return lockedPage(report, unsaved, areas);
    if (isGone(report, unsaved.section)) return goneItemPage(report, areas, { body: unsaved.body });
    return conflictPage(report, unsaved, areas);
  }

  private async open(actor: Actor, id: string, name: string): Promise<{ report: OwnerReport; section: Section }> {
    const report = await this.reports.editable(actor, id);
    if (!isSection(name)) throw new NotVisible('no-such-section');
    return { report, section: name };
  }
}

const isGone = (report: OwnerReport, section: Section): boolean =>
  itemIdOf(section) !== undefined && itemOf(report, section) === undefined;

function nextOf(report: OwnerReport, section: Section, then: unknown): string {
  const here = `/reports/${report.id}/edit`;
  if (then === 'person') return `${here}/${section}?people=new#people`;
  if (typeof then === 'string' && then.startsWith('remove-')) return `${here}/${section}#people`;
  const all = sectionsOf(report);
  const next = all[all.indexOf(section) + 1];
  return then === 'next' && next ? `${here}/${next}` : then === 'next' ? `/reports/${report.id}/check` : here;
}
