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
import { makeStyles } from '@material-ui/core/styles';
import type {
  Definition,
  Definitions,
} from '@backstage-dora/plugin-dora-common';
import { Formatter, useFormatter } from '../format';
import { Translate, useTranslation } from '../translations';
import { ruleSentence } from './sentences';

const useStyles = makeStyles(
  {
    key: { whiteSpace: 'nowrap' },
    value: { minWidth: 140 },
  },
  { name: 'DoraRuleTable' },
);

/** A value as one would write it; windows come in seconds. */
function asText(
  { key, value }: Definition,
  format: Formatter,
  t: Translate,
): string {
  if (Array.isArray(value)) {
    return value.length > 0 ? value.join(', ') : t('definitions.none');
  }
  if (typeof value === 'number' && key.endsWith('Window')) {
    return format.duration(value);
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The active rules: what each says, its value, and where it is configured. */
export const RuleTable = (props: { definitions: Definitions }) => {
  const classes = useStyles();
  const t = useTranslation();
  const format = useFormatter();
  // The cut-points have a table of their own.
  const rules = props.definitions.rules.filter(
    ({ key }) => !key.startsWith('dora.tiers.'),
  );
  return (
    <TableContainer>
      <Table size="small" aria-label={t('definitions.rules')}>
        <TableHead>
          <TableRow>
            <TableCell>{t('definitions.ruleHeading')}</TableCell>
            <TableCell>{t('definitions.value')}</TableCell>
            <TableCell>{t('definitions.key')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {rules.map(rule => (
            <TableRow key={rule.key}>
              <TableCell>{ruleSentence(rule, t, format)}</TableCell>
              <TableCell className={classes.value}>
                {asText(rule, format, t)}
              </TableCell>
              <TableCell className={classes.key}>
                <code>{rule.key}</code>
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
};
