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
import { Admission, AdmissionOptions, FACTS_OF_SMALL } from './Admission';

const LARGE = FACTS_OF_SMALL + 1;

const create = (
  limits: Partial<AdmissionOptions['limits']> = {},
  backlog: AdmissionOptions['backlog'] = async () => 0,
) =>
  Admission.create({
    limits: { calls: 4, underived: 1000, ...limits },
    backlog,
  });

/** A call that stays admitted until released. */
function call(admission: Admission, facts: number) {
  const caller = new AbortController();
  const state = {
    isIn: false,
    leave: () => {},
    fail: (_: Error) => {},
    giveUp: () => caller.abort(new Error('gave up')),
    done: Promise.resolve<unknown>(undefined),
  };
  state.done = admission
    .run(
      facts,
      caller.signal,
      () =>
        new Promise<void>((resolve, reject) => {
          state.isIn = true;
          state.leave = resolve;
          state.fail = reject;
        }),
    )
    .catch(error => error);
  return state;
}

const calls = (admission: Admission, count: number, facts: number) =>
  Array.from({ length: count }, () => call(admission, facts));

const countIn = (states: { isIn: boolean }[]) =>
  states.filter(({ isIn }) => isIn).length;

/** Waits until pending callbacks have run. */
const turn = () => new Promise(resolve => setImmediate(resolve));

const looksAgain = () => new Promise(resolve => setTimeout(resolve, 250));

describe('Admission', () => {
  it('admits as many large calls as there are places, and the next in order when others finish or fail', async () => {
    const admission = create({ calls: 2, underived: 100_000 });
    const large = calls(admission, 4, LARGE);
    await turn();
    expect(large.map(({ isIn }) => isIn)).toEqual([true, true, false, false]);
    large[1].leave();
    await turn();
    expect(large.map(({ isIn }) => isIn)).toEqual([true, true, true, false]);
    large[0].fail(new Error('no database'));
    expect(await large[0].done).toEqual(new Error('no database'));
    await turn();
    expect(large[3].isIn).toBe(true);
  });

  it('admits small calls however many large ones wait, up to a limit', async () => {
    const admission = create({ calls: 1, underived: 100_000 });
    const large = calls(admission, 10, LARGE);
    const small = calls(admission, 129, FACTS_OF_SMALL);
    await turn();
    expect([countIn(large), countIn(small)]).toEqual([1, 128]);
    small[3].leave();
    await turn();
    expect([countIn(large), countIn(small)]).toEqual([1, 129]);
  });

  it('makes large calls, but not small ones, wait while the backlog is large', async () => {
    let backlog = 1001;
    const admission = create({}, async () => backlog);
    calls(admission, 1, 1)[0].leave();
    await turn();
    const large = call(admission, LARGE);
    const small = call(admission, 1);
    await looksAgain();
    expect([large.isIn, small.isIn]).toEqual([false, true]);
    backlog = 1000;
    await looksAgain();
    expect(large.isIn).toBe(true);
  });

  it('polls the backlog occasionally, and not at all while idle', async () => {
    const backlog = jest.fn(async () => 0);
    const admission = create({}, backlog);
    for (let sent = 0; sent < 1000; sent++) {
      await admission.run(1, undefined, async () => undefined);
    }
    expect(backlog.mock.calls.length).toBeLessThan(50);
    await looksAgain();
    backlog.mockClear();
    await looksAgain();
    expect(backlog).not.toHaveBeenCalled();
  });

  it('admits calls if the backlog cannot be read, so that they report the error', async () => {
    const admission = create({}, async () => {
      throw new Error('no database');
    });
    const large = call(admission, LARGE);
    await looksAgain();
    expect(large.isIn).toBe(true);
  });

  it('frees the place of a caller that gave up, and does not abort an admitted one', async () => {
    const admission = create({ calls: 1 });
    const [first, second, third] = calls(admission, 3, LARGE);
    await turn();
    second.giveUp();
    expect(await second.done).toEqual(new Error('gave up'));
    first.giveUp();
    await turn();
    expect(third.isIn).toBe(false);
    first.leave();
    expect(await first.done).toBeUndefined();
    await turn();
    expect([second.isIn, third.isIn]).toEqual([false, true]);
    expect(
      await admission
        .run(1, AbortSignal.abort(new Error('gone')), async () => 'done')
        .catch(error => error),
    ).toEqual(new Error('gone'));
  });

  it('releases the signal of a caller that has had its turn', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage: () => void = runInNewContext('gc');
    const admission = create({ calls: 1 });
    const first = call(admission, LARGE);
    // In a function of its own, so that nothing here keeps the signal.
    const waiting = (() => {
      const caller = new AbortController();
      return {
        signal: new WeakRef(caller.signal),
        done: admission.run(LARGE, caller.signal, async () => undefined),
      };
    })();
    await turn();
    first.leave();
    await waiting.done;
    await turn();
    collectGarbage();
    expect(waiting.signal.deref()).toBeUndefined();
  });
});
