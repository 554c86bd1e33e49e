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

import { KeyboardEvent, PointerEvent, useState } from 'react';
import { useCursor } from './CursorContext';
import { Dot, dotAt } from './dots';
import { PlotScale } from './PlotScale';
import { TrendPoint } from './trend';

export interface PlotHandlers {
  /** A bucket was chosen. */
  onOpen: (point: TrendPoint) => void;
  /** Buckets were swept over. */
  onZoom: (from: string, to: string) => void;
  /** A single case was chosen. */
  onOpenDot: (dot: Dot) => void;
}

/** Buckets from one to another, in either order. */
interface Sweep {
  first: number;
  last: number;
}

/** Moves the cursor, opens what it is on and sweeps over buckets, by pointer and by keys. */
export function usePlotControl(
  points: readonly TrendPoint[],
  dots: readonly Dot[],
  scale: PlotScale,
  { onOpen, onZoom, onOpenDot }: PlotHandlers,
) {
  const [index, setIndex] = useCursor();
  const [isActive, setIsActive] = useState(false);
  const [sweep, setSweep] = useState<Sweep>();
  const [dot, setDot] = useState<Dot>();

  const placeOf = (event: PointerEvent<SVGSVGElement>) => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const indexOf = (event: PointerEvent<SVGSVGElement>) =>
    scale.indexAt(placeOf(event).x);
  const leave = () => {
    setIsActive(false);
    setIndex(undefined);
    setSweep(undefined);
    setDot(undefined);
  };
  const move = (to: number) =>
    setIndex(Math.min(points.length - 1, Math.max(0, to)));

  const onKeyDown = (event: KeyboardEvent) => {
    const current = index ?? points.length - 1;
    const moves: Record<string, () => void> = {
      ArrowLeft: () => move(current - 1),
      ArrowRight: () => move(current + 1),
      Home: () => move(0),
      End: () => move(points.length - 1),
      Enter: () => onOpen(points[current]),
      ' ': () => onOpen(points[current]),
    };
    if (moves[event.key]) {
      event.preventDefault();
      moves[event.key]();
    }
  };

  return {
    /** The bucket under the cursor, whichever chart that is in. */
    index: index !== undefined && index < points.length ? index : undefined,
    /** Whether the cursor is in this chart. */
    isActive,
    sweep: sweep && sweep.first !== sweep.last ? sweep : undefined,
    /** The single case under the pointer. */
    dot: dots.find(({ key }) => key === dot?.key),
    handlers: {
      onPointerMove: (event: PointerEvent<SVGSVGElement>) => {
        const next = indexOf(event);
        setIsActive(true);
        setIndex(next);
        setDot(dotAt(dots, scale, placeOf(event)));
        setSweep(current => current && { ...current, last: next });
      },
      onPointerDown: (event: PointerEvent<SVGSVGElement>) => {
        if (event.button === 0) {
          const start = indexOf(event);
          setSweep({ first: start, last: start });
        }
      },
      onPointerUp: (event: PointerEvent<SVGSVGElement>) => {
        const chosen = dotAt(dots, scale, placeOf(event));
        if (sweep && sweep.first !== sweep.last) {
          const [low, high] = [sweep.first, sweep.last].sort((a, b) => a - b);
          onZoom(points[low].from, points[high].to);
        } else if (sweep && chosen) {
          onOpenDot(chosen);
        } else if (sweep) {
          onOpen(points[sweep.first]);
        }
        setSweep(undefined);
      },
      onPointerLeave: leave,
      onFocus: () => {
        setIsActive(true);
        setIndex(current => current ?? points.length - 1);
      },
      onBlur: leave,
      onKeyDown,
    },
  };
}
