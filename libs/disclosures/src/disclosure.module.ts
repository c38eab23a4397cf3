import { Module } from '@nestjs/common';
import './permissions.js';
import { AcknowledgeConditions } from './acknowledge-conditions.js';
import { DisclosureListQuery } from './disclosure-list.query.js';
import { ExtendDisclosure } from './extend-disclosure.js';
import { NoticesQuery } from './notices.query.js';
import { ReceiptQuery } from './receipt.query.js';

const PARTS = [AcknowledgeConditions, DisclosureListQuery, ExtendDisclosure, NoticesQuery, ReceiptQuery];

/** Verbs and queries about disclosures of any kind of record; the apps add the doors. */
@Module({ providers: PARTS, exports: PARTS })
export class DisclosureModule {}
