import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor, RefusesKey, Requires, type Actor } from '@clin/platform';
import { ChangePassword, ChangePasswordInput } from '../change-password.js';

@ApiTags('me')
@Controller('api/v1/me')
export class MeApi {
  public constructor(private readonly changePassword: ChangePassword) {}

  @Get()
  @Requires('self.read', { boundary: 'own', beforePasswordChange: true })
  public me(@CurrentActor() actor: Actor): object {
    const {
      userId: id,
      email,
      name,
      agencyCode,
      agencyName,
      agencyKind,
      roles,
      permissions,
      clearance,
      mustChangePassword,
    } = actor;
    const agency = { code: agencyCode, name: agencyName, kind: agencyKind };
    return { id, email, name, agency, roles, permissions: [...permissions].sort(), clearance, mustChangePassword };
  }

  @Post('password')
  @RefusesKey()
  @Requires('password.change', { boundary: 'own', beforePasswordChange: true })
  public async password(@CurrentActor() actor: Actor, @Body() input: ChangePasswordInput): Promise<object> {
    return this.changePassword.execute(actor, input);
  }
}
