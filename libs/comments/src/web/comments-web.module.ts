import { Module } from '@nestjs/common';
import { CommentsModule } from '../comments.module.js';
import { CommentPages } from './comment.pages.js';

/** The page doors of comments. */
@Module({ imports: [CommentsModule], controllers: [CommentPages] })
export class CommentsWebModule {}
