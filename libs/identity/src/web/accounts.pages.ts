import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  checkInput,
  CurrentActor,
  InvalidInput,
  NotVisible,
  Read,
  Requires,
  ROLES,
  Stale,
  type Actor,
  type Rows,
} from '@clin/platform';
import { CursorInput } from '@clin/platform/fields';
import { levelChoices, levelWords, type LevelWords } from '@clin/platform/sensitivity';
import { isUuid } from '@clin/platform/server';
import { form, page, redirect, ROLE_WORDS, type Page, type Redirect } from '@clin/web-kit';
import { AccountVersionInput, ChangeAccountInput, CreateAccountInput } from '../account.js';
import { accountById, listAccounts, type Account } from '../accounts.query.js';
import { listAgencies, type Agency } from '../agencies.query.js';
import { ChangeAccount } from '../change-account.js';
import { CreateAccount } from '../create-account.js';
import { MarkLeaver } from '../mark-leaver.js';
import { ResetPassword } from '../reset-password.js';
import { accountFields } from './account.form.js';

const LIST = { text: 'Accounts', href: '/accounts' };
const PAGE_SIZE = 50;

@ApiExcludeController()
@Controller('accounts')
export class AccountsPages {
  public constructor(
    private readonly read: Read,
    private readonly createAccount: CreateAccount,
    private readonly changeAccount: ChangeAccount,
    private readonly markLeaver: MarkLeaver,
    private readonly resetPassword: ResetPassword,
  ) {}

  @Get()
  @Requires('account.read', { boundary: 'list' })
  public async list(@CurrentActor() actor: Actor, @Query() { cursor }: CursorInput): Promise<Page> {
    const found = await this.read.run(actor, (query) => listAccounts(query, { limit: PAGE_SIZE, cursor }));
    for (const { id } of found.items) actor.trail.returned.add(id);
    const items = found.items.map((one) => ({ ...one, roles: one.roles.map((role) => ROLE_WORDS[role]) }));
    return page('accounts.njk', { heading: 'Accounts', breadcrumbs: [{ text: 'Accounts' }], ...found, items });
  }

  @Get('new')
  @Requires('account.create', { boundary: 'create', event: 'account.open-form' })
  public async blank(@CurrentActor() actor: Actor): Promise<Page> {
    return this.newForm(actor, { clearance: '2', roles: [] });
  }

  @Post('new')
  @Requires('account.create', { boundary: 'create' })
  public async create(@CurrentActor() actor: Actor, @Body() body: Record<string, unknown>): Promise<Page> {
    try {
      const issued = await this.createAccount.execute(actor, checkInput(CreateAccountInput, accountFields(body)));
      return issuedPage(issued.id, issued.temporaryPassword);
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return this.newForm(actor, body, error.fields);
    }
  }

  @Get(':id')
  @Requires('account.read', { boundary: 'reference' })
  public async one(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page> {
    return this.editForm(actor, id);
  }

  @Post(':id')
  @Requires('account.change', { boundary: 'reference' })
  public async change(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: Record<string, unknown>,
  ): Promise<Page | Redirect> {
    try {
      await this.changeAccount.execute(actor, id, checkInput(ChangeAccountInput, accountFields(body)));
    } catch (error) {
      if (error instanceof InvalidInput) return this.editForm(actor, id, body, error.fields);
      if (error instanceof Stale)
        return this.editForm(
          actor,
          id,
          undefined,
          { name: 'Somebody changed this account. It is shown as it is now.' },
          409,
        );
      throw error;
    }
    return redirect(`/accounts/${id}`, { title: 'Account changed', text: 'It counts from the next request.' });
  }

  @Post(':id/departure')
  @Requires('account.change', { boundary: 'reference', event: 'account.leave' })
  public async leave(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: Record<string, unknown>,
  ): Promise<Redirect> {
    await this.markLeaver.execute(actor, id, checkInput(AccountVersionInput, accountFields(body)).version);
    return redirect(`/accounts/${id}`, { title: 'Marked as left', text: 'Every session has ended.' });
  }

  @Post(':id/password-reset')
  @Requires('account.change', { boundary: 'reference', event: 'account.reset-password' })
  public async reset(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: Record<string, unknown>,
  ): Promise<Page> {
    const issued = await this.resetPassword.execute(
      actor,
      id,
      checkInput(AccountVersionInput, accountFields(body)).version,
    );
    return issuedPage(issued.id, issued.temporaryPassword);
  }

  private async newForm(actor: Actor, values: object, fields?: Readonly<Record<string, string>>): Promise<Page> {
    const offered = await this.read.run(actor, offers);
    const data = {
      heading: 'Create an account',
      breadcrumbs: [LIST, { text: 'Create an account' }],
      form: form(values, fields),
    };
    return page('account-new.njk', { ...data, ...choices(offered) }, { status: fields ? 422 : 200 });
  }

  private async editForm(
    actor: Actor,
    id: string,
    values?: object,
    fields?: Readonly<Record<string, string>>,
    status = 422,
  ): Promise<Page> {
    if (!isUuid(id)) throw new NotVisible('malformed');
    const [account, offered] = await this.read.run(actor, (query) =>
      Promise.all([accountById(query, id), offers(query)]),
    );
    if (!account) throw new NotVisible();
    actor.trail.returned.add(account.id);
    const data = {
      heading: account.name,
      reference: account.email,
      breadcrumbs: [LIST, { text: account.name }],
      account,
      own: account.id === actor.userId,
    };
    return page(
      'account.njk',
      { ...data, form: form(values ?? asForm(account), fields), ...choices(offered) },
      { status: fields ? status : 200 },
    );
  }
}

const asForm = ({ clearance, version, ...rest }: Account): object => ({
  ...rest,
  clearance: String(clearance),
  version: String(version),
});

const offers = (query: Rows): Promise<[Agency[], LevelWords]> => Promise.all([listAgencies(query), levelWords(query)]);

const choices = ([agencies, levels]: [Agency[], LevelWords]) => ({
  clearances: levelChoices(levels, [0, 1, 2, 3]).map(([, words]) => words),
  agencyChoices: agencies.map(({ code, name }) => [code, name]),
  roleChoices: ROLES.map((role) => [role, ROLE_WORDS[role]]),
});

const issuedPage = (id: string, temporaryPassword?: string): Page =>
  page('account-password.njk', {
    heading: 'One-time password',
    breadcrumbs: [LIST, { text: 'One-time password' }],
    id,
    temporaryPassword,
  });
