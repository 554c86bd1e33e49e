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

import Skeleton from '@material-ui/lab/Skeleton';
import { useMetrics } from '../metrics';
import { useTranslation } from '../translations';
import { useChartGrid } from './useChartGrid';

/** Stands where the charts will be, as high as they: what is below does not jump, nor load early. */
export const LoadingCharts = () => {
  const classes = useChartGrid();
  const t = useTranslation();
  const { all } = useMetrics();
  return (
    <div className={classes.root} role="status" aria-label={t('loading')}>
      {all.map(name => (
        <Skeleton key={name} variant="rect" height={280} animation={false} />
      ))}
    </div>
  );
};
