/*
 * Copyright 2026 The Backstage DORA Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

import { earliest } from '@backstage-dora/plugin-dora-node';
import { WireMergeRequest, WireNote } from '../client/wire';

/** GitLab's system notes about reviews, which are always in English. */
const APPROVED = /^approved this merge request/;
const REVIEWED =
  /^(approved this merge request|requested changes|left review comments)/;

export interface Reviews {
  firstReviewAt?: string;
  approvedAt?: string;
}

/**
 * When, before it was merged, a merge request was first commented on or
 * approved by someone other than its author, and when it was first approved.
 * The notes provide both with one request.
 */
export function reviewsOf(
  allNotes: WireNote[],
  {
    author,
    merged_at: mergedAt,
  }: Pick<WireMergeRequest, 'author' | 'merged_at'>,
  isBot: (name: string | undefined) => boolean,
): Reviews {
  const notes = allNotes.filter(
    note => !(Date.parse(note.created_at) > Date.parse(mergedAt ?? '')),
  );
  const byOthers = notes.filter(
    note =>
      (!author || note.author?.id !== author.id) &&
      !isBot(note.author?.username),
  );
  const times = (isWanted: (note: WireNote) => boolean) =>
    byOthers.filter(isWanted).map(note => note.created_at);
  const firstReviewAt = earliest(
    times(({ body, system }) => !system || REVIEWED.test(body)),
  );
  // Approvals by the author count if GitLab allows them.
  const approvedAt = earliest(
    notes
      .filter(({ body, system }) => system && APPROVED.test(body))
      .map(note => note.created_at),
  );
  return {
    ...(firstReviewAt && { firstReviewAt }),
    ...(approvedAt && { approvedAt }),
  };
}
