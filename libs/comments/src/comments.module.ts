import { Module } from '@nestjs/common';
import './events.js';
import './permissions.js';
import { RecordCommentsQuery } from './record-comments.query.js';
import { WriteComment } from './write-comment.js';

const PARTS = [WriteComment, RecordCommentsQuery];

/** Comments on records, each with its audience; the apps add the doors. */
@Module({ providers: PARTS, exports: PARTS })
export class CommentsModule {}
