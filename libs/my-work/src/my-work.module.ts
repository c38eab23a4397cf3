import { Module } from '@nestjs/common';
import { MyWorkQuery } from './my-work.query.js';

/** What waits for a person, of reports; other rooms declare their lists. */
@Module({ providers: [MyWorkQuery], exports: [MyWorkQuery] })
export class MyWorkModule {}
