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

import fc from 'fast-check';
import { timelineResult, seriesResult } from '../__testUtils__/fixtures';
import { englishFormatter, englishWords } from '../__testUtils__/words';
import {
  Annotation,
  annotationLines,
  annotationsIn,
  groupAnnotations,
  toAnnotations,
} from './annotations';

const { buckets } = seriesResult();
const t = englishWords();
const plain = (text: string) => text.replace(/\u00a0/g, ' ');

const annotation = (start: number, kind: Annotation['kind']): Annotation => ({
  key: `${kind} ${start}`,
  kind,
  text: 'x',
  start,
});

describe('annotations', () => {
  it('stand in every bucket that they touch, by the local clock, in words', () => {
    const annotations = toAnnotations(
      timelineResult(),
      'Europe/Zurich',
      englishFormatter(),
      t,
    );
    const wordsIn = (bucket: (typeof buckets)[number]) =>
      annotationsIn(annotations, bucket).map(({ text }) => plain(text));
    expect(wordsIn(buckets[0])).toEqual([
      'Incident: Checkout is down (2 h)',
      'Feature flag switched off: OPS-7 (still open)',
      'Freeze',
    ]);
    // Sunday 23:30 in UTC is Monday in Zurich.
    expect(wordsIn(buckets[1])).toEqual([
      'Freeze',
      'Note: Late on Sunday',
      'sauna: On (42)',
    ]);
  });

  it('share a mark where they are close together, and none is lost', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            at: fc.integer({ min: -50, max: 1000 }),
            kind: fc.constantFrom('incident' as const, 'signal' as const),
          }),
        ),
        fc.integer({ min: 1, max: 60 }),
        (items, distance) => {
          const annotations = items
            .map(({ at, kind }) => annotation(at, kind))
            .sort((a, b) => a.start - b.start);
          const groups = groupAnnotations(annotations, x => x, distance);
          expect(groups.flatMap(group => group.annotations)).toEqual(
            annotations,
          );
          groups.forEach((group, index) => {
            expect(group.x).toBeGreaterThanOrEqual(0);
            expect(
              group.x - (groups[index - 1]?.x ?? -Infinity),
            ).not.toBeLessThan(distance);
            const kinds = new Set(group.annotations.map(({ kind }) => kind));
            expect(group.kind).toBe(kinds.size > 1 ? 'both' : [...kinds][0]);
          });
        },
      ),
    );
  });

  it('are counted where there are more than one can read', () => {
    const many = Array.from({ length: 9 }, (_, index) =>
      annotation(index, 'incident'),
    );
    expect(annotationLines(many, t)).toEqual([
      ...Array.from({ length: 5 }, () => 'x'),
      'and 4 more',
    ]);
    expect(annotationLines(many.slice(0, 6), t)).toHaveLength(6);
  });
});
