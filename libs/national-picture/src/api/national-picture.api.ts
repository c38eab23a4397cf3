import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { CurrentActor, Requires, type Actor } from '@clin/platform';
import { NationalPictureQuery } from '../national-picture.query.js';
import { asJson, type NationalPictureJson } from '../picture-json.js';

@ApiTags('national picture')
@Controller('api/v1/national-picture')
export class NationalPictureApi {
  public constructor(private readonly picture: NationalPictureQuery) {}

  @Get()
  @ApiOperation({
    summary:
      'Disseminated reports by month, force, agency and confidence, as far as agreements allow; small counts are ranges',
  })
  @ApiQuery({ name: 'from', required: false, description: 'First month, or a date in it' })
  @ApiQuery({ name: 'to', required: false, description: 'Last month, or a date in it' })
  @Requires('picture.read', { boundary: 'list' })
  public async show(
    @CurrentActor() actor: Actor,
    @Query() query: Record<string, unknown>,
  ): Promise<NationalPictureJson> {
    return asJson(await this.picture.execute(actor, askedOf(query)));
  }
}

/** Repeated and unknown parameters are ignored. */
export function askedOf(query: Record<string, unknown>): { from?: string; to?: string } {
  const text = (name: 'from' | 'to'): object =>
    typeof query[name] === 'string' && query[name] ? { [name]: query[name].trim() } : {};
  return { ...text('from'), ...text('to') };
}
