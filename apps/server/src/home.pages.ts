import { Controller, Get } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CurrentActor, Requires, type Actor } from '@clin/platform';
import { redirect, type Redirect } from '@clin/web-kit';

/** Where each person's work begins, by the first permission that they hold. */
const STARTS: readonly [permission: string, path: string][] = [
  ['report.read', '/reports'],
  ['account.read', '/accounts'],
  ['audit.read', '/audit'],
  ['picture.read', '/national-picture'],
];

@ApiExcludeController()
@Controller()
export class HomePages {
  @Get()
  @Requires('self.read', { boundary: 'own', event: 'home.open' })
  public home(@CurrentActor() { permissions }: Actor): Redirect {
    const [, path] = STARTS.find(([permission]) => permissions.has(permission)) ?? [];
    return redirect(path ?? '/account/password');
  }
}
