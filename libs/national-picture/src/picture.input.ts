import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';

/** The period that somebody asks for; periodOf says whether it is one. */
export class PictureInput {
  @ApiProperty({ type: String, required: false, description: 'First month, or a date in it' })
  @IsOptional()
  public from?: string;

  @ApiProperty({ type: String, required: false, description: 'Last month, or a date in it' })
  @IsOptional()
  public to?: string;
}
