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

import type { CSSProperties } from 'react';
import type { MetricDefinition } from '@backstage-dora/plugin-dora-common';
import { useFormatter } from '../format';
import { useTranslation } from '../translations';
import { heatLegend, stepsOf } from './heatScale';
import { useHeatGround, useHeatStyles } from './useHeatStyles';

/** What the colours mean, in words and numbers. */
export const HeatLegend = (props: {
  definition: MetricDefinition;
  /** Whether some weeks are not whole. */
  hasCut: boolean;
}) => {
  const { definition, hasCut } = props;
  const classes = useHeatStyles();
  const t = useTranslation();
  const format = useFormatter();
  const ground = useHeatGround(stepsOf(definition));
  const entry = (text: string, style: CSSProperties) => (
    <li key={text} className={classes.entry}>
      <span className={classes.swatch} style={style} aria-hidden />
      {text}
    </li>
  );
  return (
    <ul className={classes.legend} aria-label={t('picture.heatMap.legend')}>
      {heatLegend(definition, format, t).map(({ step, text }) =>
        entry(text, ground(step)),
      )}
      {entry(
        t(
          definition.partialWithout
            ? 'picture.heatMap.noValueOrPartial'
            : 'picture.heatMap.noValue',
        ),
        ground(undefined),
      )}
      {hasCut && entry(t('picture.heatMap.cut'), ground(0, false))}
    </ul>
  );
};
