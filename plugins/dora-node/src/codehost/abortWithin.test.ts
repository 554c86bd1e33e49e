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

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { abortWithin } from './abortWithin';

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

describe('abortWithin', () => {
  it('aborts when its time has passed, or with the other signal', async () => {
    const controller = new AbortController();
    const short = abortWithin(controller.signal, 10);
    const long = abortWithin(controller.signal, 60_000);
    await pause(50);
    expect(short.reason).toMatchObject({ name: 'TimeoutError' });
    expect(long.aborted).toBe(false);
    controller.abort('stopped');
    expect(long.reason).toBe('stopped');
    expect(abortWithin(controller.signal, 60_000).reason).toBe('stopped');
  });

  it('is released, with its listeners, when its time has passed', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage: () => void = runInNewContext('gc');
    const controller = new AbortController();
    const held = (() => {
      const signal = abortWithin(controller.signal, 10);
      signal.addEventListener('abort', () => undefined);
      return new WeakRef(signal);
    })();
    await pause(50);
    collectGarbage();
    expect(held.deref()).toBeUndefined();
    expect(controller.signal.aborted).toBe(false);
  });
});
