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

import { toCsv } from './csv';

describe('toCsv', () => {
  it('quotes what would break a row, and leaves numbers alone', () => {
    expect(
      toCsv([
        ['a', 'b,"c"', 'line\nbreak'],
        [-1.5, null, undefined],
      ]),
    ).toBe('a,"b,""c""","line\nbreak"\r\n-1.5,,\r\n');
  });

  it('lets no text become a formula', () => {
    expect(toCsv([['=HYPERLINK("x")', '@cmd', '-1']])).toBe(
      `"'=HYPERLINK(""x"")",'@cmd,'-1\r\n`,
    );
  });
});
