import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor, Requires, type Actor } from '@clin/platform';
import { CaseTemplatesQuery, type CaseTemplate } from '../case-templates.js';

@ApiTags('cases')
@Controller('api/v1/cases')
export class CaseTemplatesApi {
  public constructor(private readonly templates: CaseTemplatesQuery) {}

  @Get('templates')
  @ApiOperation({ summary: 'What a case can begin with, by the name to open it with' })
  @Requires('case.open', { boundary: 'reference', event: 'case.templates' })
  public async all(@CurrentActor() actor: Actor): Promise<Record<string, CaseTemplate>> {
    return Object.fromEntries(await this.templates.execute(actor));
  }
}
