import { Module } from '@nestjs/common';
import { CopyableQuery } from './copyable.query.js';
import { LinkRecord } from './link-record.js';
import { LinkedCasesQuery } from './linked-cases.query.js';
import { LogEntry } from './log-entry.js';
import { ShareParts } from './share-parts.js';

const PARTS = [LogEntry, LinkRecord, ShareParts, CopyableQuery, LinkedCasesQuery];

/** Verbs and queries of what is put into a case and shared of it; the apps add the doors. */
@Module({ providers: PARTS, exports: PARTS })
export class CaseworkModule {}
