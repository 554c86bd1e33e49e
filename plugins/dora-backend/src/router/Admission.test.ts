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
import { Admission } from './Admission';

const LARGE = 1024 * 1024;

function create(limits: object = {}, settled = async () => {}) {
  return Admission.create({
    limits: {
      calls: 4,
      bytes: 3 * LARGE,
      underived: 1000,
      waiting: 3,
      patience: 60_000,
      ...limits,
    },
    settled,
  });
}

/** Enters, and tells whether it was let in. */
function enter(admission: Admission, bytes: number) {
  const gone = new AbortController();
  const call = {
    in: false,
    refused: undefined as unknown,
    leave: () => undefined as void,
    goAway: () => gone.abort(new Error('gone')),
    done: Promise.resolve(),
  };
  call.done = admission.enter(bytes, gone.signal).then(
    leave => {
      call.in = true;
      call.leave = leave;
    },
    error => {
      call.refused = error;
    },
  );
  return call;
}

const turn = () => new Promise(resolve => setImmediate(resolve));

describe('Admission', () => {
  it('lets in as many as there is room for, and the next in order as others leave', async () => {
    const admission = create({ calls: 8, waiting: 5, bytes: 100 * LARGE });
    const calls = Array.from({ length: 7 }, () => enter(admission, LARGE));
    await turn();
    expect(calls.map(call => call.in)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
    calls[2].leave();
    calls[2].leave();
    await turn();
    expect(calls.filter(call => call.in)).toHaveLength(5);
    expect(calls[4].in).toBe(true);
    calls.slice(0, 2).forEach(call => call.leave());
    await turn();
    expect(calls.every(call => call.in)).toBe(true);
  });

  it('keeps half of the places for small calls, sixteen in each, which pass large ones that wait', async () => {
    const admission = create({ calls: 4, bytes: 100 * LARGE });
    const large = Array.from({ length: 4 }, () => enter(admission, LARGE));
    const small = Array.from({ length: 33 }, () => enter(admission, 100));
    await turn();
    expect(large.map(call => call.in)).toEqual([true, true, false, false]);
    expect(small.map(call => call.in)).toEqual([
      ...Array.from({ length: 32 }, () => true),
      false,
    ]);
    small[0].leave();
    await turn();
    expect(small[32].in).toBe(true);
    expect(large[2].in).toBe(false);
    large[0].leave();
    await turn();
    expect(large[2].in).toBe(true);
  });

  it('leaves no place to a large call where small ones have taken all', async () => {
    const admission = create({ calls: 2, waiting: 1 });
    const small = Array.from({ length: 17 }, () => enter(admission, 100));
    const large = enter(admission, LARGE);
    await turn();
    expect(small.every(call => call.in)).toBe(true);
    expect(large.in).toBe(false);
    small[0].leave();
    await large.done;
    expect(large.in).toBe(true);
  });

  it('lets in one large call after the other while somebody reads', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    try {
      const admission = create({ bytes: 100 * LARGE });
      admission.watched(Promise.resolve());
      const [first, second] = [
        enter(admission, LARGE),
        enter(admission, LARGE),
      ];
      await turn();
      expect([first.in, second.in]).toEqual([true, false]);
      jest.advanceTimersByTime(20_000);
      const [third, fourth] = [
        enter(admission, LARGE),
        enter(admission, LARGE),
      ];
      await turn();
      expect([second.in, third.in, fourth.in]).toEqual([true, false, false]);
    } finally {
      jest.useRealTimers();
    }
  });

  it('lets in no more bytes than fit, but a single call of any size', async () => {
    const admission = create({ calls: 10, bytes: 3 * LARGE });
    const calls = [10, 2, 2].map(size => enter(admission, size * LARGE));
    await turn();
    expect(calls.map(call => call.in)).toEqual([true, false, false]);
    calls[0].leave();
    await turn();
    expect(calls.map(call => call.in)).toEqual([true, true, false]);
  });

  it('refuses at once whom it has no room to let wait, and later who has waited for long', async () => {
    const admission = create({ calls: 1, waiting: 1, patience: 50 });
    const calls = [1, 2, 3].map(() => enter(admission, LARGE));
    await calls[2].done;
    expect(calls[2].refused).toMatchObject({
      name: 'ServiceUnavailableError',
      retryAfter: expect.any(Number),
    });
    expect(calls[1].refused).toBeUndefined();
    await calls[1].done;
    expect(calls[1].refused).toMatchObject({ retryAfter: expect.any(Number) });
    calls[0].leave();
    const next = enter(admission, LARGE);
    await next.done;
    expect(next.in).toBe(true);
  });

  it('lets small calls in where as many large ones wait as may', async () => {
    const admission = create({ calls: 2, waiting: 1 });
    const large = [1, 2, 3].map(() => enter(admission, LARGE));
    await large[2].done;
    expect(large[2].refused).toBeDefined();
    const small = enter(admission, 100);
    await small.done;
    expect(small.in).toBe(true);
    expect(large[1].in).toBe(false);
  });

  it('keeps no place for whom has gone away', async () => {
    const admission = create({ calls: 1, waiting: 1 });
    const [first, second] = [enter(admission, LARGE), enter(admission, LARGE)];
    await turn();
    second.goAway();
    await second.done;
    expect(second.refused).toEqual(new Error('gone'));
    const third = enter(admission, LARGE);
    await turn();
    first.leave();
    await third.done;
    expect(third.in).toBe(true);
  });

  it('leaves derivation for later while nobody reads, until there is so much that a reader would wait for long', async () => {
    let settle = () => {};
    const settled = jest.fn(
      () =>
        new Promise<void>(resolve => {
          settle = resolve;
        }),
    );
    const admission = create({ calls: 8, bytes: 100 * LARGE }, settled);
    admission.stored(20_000);
    expect(settled).not.toHaveBeenCalled();
    admission.stored(1);
    expect(settled).toHaveBeenCalledTimes(1);
    // Others are stored meanwhile, …
    admission.stored(20_000);
    const before = enter(admission, LARGE);
    await before.done;
    expect(before.in).toBe(true);
    // … but not without end.
    admission.stored(1);
    const after = enter(admission, LARGE);
    await turn();
    expect(after.in).toBe(false);
    settle();
    await after.done;
    expect(after.in).toBe(true);
  });

  it('stands back for a reader at once, however little is to be derived without one', async () => {
    const settled = jest.fn(() => new Promise<void>(() => undefined));
    const admission = create({}, settled);
    admission.stored(1001);
    expect(settled).not.toHaveBeenCalled();
    admission.watched(Promise.resolve());
    expect(settled).toHaveBeenCalledTimes(1);
    const large = enter(admission, LARGE);
    await turn();
    expect(large.in).toBe(false);
  });

  it('lets large calls wait while much is to be derived, even where that fails', async () => {
    const settling: (() => void)[] = [];
    const admission = create(
      {},
      () =>
        new Promise((_, reject) =>
          settling.push(() => reject(new Error('no database'))),
        ),
    );
    admission.watched(Promise.resolve());
    admission.stored(1000);
    expect(settling).toHaveLength(0);
    admission.stored(1);
    admission.stored(5000);
    expect(settling).toHaveLength(1);
    const [large, small] = [enter(admission, LARGE), enter(admission, 1)];
    await turn();
    expect([large.in, small.in]).toEqual([false, true]);
    settling[0]();
    await large.done;
    expect(large.in).toBe(true);
    // What was stored meanwhile counts for the next time.
    admission.stored(1);
    expect(settling).toHaveLength(2);
  });

  it('lets small calls wait, too, where more of them come than can be derived while somebody reads', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    try {
      let settle = () => {};
      const admission = create(
        {},
        () =>
          new Promise<void>(resolve => {
            settle = resolve;
          }),
      );
      let answer = () => {};
      admission.watched(
        new Promise<void>(resolve => {
          answer = resolve;
        }),
      );
      admission.stored(1001);
      admission.stored(5001);
      // However long the reader has been waiting.
      jest.advanceTimersByTime(50_000);
      const small = enter(admission, 1);
      await turn();
      expect(small.in).toBe(false);
      settle();
      await turn();
      answer();
      await small.done;
      expect(small.in).toBe(true);
    } finally {
      jest.useRealTimers();
    }
  });

  it('lets those have their answers who wait for what is derived, before more of it comes', async () => {
    const admission = create();
    let answer = () => {};
    admission.watched(
      new Promise<void>((_, reject) => {
        answer = () => reject(new Error('gone'));
      }),
    );
    admission.stored(1001);
    const large = enter(admission, LARGE);
    await turn();
    expect(large.in).toBe(false);
    answer();
    await large.done;
    expect(large.in).toBe(true);
  });

  it('lets go of a call that has waited and had its turn', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage: () => void = runInNewContext('gc');
    const admission = create({ calls: 1 });
    const first = enter(admission, LARGE);
    // In a function of its own, so that nothing here keeps the signal.
    const waiting = (() => {
      const gone = new AbortController();
      return {
        signal: new WeakRef(gone.signal),
        leave: admission.enter(LARGE, gone.signal),
      };
    })();
    await turn();
    first.leave();
    (await waiting.leave)();
    await turn();
    collectGarbage();
    expect(waiting.signal.deref()).toBeUndefined();
  });
});
