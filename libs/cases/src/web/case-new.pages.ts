import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CurrentActor, InvalidInput, Read, Requires, type Actor } from '@clin/platform';
import { levelChoices, levelWords, type LevelWords } from '@clin/platform/sensitivity';
import { dateTimeUk, dateUk, form, hiddenFields, page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { folded, text, type Errors, type Posted } from '@clin/web-kit/posted';
import { MARKINGS } from '../case.input.js';
import { TEXTS, TEXT_WORDS } from '../case-parts.js';
import { CaseTemplatesQuery, type CaseTemplates } from '../case-templates.js';
import { KeepCaseDraft, type CaseDraft } from '../keep-case-draft.js';
import { OpenCase } from '../open-case.js';

const FIELDS = ['template', 'name', 'reason', 'marking', 'sensitivity', ...TEXTS];
const DATES = { endsOn: 'The last day' };
const CRUMBS = [{ text: 'Cases', href: '/cases' }, { text: 'Open a case' }];
const LABELS: Record<string, string> = {
  name: 'Name of the case and its operation',
  reason: 'Why it is opened',
  endsOn: 'Last day of your membership',
  marking: 'Marking',
  sensitivity: 'Sensitivity',
  template: 'Begin with',
  ...TEXT_WORDS,
  toLink: 'Record to link',
};

/** Opening a case. With scripts, what is typed is kept until the case is opened or it is thrown away. */
@ApiExcludeController()
@Controller('cases/new')
export class CaseNewPages {
  public constructor(
    private readonly opening: OpenCase,
    private readonly drafts: KeepCaseDraft,
    private readonly templates: CaseTemplatesQuery,
    private readonly read: Read,
  ) {}

  @Get()
  @Requires('case.open', { boundary: 'create', event: 'case.form' })
  public async form(@CurrentActor() actor: Actor, @Query() query: Posted): Promise<Page> {
    const [kept, offered] = await Promise.all([this.drafts.mine(actor), this.offered(actor)]);
    const anew = Boolean(text(query['template']) || text(query['reference']));
    if (kept && !anew)
      return newPage(actor, offered, { ...BEGIN, ...kept.fields, version: kept.version }, { kept, continues: true });
    const template = text(query['template']);
    const known = offered.templates.get(template);
    const texts = known ? { template, ...known.texts } : {};
    return newPage(actor, offered, { ...BEGIN, toLink: text(query['reference']), ...texts, version: 0 }, { kept });
  }

  /** The button says `open`, or `template` to begin with another. The script, whose window comes second, sends the form without it to see both versions. */
  @Post()
  @Requires('case.open', { boundary: 'create' })
  public async open(@CurrentActor() actor: Actor, @Body() body: Posted): Promise<Page | Redirect> {
    const [kept, offered] = await Promise.all([this.drafts.mine(actor), this.offered(actor)]);
    const since = Number(text(body['version']) || 0);
    if (kept && kept.version !== since) return bothVersions(kept, body, offered.templates);
    if (!kept && since > 0) return newPage(actor, offered, { ...body, version: 0 }, { gone: true });
    const begun = begunWith(body, offered.templates);
    if (body['then'] !== 'open') return newPage(actor, offered, body['then'] === 'template' ? begun : body, {});
    if (begun['template'] !== text(body['template'])) return newPage(actor, offered, begun, { filledIn: true });
    try {
      const given = { ...emptied(body), ...folded(body, FIELDS, DATES) };
      const { id } = await this.opening.execute(actor, given, { endsDraft: true });
      const toLink = text(body['toLink']);
      return redirect(toLink ? `/cases/${id}/add/link?reference=${encodeURIComponent(toLink)}` : `/cases/${id}`, {
        title: 'Case opened',
        text: 'Its operation opened with it, and you are the first member. Nobody else can tell that it exists.',
      });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return newPage(actor, offered, body, { errors: error.fields });
    }
  }

  /** The page's script posts here by itself; another window's version answers 409. */
  @Post('autosave')
  @HttpCode(200)
  @Requires('case.open', { boundary: 'create', event: 'case.draft' })
  public async autosave(
    @CurrentActor() actor: Actor,
    @Body() body: Posted,
  ): Promise<{ version: number; savedAt: string }> {
    const given = folded(body, [...FIELDS, 'toLink'], DATES);
    const { version, savedAt } = await this.drafts.save(actor, {
      ...given,
      version: Number(text(body['version']) || 0),
    });
    return { version, savedAt: savedAt.toISOString() };
  }

  @Post('discard')
  @Requires('case.open', { boundary: 'own', event: 'case.discard-draft' })
  public async discard(@CurrentActor() actor: Actor): Promise<Redirect> {
    await this.drafts.discard(actor);
    return redirect('/cases/new', { title: 'Draft thrown away' });
  }

  private async offered(actor: Actor): Promise<Offered> {
    const [templates, levels] = await Promise.all([this.templates.execute(actor), this.read.run(actor, levelWords)]);
    return { templates, levels };
  }
}

/** What the form offers, as reference data has it now. */
interface Offered {
  templates: CaseTemplates;
  levels: LevelWords;
}

const BEGIN = { marking: 'OFFICIAL-SENSITIVE', sensitivity: '2' };

interface Shown {
  errors?: Errors;
  kept?: CaseDraft | undefined;
  continues?: boolean;
  gone?: boolean;
  /** It was to be opened, with a template chosen that was not in it yet. */
  filledIn?: boolean;
}

function newPage(
  actor: Actor,
  { templates: all, levels }: Offered,
  values: Posted,
  { errors, kept, continues, gone, filledIn }: Shown,
): Page {
  const data = {
    heading: 'Open a case',
    breadcrumbs: CRUMBS,
    templates: [...all].map(([name, { words }]) => [name, words]),
    template: all.get(text(values['template'])),
    markings: MARKINGS.map((marking) => [marking, marking]),
    levels: levelChoices(
      levels,
      [1, 2, 3].filter((level) => level <= actor.clearance),
    ),
    toLink: text(values['toLink']),
    keptAt: kept && dateTimeUk(kept.updatedAt),
    endsOn: kept?.endsOn && dateUk(kept.endsOn),
    continues,
    gone,
    filledIn,
    form: form({ begin: values['template'], ...values, name: text(values['name']) }, errors),
  };
  return page('case-new.njk', data, errors ? { status: 422 } : gone ? { status: 409 } : {});
}

/** Another window kept something else since this form was opened. Whichever is chosen, the case is opened by its button alone. */
function bothVersions(kept: CaseDraft, body: Posted, templates: CaseTemplates): Page {
  const mine = { ...body, ...foldedOrNot(body) };
  const said = (values: Posted, name: string): string => {
    const value = text(values[name]);
    if (name === 'endsOn' && value) return dateUk(value);
    return name === 'template' && value ? (templates.get(value)?.words ?? value) : value;
  };
  const differing = Object.keys(LABELS).filter((name) => said(kept.fields, name) !== said(mine, name));
  const rows = (values: Posted) => differing.map((name) => ({ label: LABELS[name], text: said(values, name) }));
  const data = {
    heading: 'This was changed somewhere else since you opened it',
    breadcrumbs: CRUMBS,
    version: kept.version,
    versions: [
      { title: 'Kept now', rows: rows(kept.fields) },
      { title: 'Yours, not kept', rows: rows(mine), fields: hiddenFields(body) },
    ],
  };
  return page('case-new-conflict.njk', data, { status: 409 });
}

/** A day that is none is shown as nothing here; it travels as it was typed. */
function foldedOrNot(body: Posted): Posted {
  try {
    return folded(body, [], DATES);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return { endsOn: '' };
  }
}

/** With the template that was chosen: what somebody typed stays, and what the one before wrote gives way to it. */
function begunWith(body: Posted, templates: CaseTemplates): Posted {
  const chosen = text(body['begin'] ?? body['template']);
  const [before, now] = [text(body['template']), chosen].map((name) => templates.get(name)?.texts ?? {});
  const lines = (value: unknown): string => text(value).replaceAll('\r\n', '\n');
  const texts = TEXTS.map((field) => {
    const typed = lines(body[field]);
    return [field, typed && typed !== lines(before![field]) ? body[field] : now![field]];
  });
  return { ...body, ...Object.fromEntries(texts), template: templates.has(chosen) ? chosen : '' };
}

/** Of a template, a text that somebody has emptied stays empty. */
const emptied = (body: Posted): Posted =>
  text(body['template']) ? Object.fromEntries(TEXTS.map((field) => [field, ''])) : {};
