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

import { createHash } from 'node:crypto';
import { Delivery } from '../organisation';

/** All facts of the sample have this source; the pages label it as sample data. */
export const SAMPLE_SOURCE = 'sample';

/** What has a delivery of its own: a component, or a system that is deployed as a whole. */
export interface Subject {
  name: string;
  title: string;
  entityRef: string;
  /** The system that it is, or is part of. */
  systemRef?: string;
  delivery: Delivery;
}

/** Where and when a history takes place. */
export interface Era {
  seed: string;
  /** Midnight UTC of its first day, in ms since the epoch. */
  start: number;
}

export const timestamp = (time: number) => new Date(time).toISOString();

/** Something that looks like a commit, and is the same for the same words. */
export const commitOf = (...words: Array<string | number>) =>
  createHash('sha1').update(words.join('\0')).digest('hex');
