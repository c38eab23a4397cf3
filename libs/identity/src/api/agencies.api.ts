import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor, Read, Requires, type Actor } from '@clin/platform';
import { listAgencies, listAreas, type Agency, type Area } from '../agencies.query.js';

@ApiTags('reference')
@Controller('api/v1')
export class AgenciesApi {
  public constructor(private readonly read: Read) {}

  @Get('agencies')
  @Requires('agency.read', { boundary: 'reference' })
  public async agencies(@CurrentActor() actor: Actor): Promise<{ items: Omit<Agency, 'id'>[] }> {
    const found = await this.read.run(actor, (query) => listAgencies(query));
    return { items: found.map(({ id: _id, ...agency }) => agency) };
  }

  @Get('areas')
  @Requires('agency.read', { boundary: 'reference', event: 'area.read' })
  public async areas(@CurrentActor() actor: Actor): Promise<{ items: Area[] }> {
    return { items: await this.read.run(actor, (query) => listAreas(query)) };
  }
}
