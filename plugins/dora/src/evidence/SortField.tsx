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

import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';
import type { EvidenceKind } from '../metrics';
import { useTranslation } from '../translations';
import { EvidenceSort, SortOrder, sortsOf } from './lists';

const ID = 'dora-evidence-order';
const ORDERS = ['desc', 'asc'] as const;

const useStyles = makeStyles(
  { root: { minWidth: 190 } },
  { name: 'DoraSortField' },
);

/** Orders a list of evidence. */
export const SortField = (props: {
  list: EvidenceKind;
  only?: string;
  sort: EvidenceSort;
  order: SortOrder;
  onChange: (sort: EvidenceSort, order: SortOrder) => void;
}) => {
  const { list, only, sort, order, onChange } = props;
  const classes = useStyles();
  const t = useTranslation();
  const options = sortsOf(list, only).flatMap(name =>
    ORDERS.map(way => ({ name, way, key: `${name} ${way}` })),
  );
  return (
    <TextField
      select
      id={ID}
      size="small"
      variant="outlined"
      className={classes.root}
      label={t('order.label')}
      value={`${sort} ${order}`}
      onChange={event => {
        const chosen = options.find(({ key }) => key === event.target.value);
        if (chosen) {
          onChange(chosen.name, chosen.way);
        }
      }}
    >
      {options.map(({ name, way, key }) => (
        <MenuItem key={key} value={key}>
          {t(`evidence.sort.${name}.${way}`)}
        </MenuItem>
      ))}
    </TextField>
  );
};
