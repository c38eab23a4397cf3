import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { checkInput, CurrentActor, InvalidInput, Requires, type Actor } from '@clin/platform';
import { form, page, redirect, type Page, type Redirect } from '@clin/web-kit';
import { ChangePassword, ChangePasswordInput } from '../change-password.js';

@ApiExcludeController()
@Controller('account/password')
export class PasswordPages {
  public constructor(private readonly changePassword: ChangePassword) {}

  @Get()
  @Requires('password.change', { boundary: 'own', event: 'password.open', beforePasswordChange: true })
  public show(@CurrentActor() actor: Actor): Page {
    return asked(actor);
  }

  @Post()
  @Requires('password.change', { boundary: 'own', beforePasswordChange: true })
  public async change(@CurrentActor() actor: Actor, @Body() body: Record<string, unknown>): Promise<Page | Redirect> {
    try {
      const { repeat, ...given } = body ?? {};
      const input = checkInput(ChangePasswordInput, given);
      if (repeat !== input.password) throw new InvalidInput({ repeat: 'Enter the new password again, the same.' });
      await this.changePassword.execute(actor, input);
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return asked(actor, error.fields);
    }
    return redirect('/', { title: 'Password changed', text: 'Your other sessions have ended.' });
  }
}

const asked = ({ mustChangePassword }: Actor, fields?: Readonly<Record<string, string>>): Page =>
  page(
    'change-password.njk',
    { heading: 'Change your password', form: form({}, fields), mustChangePassword },
    { status: fields ? 422 : 200 },
  );
