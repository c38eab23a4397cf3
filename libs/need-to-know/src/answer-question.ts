import { Injectable } from '@nestjs/common';
import { IsIn } from 'class-validator';
import { checkInput, NotVisible, sql, Work, type Actor } from '@clin/platform';
import { MaySay } from '@clin/platform/fields';
import { isUuid } from '@clin/platform/server';

export const ANSWERS = ['shared', 'not-shared', 'telephone'] as const;
export type Answer = (typeof ANSWERS)[number];

export class AnswerInput {
  @IsIn(ANSWERS, { message: 'Choose an answer.' }) public answer!: Answer;
  /** The asker reads this. */
  @MaySay(2000) public words?: string | null;
  /** A post and a number, compulsory for "telephone". */
  @MaySay(200) public contact?: string | null;
}

export interface Answered {
  id: string;
  answer: Answer;
}

/** The owner answers a question about a record that it named. Sharing itself goes the ordinary way; the answer only says that it was done. */
@Injectable()
export class AnswerQuestion {
  public constructor(private readonly work: Work) {}

  /**
   * NotVisible for another's question and for a record that the actor does not see, NotPermitted without the role, WrongState when it was
   * answered, InvalidInput for "telephone" without a contact and for "shared" without a disclosure in force to the agency that asked.
   */
  public async execute(actor: Actor, id: string, received: unknown): Promise<Answered> {
    if (!isUuid(id)) throw new NotVisible('malformed');
    const { answer, words, contact } = checkInput(AnswerInput, received);
    return this.work.run(actor, async (tx) => {
      const given = (await tx.row<{ record: string; reference: string; asker: string; disclosure: string | null }>(
        sql`SELECT record, reference, asker, disclosure FROM access.answer_question(${id}::uuid, ${answer}, ${words ?? null}, ${contact ?? null})`,
      ))!;
      const detail = { question: id, answer, recipient: given.asker };
      const disclosure = given.disclosure ? { disclosure: given.disclosure } : {};
      await tx.record({ event: 'discovery.answer', recordIds: [given.record], detail: { ...detail, ...disclosure } });
      // For the log of whoever asked: what was told to them, without the record.
      await tx.record({
        event: 'discovery.answered',
        recordIds: [],
        detail: { ...detail, reference: given.reference },
      });
      return { id, answer };
    });
  }
}
