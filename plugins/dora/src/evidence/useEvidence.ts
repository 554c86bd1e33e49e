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

import { useMemo } from 'react';
import type { EvidenceKind } from '../metrics';
import { daysBetween, useUrlState } from '../window';

const KINDS: readonly EvidenceKind[] = ['releases', 'changes', 'incidents'];

/**
 * One release, found again by its component and time: its id is the backend's
 * own, and another one as soon as it is derived again.
 */
export interface OpenRelease {
  entityRef: string;
  time: string;
}

export interface EvidenceState {
  /** The list that is open; undefined where none is. */
  list?: EvidenceKind;
  only?: string;
  /** Part of the window that the list is limited to, `[from, to)`. */
  part?: { from: string; to: string };
  page: number;
  release?: OpenRelease;
  open: (
    list: EvidenceKind,
    options?: { only?: string; part?: { from: string; to: string } },
  ) => void;
  setOnly: (only: string | undefined) => void;
  setPage: (page: number) => void;
  openRelease: (release: OpenRelease) => void;
  closeRelease: () => void;
  close: () => void;
}

const NO_RELEASE = { release: undefined, at: undefined };

function readPart(text: string | undefined) {
  const [from, to] = text?.split('..') ?? [];
  return daysBetween(from, to) === undefined ? undefined : { from, to };
}

/** What of the evidence is open, all of it in the URL. */
export function useEvidence(): EvidenceState {
  const url = useUrlState();
  return useMemo(() => {
    const list = KINDS.find(kind => kind === url.get('evidence'));
    const [entityRef, time] = ['release', 'at'].map(url.get);
    const isRelease = entityRef && time && !Number.isNaN(Date.parse(time));
    const page = Number(url.get('evidencePage') ?? 0);
    return {
      list: list ?? (isRelease ? 'releases' : undefined),
      only: url.get('only'),
      part: readPart(url.get('in')),
      page: Number.isInteger(page) && page > 0 ? page : 0,
      release: isRelease ? { entityRef, time } : undefined,
      open: (kind, options) =>
        url.set({
          ...NO_RELEASE,
          evidence: kind,
          only: options?.only,
          in: options?.part && `${options.part.from}..${options.part.to}`,
          evidencePage: undefined,
        }),
      setOnly: only => url.set({ only, evidencePage: undefined }),
      setPage: next =>
        url.set({ evidencePage: next > 0 ? String(next) : undefined }),
      openRelease: release =>
        url.set({
          evidence: list ?? 'releases',
          release: release.entityRef,
          at: release.time,
        }),
      closeRelease: () => url.set(NO_RELEASE),
      close: () =>
        url.set({
          ...NO_RELEASE,
          evidence: undefined,
          only: undefined,
          in: undefined,
          evidencePage: undefined,
        }),
    };
  }, [url]);
}
