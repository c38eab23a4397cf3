import { IsOptional, IsString, MaxLength } from 'class-validator';
import { Said } from '@clin/platform/fields';

export class CommentInput {
  @Said(4000, 'Write the comment.') public text!: string;
  /** Code of the one other agency that reads it; left out, one's own agency alone. */
  @IsOptional()
  @MaxLength(40, { message: 'Choose an agency of the list, or your own agency only.' })
  @IsString({ message: 'Choose an agency of the list, or your own agency only.' })
  public audience?: string | null;
}
