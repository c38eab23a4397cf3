/** A tiny server with one page of each kind: the subject of web-kit's own specs. */
import { Body, Controller, Get, HttpCode, HttpException, Module, Param, Post, Query } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { join } from 'node:path';
import { foldDates } from '../form-dates.js';
import { form } from '../forms.js';
import type { WebKitOptions } from '../options.js';
import { page, redirect } from '../page.js';
import { registerWebKit } from '../register.js';

const REPORT = { heading: 'Deal line 07700 900412 supplying Bangor from Liverpool', reference: 'IR-2026-004512' };
const CRUMBS = [{ text: 'Reports', href: '/reports' }, { text: 'IR-2026-004512' }];
const LONG = 'Two girls travelled from Liverpool Lime Street.\n\nThe line sends a bulk message at about 10am.';

@Controller()
class SamplePages {
  saves = 1;

  @Get()
  home() {
    return page('sample-list.njk', { heading: 'Home', filters: form(), rows: [], selected: [] });
  }

  @Get('reports')
  list(@Query() query: Record<string, string>) {
    const row = {
      reference: 'IR-2026-004512',
      title: REPORT.heading,
      owner: 'North Wales Police',
      status: 'Assessed',
      date: '2026-11-16',
    };
    const selected = query['status']
      ? [{ label: 'Status', name: 'status', value: query['status'], text: query['status'] }]
      : [];
    const data = { breadcrumbs: [{ text: 'Reports' }], filters: form(query), selected, rows: [row, row, row] };
    return page('sample-list.njk', { heading: 'Reports', handling: ['P', 'C A2 S1'], ...data });
  }

  @Get('reports/:id')
  report() {
    return page('sample-report.njk', { ...this.detail(), form: form() });
  }

  @Post('reports/:id/requests')
  ask(@Body() body: { reason?: string }) {
    if (body.reason)
      return redirect('/reports/1', { title: 'Report shared', text: 'Shared with Greater Manchester Police.' });
    const errors = { reason: 'Enter why you need to see the withheld section' };
    return page('sample-report.njk', { ...this.detail(), form: form(body, errors) }, { status: 422 });
  }

  @Get('draft')
  draft() {
    return page('sample-form.njk', { heading: 'Log a report', form: form({ eventDate: '2026-11-16' }), version: 1 });
  }

  @Post('draft')
  save(@Body() body: Record<string, unknown>) {
    const { input, errors } = foldDates(body, { eventDate: 'Event date' });
    const fields = {
      title: 'Enter a title',
      source: 'Choose a source evaluation',
      'items.0.original': 'Enter the text',
      ...errors,
    };
    const data = { heading: 'Log a report', form: form(body, fields), version: input['version'] };
    return page('sample-form.njk', data, { status: 422 });
  }

  @Post('draft/autosave')
  @HttpCode(200)
  autosave(@Body() body: { title?: string }) {
    if (body.title === 'conflict') throw new HttpException({ url: '/draft' }, 409);
    return { version: ++this.saves, savedAt: '2026-11-23T14:07:00Z', body };
  }

  @Get('card')
  card() {
    return page('sample-card.njk', { heading: 'You are about to share IR-2026-004512' });
  }

  @Post('session/extension')
  @HttpCode(204)
  extend() {}

  @Post('api/v1/things/:id')
  api(@Param('id') id: string, @Body() body: unknown) {
    return { id, body };
  }

  private detail() {
    const history = [
      {
        title: 'Shared with Merseyside Police',
        by: 'C. Example',
        at: '2026-11-16T14:07:00Z',
        text: 'Purpose: Operation Lantern',
      },
    ];
    const until = new Date(Date.now() + 28 * 86_400_000).toISOString().slice(0, 10);
    return { ...REPORT, breadcrumbs: CRUMBS, handling: ['P', 'C A2 S2'], text: LONG, history, until };
  }
}

@Module({ controllers: [SamplePages] })
class SampleModule {}

export const SAMPLE_NAV = [
  { text: 'Home', href: '/', order: 1 },
  { text: 'Reports', href: '/reports', also: ['/draft'], permission: 'report.read', order: 2 },
  { text: 'Notifications', href: '/notifications', order: 3, aside: true, badge: () => 2, badgeText: 'unread' },
  { text: 'Accounts', href: '/accounts', permission: 'account.manage', order: 4 },
];

export const SAMPLE_OPTIONS: WebKitOptions = {
  serviceName: 'County lines intelligence',
  secure: false,
  secret: 'a sample secret of more than 32 characters',
  cookieName: 'session',
  demo: true,
  nav: SAMPLE_NAV,
  viewer: () => ({
    name: 'A. Example',
    role: 'Analyst',
    agencyName: 'Merseyside Police',
    permissions: new Set(['report.read']),
  }),
  templates: [join(import.meta.dirname, '..', '..', 'src', 'testing', 'templates')],
};

export async function startSampleApp(
  changes: Partial<WebKitOptions> = {},
): Promise<{ app: NestFastifyApplication; url: string }> {
  const app = await NestFactory.create<NestFastifyApplication>(SampleModule, new FastifyAdapter(), {
    logger: ['error'],
  });
  await registerWebKit(app, { ...SAMPLE_OPTIONS, ...changes });
  await app.listen(0, '127.0.0.1');
  return { app, url: await app.getUrl() };
}
