import { Injectable } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsOptional, IsString } from 'class-validator';
import { checkInput, InvalidInput, NotVisible, sql, Work, type Actor } from '@clin/platform';
import { isUuid } from '@clin/platform/server';

export class RedriveInput {
  @ApiProperty({ type: String, required: false, description: 'One delivery that failed' })
  @IsOptional()
  @IsString({ message: 'Name one delivery by its id.' })
  public id?: string;

  @ApiProperty({ type: Boolean, required: false, description: 'True for all that failed' })
  @IsOptional()
  @IsBoolean({ message: 'Send true for all that failed.' })
  public all?: boolean;
}

/** Gives what failed for good its attempts again. Whether its person may still know of it is decided when it is sent. */
@Injectable()
export class RedriveDeliveries {
  public constructor(private readonly work: Work) {}

  /** Answers how many are tried again. Throws InvalidInput, and NotVisible for one that has not failed. */
  public async execute(actor: Actor, received: unknown): Promise<{ redriven: number }> {
    const { id, all } = checkInput(RedriveInput, received);
    if ((id === undefined) === (all !== true)) throw new InvalidInput({ id: 'Name one delivery, or send all: true.' });
    if (id !== undefined && !isUuid(id)) throw new NotVisible('malformed');
    return this.work.run(actor, async (tx) => {
      const row = await tx.row<{ redriven: number }>(
        sql`SELECT notifications.redrive(${id ?? null}::uuid) AS redriven`,
      );
      const redriven = row?.redriven ?? 0;
      if (id !== undefined && redriven === 0) throw new NotVisible();
      await tx.record({ event: 'delivery.redrive', recordIds: [], detail: { delivery: id ?? 'all', redriven } });
      return { redriven };
    });
  }
}
