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

import { useState } from 'react';
import Button from '@material-ui/core/Button';
import Checkbox from '@material-ui/core/Checkbox';
import Menu from '@material-ui/core/Menu';
import MenuItem from '@material-ui/core/MenuItem';
import ViewColumnIcon from '@material-ui/icons/ViewColumn';
import { useMetrics } from '../metrics';
import { useTranslation } from '../translations';
import { ComparisonState } from './useComparisonState';

/** Chooses the metrics that have a column. */
export const ColumnMenu = ({ state }: { state: ComparisonState }) => {
  const t = useTranslation();
  const { all } = useMetrics();
  const [anchor, setAnchor] = useState<HTMLElement>();
  return (
    <>
      <Button
        size="small"
        startIcon={<ViewColumnIcon />}
        aria-haspopup="menu"
        onClick={event => setAnchor(event.currentTarget)}
      >
        {t('compare.columns')}
      </Button>
      <Menu
        open={anchor !== undefined}
        anchorEl={anchor}
        onClose={() => setAnchor(undefined)}
      >
        {all.map(name => {
          const isShown = state.columns.includes(name);
          return (
            <MenuItem
              key={name}
              dense
              role="menuitemcheckbox"
              aria-checked={isShown}
              onClick={() =>
                state.setColumns(
                  all.filter(other =>
                    other === name ? !isShown : state.columns.includes(other),
                  ),
                )
              }
            >
              <Checkbox
                checked={isShown}
                size="small"
                color="primary"
                tabIndex={-1}
                inputProps={{ 'aria-hidden': true }}
              />
              {t(`metric.${name}.title`)}
            </MenuItem>
          );
        })}
      </Menu>
    </>
  );
};
