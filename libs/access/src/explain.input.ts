import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString } from 'class-validator';

/** The day that an explanation is asked about, beside now. */
export class ExplainInput {
  @ApiProperty({ type: String, required: false, description: 'A day such as 2026-03-03: who could see it then' })
  @IsOptional()
  @IsString({ message: 'Must be a real date, such as 2026-10-12.' })
  public at?: string;
}
