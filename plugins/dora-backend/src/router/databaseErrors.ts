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

import { TryLaterError } from './TryLaterError';

const UNREACHABLE =
  'The database cannot be reached at the moment; try again later';
const BUSY = 'The database is too busy at the moment; try again later';
const READ_ONLY = 'The database is read-only at the moment; try again later';
const FULL = 'The database has run out of disk space; try again later';

/**
 * By error code of PostgreSQL
 * (https://www.postgresql.org/docs/current/errcodes-appendix.html), SQLite and
 * the operating system.
 */
const BY_CODE: [code: RegExp, message: string, retryAfter: number][] = [
  [/^(08...|57P0[1-4])$/, UNREACHABLE, 5],
  [
    /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/,
    UNREACHABLE,
    5,
  ],
  [/^SQLITE_(CANTOPEN|IOERR)/, UNREACHABLE, 5],
  [/^(53100|ENOSPC|SQLITE_FULL)$/, FULL, 60],
  [/^(25006|SQLITE_READONLY.*)$/, READ_ONLY, 30],
  [/^(53...|57014|40001|40P01|55P03|SQLITE_BUSY.*)$/, BUSY, 5],
];

/** Driver messages that come without a code. */
const BY_MESSAGE: [pattern: RegExp, message: string][] = [
  [/^Knex: Timeout acquiring a connection/, BUSY],
  [
    /Connection terminated|Connection ended|not queryable|timeout expired$/,
    UNREACHABLE,
  ],
];

/**
 * An error that explains the problem with the database, if that is the cause of
 * the given error.
 */
export function explainDatabaseError(
  error: unknown,
): TryLaterError | undefined {
  if (!(error instanceof Error)) {
    return undefined;
  }
  // A host with several addresses fails with one error for each.
  const [first] = error instanceof AggregateError ? error.errors : [];
  const { code } = error as { code?: unknown };
  const found =
    typeof code === 'string' && BY_CODE.find(([pattern]) => pattern.test(code));
  if (found) {
    const [, message, retryAfter] = found;
    return new TryLaterError(message, retryAfter);
  }
  const [, text] =
    BY_MESSAGE.find(([pattern]) => pattern.test(error.message)) ?? [];
  return text
    ? new TryLaterError(text, 5)
    : first && explainDatabaseError(first);
}
