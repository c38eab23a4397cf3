import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor, NotVisible, Read, Requires, type Actor } from '@clin/platform';
import { PageInput } from '@clin/platform/fields';
import { isUuid } from '@clin/platform/server';
import { AccountVersionInput, ChangeAccountInput, CreateAccountInput } from '../account.js';
import { accountById, listAccounts, type Account } from '../accounts.query.js';
import { ChangeAccount } from '../change-account.js';
import { CreateAccount, type IssuedPassword } from '../create-account.js';
import { MarkLeaver } from '../mark-leaver.js';
import { ResetPassword } from '../reset-password.js';

/** Accounts, for administrators; every verb refuses the administrator's own. */
@ApiTags('accounts')
@Controller('api/v1/accounts')
export class AccountsApi {
  public constructor(
    private readonly read: Read,
    private readonly createAccount: CreateAccount,
    private readonly changeAccount: ChangeAccount,
    private readonly markLeaver: MarkLeaver,
    private readonly resetPassword: ResetPassword,
  ) {}

  @Get()
  @Requires('account.read', { boundary: 'list' })
  public async list(
    @CurrentActor() actor: Actor,
    @Query() { limit, cursor }: PageInput,
  ): Promise<{ items: Account[]; next: string | null }> {
    return this.read.run(actor, async (query) => {
      const found = await listAccounts(query, { limit, cursor });
      query.returned(found.items.map(({ id }) => id));
      return found;
    });
  }

  @Get(':id')
  @Requires('account.read', { boundary: 'reference' })
  public async one(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Account> {
    if (!isUuid(id)) throw new NotVisible('malformed');
    return this.read.run(actor, async (query) => {
      const account = await accountById(query, id);
      if (!account) throw new NotVisible();
      query.returned([account.id]);
      return account;
    });
  }

  @Post()
  @Requires('account.create', { boundary: 'create' })
  public create(@CurrentActor() actor: Actor, @Body() input: CreateAccountInput): Promise<IssuedPassword> {
    return this.createAccount.execute(actor, input);
  }

  @Patch(':id')
  @Requires('account.change', { boundary: 'reference' })
  public change(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() input: ChangeAccountInput,
  ): Promise<object> {
    return this.changeAccount.execute(actor, id, input);
  }

  @Post(':id/departure')
  @Requires('account.change', { boundary: 'reference', event: 'account.leave' })
  public leave(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { version }: AccountVersionInput,
  ): Promise<object> {
    return this.markLeaver.execute(actor, id, version);
  }

  @Post(':id/password-reset')
  @Requires('account.change', { boundary: 'reference', event: 'account.reset-password' })
  public reset(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { version }: AccountVersionInput,
  ): Promise<IssuedPassword> {
    return this.resetPassword.execute(actor, id, version);
  }
}
