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

import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import type {
  TierPreset,
  TierThresholds,
} from '@backstage-dora/plugin-dora-common';
import { useFormatter } from '../format';
import { TierMark, useMetrics } from '../metrics';
import { useTranslation } from '../translations';
import { presetNote } from './sentences';

const RATED = ['elite', 'high', 'medium'] as const;
const SIGNS: Record<TierThresholds['comparison'], string> = {
  '>=': '≥',
  '<=': '≤',
  '<': '<',
};

/** The cut-points of the active tiers, with where they come from. */
export const TierTable = ({ preset }: { preset: TierPreset }) => {
  const t = useTranslation();
  const format = useFormatter();
  const { all } = useMetrics();
  return (
    <div>
      <Typography variant="body2">
        {t('definitions.preset', {
          title: preset.title,
          source: preset.source,
        })}{' '}
        {presetNote(preset, t)}
      </Typography>
      <TableContainer>
        <Table size="small" aria-label={t('definitions.tiers')}>
          <TableHead>
            <TableRow>
              <TableCell>{t('definitions.metric')}</TableCell>
              {[...RATED, 'low' as const].map(tier => (
                <TableCell key={tier}>
                  <TierMark tier={tier} />
                </TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {all
              .filter(name => preset.thresholds[name])
              .map(name => {
                const thresholds = preset.thresholds[name];
                return (
                  <TableRow key={name}>
                    <TableCell>{t(`metric.${name}.title`)}</TableCell>
                    {RATED.map(tier => {
                      const cut = thresholds[tier];
                      return (
                        <TableCell key={tier}>
                          {cut === undefined
                            ? t('definitions.noTier')
                            : `${SIGNS[thresholds.comparison]} ${format.metric(
                                name,
                                cut,
                              )}`}
                        </TableCell>
                      );
                    })}
                    <TableCell>{t('definitions.otherwise')}</TableCell>
                  </TableRow>
                );
              })}
          </TableBody>
        </Table>
      </TableContainer>
    </div>
  );
};
